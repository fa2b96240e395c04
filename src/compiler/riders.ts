import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { at } from '../support/shape.ts';
import type { KernelBuilder } from './builder.ts';
import type { ExprEmitter } from './emitter.ts';
import { type Expr, ExprTable } from './expression.ts';
import type { Kernel, Reg, RegType, Target } from './kernel.ts';
import { combineOp, neutral, ReduceLowering, type Reduction } from './lower-reduce.ts';

/** A reduction and the value that it is. */
export interface Rider extends Reduction {
  readonly node: Node;
}

const typeOf = ({ dtype }: Rider, wide: boolean): RegType =>
  dtype === 'float32' ? (wide ? 'vf32' : 'f32') : wide ? 'vi32' : 'i32';

/** Totals that are being formed over one stretch of a kernel's innermost loop. */
interface Totals {
  readonly wide: readonly Reg[];
  readonly narrow: readonly Reg[];
}

/**
 * Reductions to one number that ride along in a kernel which passes by all their operands anyway. Each stretch of the
 * innermost loop has a place of its own for its totals, so that results depend neither on threads nor on the order in
 * which they work; a small kernel afterwards puts the places together.
 */
export class Riders {
  readonly #riders: readonly Rider[];
  readonly #scratch: (elements: number) => number;
  #partials = -1;
  #stretches = 0;
  #base: Reg | undefined;
  #exprs: readonly Expr[];

  /** @param scratch a new buffer of so many elements */
  constructor(riders: readonly Rider[], scratch: (elements: number) => number) {
    this.#riders = riders;
    this.#scratch = scratch;
    this.#exprs = riders.map(({ expr }) => expr);
  }

  get exprs(): readonly Expr[] {
    return this.#exprs;
  }

  get none(): boolean {
    return this.#riders.length === 0;
  }

  /** Begins a kernel with so many stretches, in whose loops the operands are `exprs`. */
  board(b: KernelBuilder, stretches: number, exprs: readonly Expr[]): void {
    if (this.none) return;
    this.#exprs = exprs;
    this.#stretches = stretches;
    this.#partials = this.#scratch(stretches * this.#riders.length * b.lanes);
    this.#base = b.base(this.#partials, 'write');
  }

  /** Totals with nothing in them: of vectors, and of single elements where a stretch has such. */
  begin(b: KernelBuilder, singles: boolean): Totals {
    const fresh = (wide: boolean) => this.#riders.map((rider) => b.variable(typeOf(rider, wide), neutral(rider)));
    return { wide: fresh(true), narrow: singles ? fresh(false) : [] };
  }

  /** Takes in a point; of a vector only its first `lanes`. */
  add(b: KernelBuilder, totals: Totals, emitter: ExprEmitter, wide: boolean, lanes = b.lanes): void {
    const values = this.#exprs.map((expr) => emitter.value(expr));
    this.#riders.forEach((rider, i) => {
      const total = at(wide ? totals.wide : totals.narrow, i);
      let value = at(values, i);
      if (wide && lanes < b.lanes) {
        const lane = b.reg('vi32');
        b.emit({ kind: 'laneIndex', dst: lane });
        const inside = b.op('lt', 'vi32', lane, b.const('vi32', lanes));
        const type = typeOf(rider, true);
        value = b.op('select', type, inside, value, b.const(type, neutral(rider)));
      }
      b.opInto(total, combineOp(rider), total, value);
    });
  }

  /** Stores the totals of stretch number `stretch`. */
  end(b: KernelBuilder, { wide, narrow }: Totals, stretch: Reg): void {
    if (this.#base === undefined) return;
    const place = b.offset(this.#base, stretch, this.#riders.length * b.lanes * 4);
    this.#riders.forEach((rider, i) => {
      const offset = i * b.lanes * 4;
      b.store(at(wide, i), place, offset);
      const single = narrow[i];
      if (single === undefined) return;
      b.store(b.op(combineOp(rider), single.type, b.load(single.type, place, offset), single), place, offset);
    });
  }

  /** The kernel that puts the totals of all stretches together. */
  combine(name: string, bufferOf: (node: Node) => number, target: Target): Kernel {
    const { lanes } = target;
    const table = new ExprTable();
    const source = g.parameter({}, [this.#stretches, this.#riders.length, lanes], 'float32');
    const strides = [this.#riders.length * lanes, 1];
    const reductions = this.#riders.map(({ op, dtype }, i) => ({
      op,
      dtype,
      expr: table.make({ kind: 'load', dtype, node: source, at: { strides, offset: i * lanes } }),
    }));
    const outputs = this.#riders.map(({ node, dtype }, index) => ({
      node,
      expr: table.make({ kind: 'accumulator', dtype, index }),
      at: { strides: [0, 0], offset: 0 },
    }));
    const place = (node: Node) => (node === source ? this.#partials : bufferOf(node));
    const space = [this.#stretches, lanes];
    return new ReduceLowering(space, [true, true], reductions, outputs, place, target).lower(name);
  }
}
