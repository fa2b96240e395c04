import type { Node } from '../graph/node.ts';
import { at, range } from '../support/shape.ts';
import type { KernelBuilder } from './builder.ts';
import { ExprEmitter, type Leaves } from './emitter.ts';
import type { Affine } from './expression.ts';
import type { Reg, RegType } from './kernel.ts';
import type { Output, Scope } from './nest.ts';

/** A position along the innermost dimension: `bytes` holds 4 times the element counter; `shift` elements are added. */
export interface Inner {
  readonly dim: number;
  readonly bytes: Reg;
  readonly shift: number;
}

/**
 * Reads and writes at one point of a loop nest, whose outer loops a scope describes. Vector points cover `lanes`
 * consecutive positions of the innermost dimension.
 */
export class Point {
  readonly #b: KernelBuilder;
  readonly #scope: Scope;
  readonly #inner: Inner | undefined;
  readonly #vector: boolean;
  readonly #bufferOf: (node: Node) => number;

  constructor(
    builder: KernelBuilder,
    scope: Scope,
    inner: Inner | undefined,
    vector: boolean,
    bufferOf: (node: Node) => number,
  ) {
    this.#b = builder;
    this.#scope = scope;
    this.#inner = inner;
    this.#vector = vector;
    this.#bufferOf = bufferOf;
  }

  emitter(hoisted?: ExprEmitter, accumulators: readonly Reg[] = []): ExprEmitter {
    const leaves: Leaves = {
      load: (expr, type) => this.#load(this.#bufferOf(expr.node), expr.at, type),
      counter: (expr, type) => this.#counter(expr.at, type),
      accumulator: (index) => at(accumulators, index),
    };
    return new ExprEmitter(this.#b, this.#vector, leaves, hoisted);
  }

  /** Stores a value; `lanes` fewer than the vector's for the end of a row. */
  store(output: Output, value: Reg, lanes?: number): void {
    const { base, offset, stride } = this.#address(this.#bufferOf(output.node), output.at);
    if (!this.#vector) return this.#b.store(value, base, offset);
    const count = lanes ?? this.#b.lanes;
    if (stride === 1 && count === this.#b.lanes) return this.#b.store(value, base, offset);
    for (const lane of range(count))
      this.#b.emit({ kind: 'storeLane', src: value, lane, base, offset: offset + lane * stride * 4 });
  }

  #address(buffer: number, affine: Affine): { base: Reg; offset: number; stride: number } {
    const pointer = this.#scope.pointer(buffer, affine);
    if (this.#inner === undefined) return { base: pointer, offset: 0, stride: 0 };
    const stride = at(affine.strides, this.#inner.dim);
    if (stride === 0) return { base: pointer, offset: 0, stride };
    let base = this.#b.offset(pointer, this.#inner.bytes, stride);
    let offset = this.#inner.shift * stride * 4;
    // Address offsets are unsigned, and lanes of a negative stride lie below the first.
    const lowest = offset + Math.min(0, stride) * 4 * this.#b.lanes;
    if (lowest < 0) {
      base = this.#b.plus(base, lowest);
      offset -= lowest;
    }
    return { base, offset, stride };
  }

  #load(buffer: number, affine: Affine, type: RegType): Reg {
    const { base, offset, stride } = this.#address(buffer, affine);
    if (type !== 'vf32' && type !== 'vi32') return this.#b.load(type, base, offset);
    if (stride === 1) return this.#b.load(type, base, offset);
    if (stride === 0) return this.#b.loadSplat(type, base, offset);
    const dst = this.#b.const(type, 0);
    // Negative strides: the base was lowered so that all lanes have offsets of at least 0.
    for (const lane of range(this.#b.lanes))
      this.#b.emit({ kind: 'loadLane', dst, lane, base, offset: offset + lane * stride * 4 });
    return dst;
  }

  #counter(affine: Affine, type: RegType): Reg {
    const b = this.#b;
    let value = this.#scope.affineValue(affine);
    const stride = this.#inner === undefined ? 0 : at(affine.strides, this.#inner.dim);
    if (this.#inner !== undefined && stride !== 0) {
      const element = b.plus(b.shift('shr', this.#inner.bytes, 2), this.#inner.shift);
      value = b.op('add', 'index', value, b.op('mul', 'index', element, b.const('index', stride)));
    }
    const scalar = b.reg('i32');
    b.copy(scalar, value);
    if (type !== 'vi32') return scalar;
    const lanes = b.reg('vi32');
    b.emit({ kind: 'laneIndex', dst: lanes });
    return b.op('add', 'vi32', b.splat(scalar, 'i32'), b.op('mul', 'vi32', lanes, b.const('vi32', stride)));
  }
}
