import type { Node, ReduceOp } from '../graph/node.ts';
import type { DType } from '../support/dtype.ts';
import { at, range, sizeOf } from '../support/shape.ts';
import { KernelBuilder } from './builder.ts';
import type { ExprEmitter } from './emitter.ts';
import { type Expr, visitExprs } from './expression.ts';
import type { Kernel, KernelOp, Reg, RegType, Target } from './kernel.ts';
import { allVectorizable, parallelCost, pointCost, repick, repicking } from './lower-map.ts';
import { affinesOf, collapse, invariants, type Output, Scope } from './nest.ts';
import { Point } from './point.ts';

/** One accumulated value: expression `index` of kind accumulator refers to it. */
export interface Reduction {
  readonly op: ReduceOp;
  readonly dtype: DType;
  readonly expr: Expr;
}

const COMBINE: Record<ReduceOp, KernelOp> = { reduceSum: 'add', reduceProd: 'mul', reduceMax: 'max', reduceMin: 'min' };

/** The operation that adds one more value to a total. */
export function combineOp({ op, dtype }: Reduction): KernelOp {
  const combine = COMBINE[op];
  if (dtype === 'uint32' && (combine === 'max' || combine === 'min')) return `${combine}Unsigned`;
  return combine;
}

/** The value that combining leaves unchanged. */
export function neutral({ op, dtype }: Reduction): number {
  switch (op) {
    case 'reduceSum':
      return 0;
    case 'reduceProd':
      return 1;
    case 'reduceMax':
      return dtype === 'float32' ? Number.NEGATIVE_INFINITY : dtype === 'int32' ? -(2 ** 31) : 0;
    case 'reduceMin':
      return dtype === 'float32'
        ? Number.POSITIVE_INFINITY
        : dtype === 'uint32'
          ? 2 ** 32 - 1
          : dtype === 'int32'
            ? 2 ** 31 - 1
            : 1;
  }
}

/** Vectors of neighbouring results accumulated at once: enough independent sums to hide the latency of an addition. */
const WIDTH = 4;

/**
 * A reduction kernel: for every kept point, accumulates expressions over the reduced dimensions and stores expressions
 * of the totals. Positions have a stride for every dimension, 0 along reduced ones in `stored`.
 */
export class ReduceLowering {
  readonly #b: KernelBuilder;
  readonly #target: Target;
  readonly #bufferOf: (node: Node) => number;
  readonly #extents: readonly number[];
  readonly #reduced: readonly boolean[];
  readonly #reductions: readonly Reduction[];
  readonly #outputs: readonly Output[];
  readonly #vector: boolean;

  constructor(
    space: readonly number[],
    reduced: readonly boolean[],
    reductions: readonly Reduction[],
    stored: readonly Output[],
    bufferOf: (node: Node) => number,
    target: Target,
  ) {
    const exprs = reductions.map((reduction) => reduction.expr);
    const merged = collapse(space, affinesOf(exprs, stored), (a, b) => reduced[a] === reduced[b]);
    const rewrite = repicking(merged.picks);
    this.#reductions = reductions.map((reduction) => ({ ...reduction, expr: rewrite(reduction.expr) }));
    this.#outputs = repick(stored, merged.picks, rewrite);
    this.#extents = merged.extents;
    this.#reduced = merged.picks.map((d) => at(reduced, d));
    this.#b = new KernelBuilder(target.lanes);
    this.#target = target;
    this.#bufferOf = bufferOf;
    this.#vector = allVectorizable([...this.#reductions.map((r) => r.expr), ...this.#outputs.map((o) => o.expr)]);
  }

  lower(name: string): Kernel {
    const exprs = this.#reductions.map((r) => r.expr);
    const scope = Scope.open(this.#b, exprs, this.#outputs, this.#bufferOf);
    const cost = pointCost(exprs) * this.#extents.reduce((product, n) => product * n, 1);
    const inner = this.#extents.length - 1;
    const keptOuter = range(inner).filter((d) => !this.#reduced[d]);
    const columns = !this.#reduced[inner];
    const split = keptOuter[0];
    const units =
      split !== undefined
        ? at(this.#extents, split)
        : columns
          ? Math.ceil(at(this.#extents, inner) / this.#columnUnit())
          : 1;
    const body = (kept: Scope) => (columns ? this.#columns(kept, split === undefined) : this.#rows(kept));
    const nest = (position: number, outer: Scope): void => {
      const dim = keptOuter[position];
      if (dim === undefined) return body(outer);
      const [from, to] = position === 0 ? [this.#b.begin, this.#b.end] : [0, at(this.#extents, dim)];
      this.#b.loop(from, to, 1, (counter) => nest(position + 1, outer.enter(dim, counter)));
    };
    nest(0, scope);
    return this.#b.finish(name, units, units > 1 && cost > parallelCost(this.#target));
  }

  #columnUnit(): number {
    return this.#target.lanes * WIDTH;
  }

  /** Loops over the reduced dimensions other than the innermost. */
  #reducedOuter(scope: Scope, body: (scope: Scope) => void): void {
    const dims = range(this.#extents.length - 1).filter((d) => this.#reduced[d]);
    const nest = (position: number, outer: Scope): void => {
      const dim = dims[position];
      if (dim === undefined) return body(outer);
      this.#b.loop(0, at(this.#extents, dim), 1, (counter) => nest(position + 1, outer.enter(dim, counter)));
    };
    nest(0, scope);
  }

  #accumulators(type: (dtype: DType) => RegType): Reg[] {
    return this.#reductions.map((reduction) => {
      const acc = this.#b.reg(type(reduction.dtype));
      this.#b.emit({ kind: 'const', dst: acc, value: neutral(reduction) });
      return acc;
    });
  }

  #accumulate(accumulators: readonly Reg[], emitter: ExprEmitter): void {
    const values = this.#reductions.map((reduction) => emitter.value(reduction.expr));
    this.#reductions.forEach((reduction, i) => {
      const acc = at(accumulators, i);
      this.#b.opInto(acc, combineOp(reduction), acc, at(values, i));
    });
  }

  #finish(point: Point, accumulators: readonly Reg[]): void {
    const emitter = point.emitter(undefined, accumulators);
    const values = this.#outputs.map((output) => emitter.value(output.expr));
    this.#outputs.forEach((output, i) => {
      point.store(output, at(values, i));
    });
  }

  /** Whether the last vector of columns may run over the end of what is stored: see `overruns`. */
  #columnsOverrun(): boolean {
    const inner = this.#extents.length - 1;
    let even = this.#outputs.every(
      (output) =>
        output.exact !== true &&
        output.at.offset === 0 &&
        output.at.strides[inner] === 1 &&
        sizeOf(output.node.shape) === this.#extents[inner],
    );
    visitExprs(
      [...this.#reductions.map((reduction) => reduction.expr), ...this.#outputs.map((output) => output.expr)],
      (expr) => {
        if (expr.kind === 'load') even &&= expr.at.strides[inner] === 0 || expr.at.strides[inner] === 1;
      },
    );
    return even;
  }

  /** The innermost dimension is kept: neighbouring results share a vector, the sums run down the columns. */
  #columns(kept: Scope, split: boolean): void {
    const b = this.#b;
    const inner = this.#extents.length - 1;
    const extent = at(this.#extents, inner);
    const { lanes } = this.#target;
    const uniform = invariants(
      this.#reductions.map((r) => r.expr),
      inner,
    );
    /** `count` vectors (or one scalar) of results from column `bytes` on. */
    const block = (bytes: Reg, count: number, wide: boolean) => {
      const type = (dtype: DType): RegType => (dtype === 'float32' ? (wide ? 'vf32' : 'f32') : wide ? 'vi32' : 'i32');
      const accumulators = range(count).map(() => this.#accumulators(type));
      this.#reducedOuter(kept, (scope) => {
        const hoisted = new Point(b, scope, undefined, wide, this.#bufferOf).emitter();
        for (const expr of uniform) hoisted.hoist(expr);
        for (const u of range(count)) {
          const point = new Point(b, scope, { dim: inner, bytes, shift: u * lanes }, wide, this.#bufferOf);
          this.#accumulate(at(accumulators, u), point.emitter(hoisted));
        }
      });
      for (const u of range(count)) {
        this.#finish(
          new Point(b, kept, { dim: inner, bytes, shift: u * lanes }, wide, this.#bufferOf),
          at(accumulators, u),
        );
      }
    };
    const unitBytes = this.#columnUnit() * 4;
    const limit = b.const('index', extent * 4);
    const from = split ? b.op('mul', 'index', b.begin, b.const('index', unitBytes)) : b.const('index', 0);
    const to = split ? b.op('min', 'index', b.op('mul', 'index', b.end, b.const('index', unitBytes)), limit) : limit;
    const position = b.reg('index');
    b.copy(position, from);
    /** A loop that leaves `position` where it stopped: at the last multiple of its step. */
    const sweep = (step: number, body: (bytes: Reg) => void) => {
      const bound = b.plus(to, -(step - 4));
      b.loop(position, bound, step, (bytes) => {
        body(bytes);
        b.copy(position, b.plus(bytes, step));
      });
    };
    if (this.#vector) {
      if (split && this.#columnsOverrun()) {
        if (extent >= this.#columnUnit()) sweep(unitBytes, (bytes) => block(bytes, WIDTH, true));
        b.loop(position, to, lanes * 4, (bytes) => block(bytes, 1, true));
        return;
      }
      if (extent >= this.#columnUnit()) sweep(unitBytes, (bytes) => block(bytes, WIDTH, true));
      if (extent >= lanes && extent % this.#columnUnit() >= lanes) sweep(lanes * 4, (bytes) => block(bytes, 1, true));
      if (extent % lanes === 0) return;
    }
    b.loop(position, to, 4, (bytes) => block(bytes, 1, false));
  }

  /** The innermost dimension is reduced: vectors of partial sums along the row, combined at its end. */
  #rows(kept: Scope): void {
    const b = this.#b;
    const inner = this.#extents.length - 1;
    const extent = at(this.#extents, inner);
    const { lanes } = this.#target;
    const uniform = invariants(
      this.#reductions.map((r) => r.expr),
      inner,
    );
    const scalarType = (dtype: DType): RegType => (dtype === 'float32' ? 'f32' : 'i32');
    const vectorType = (dtype: DType): RegType => (dtype === 'float32' ? 'vf32' : 'vi32');
    const totals = this.#accumulators(scalarType);
    const wide = this.#vector && extent >= lanes;
    const partials = wide ? range(extent >= lanes * WIDTH ? WIDTH : 1).map(() => this.#accumulators(vectorType)) : [];
    this.#reducedOuter(kept, (scope) => {
      const run = (from: number, to: number, step: number, vector: boolean, targets: readonly (readonly Reg[])[]) => {
        if (from >= to) return;
        const hoisted = new Point(b, scope, undefined, vector, this.#bufferOf).emitter();
        for (const expr of uniform) hoisted.hoist(expr);
        b.loop(from * 4, to * 4, step * 4, (bytes) => {
          targets.forEach((accumulators, u) => {
            const point = new Point(b, scope, { dim: inner, bytes, shift: u * lanes }, vector, this.#bufferOf);
            this.#accumulate(accumulators, point.emitter(hoisted));
          });
        });
      };
      const unrolled = extent - (extent % (lanes * partials.length || extent + 1));
      const vectorEnd = wide ? extent - (extent % lanes) : 0;
      if (wide) {
        run(0, unrolled, lanes * partials.length, true, partials);
        run(unrolled, vectorEnd, lanes, true, partials.slice(0, 1));
      }
      run(vectorEnd, extent, 1, false, [totals]);
    });
    this.#reductions.forEach((reduction, i) => {
      const [first, ...others] = partials.map((accumulators) => at(accumulators, i));
      if (first === undefined) return;
      const op = combineOp(reduction);
      for (const other of others) b.opInto(first, op, first, other);
      for (const lane of range(lanes)) b.opInto(at(totals, i), op, at(totals, i), b.extract(first, lane));
    });
    this.#finish(new Point(b, kept, undefined, false, this.#bufferOf), totals);
  }
}
