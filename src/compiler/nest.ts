import type { Node } from '../graph/node.ts';
import { at } from '../support/shape.ts';
import type { KernelBuilder } from './builder.ts';
import type { Affine, Expr, ExprOf } from './expression.ts';
import { visitExprs } from './expression.ts';
import type { Reg } from './kernel.ts';

/** A value that a kernel stores, and where. */
export interface Output {
  readonly node: Node;
  readonly expr: Expr;
  readonly at: Affine;
  /** Nothing may be written beyond the value's last element. */
  readonly exact?: boolean;
}

type Access = { readonly buffer: number; readonly affine: Affine; readonly use: 'read' | 'write' };

/** All affine positions that expressions and outputs mention. */
export function affinesOf(exprs: readonly Expr[], outputs: readonly Output[]): Affine[] {
  const found: Affine[] = outputs.map((output) => output.at);
  visitExprs([...exprs, ...outputs.map((output) => output.expr)], (expr) => {
    if (expr.kind === 'load' || expr.kind === 'index' || expr.kind === 'random') found.push(expr.at);
  });
  return found;
}

/**
 * Merges neighbouring loop dimensions through which every position advances evenly, so that loops are few and long.
 * Returns, for each merged dimension, its extent and the original dimension whose strides it has.
 */
export function collapse(
  dims: readonly number[],
  affines: readonly Affine[],
  mayMerge: (outer: number, inner: number) => boolean,
): { extents: number[]; picks: number[] } {
  const extents: number[] = [];
  const picks: number[] = [];
  for (let d = 0; d < dims.length; d++) {
    const previous = picks[picks.length - 1];
    const even =
      previous !== undefined &&
      mayMerge(previous, d) &&
      affines.every((affine) => at(affine.strides, previous) === at(affine.strides, d) * at(dims, d));
    if (even) {
      picks[picks.length - 1] = d;
      extents.push(at(dims, d) * (extents.pop() ?? 1));
    } else {
      picks.push(d);
      extents.push(at(dims, d));
    }
  }
  return { extents, picks };
}

/** Keeps only the strides of merged dimensions. */
export const pick = (affine: Affine, picks: readonly number[]): Affine => ({
  strides: picks.map((d) => at(affine.strides, d)),
  offset: affine.offset,
});

/**
 * Byte addresses of everything a kernel touches, advanced loop by loop: entering a loop gives a scope in which the
 * pointers include that loop's counter.
 */
export class Scope {
  readonly #b: KernelBuilder;
  readonly #pointers: ReadonlyMap<string, Reg>;
  readonly #accesses: readonly Access[];
  /** Element counters of the loops entered so far. */
  readonly counters: ReadonlyMap<number, Reg>;

  private constructor(
    builder: KernelBuilder,
    accesses: readonly Access[],
    pointers: ReadonlyMap<string, Reg>,
    counters: ReadonlyMap<number, Reg>,
  ) {
    this.#b = builder;
    this.#accesses = accesses;
    this.#pointers = pointers;
    this.counters = counters;
  }

  static open(
    builder: KernelBuilder,
    exprs: readonly Expr[],
    outputs: readonly Output[],
    bufferOf: (node: Node) => number,
  ): Scope {
    const accesses: Access[] = outputs.map((output) => ({
      buffer: bufferOf(output.node),
      affine: output.at,
      use: 'write',
    }));
    visitExprs([...exprs, ...outputs.map((output) => output.expr)], (expr) => {
      if (expr.kind === 'load') accesses.push({ buffer: bufferOf(expr.node), affine: expr.at, use: 'read' });
    });
    const pointers = new Map<string, Reg>();
    for (const access of accesses) {
      const base = builder.base(access.buffer, access.use);
      if (!pointers.has(keyOf(access))) pointers.set(keyOf(access), builder.plus(base, access.affine.offset * 4));
    }
    return new Scope(builder, accesses, pointers, new Map());
  }

  /** The scope inside a loop over original dimension `dim`, whose counter counts elements. */
  enter(dim: number, counter: Reg): Scope {
    const pointers = new Map<string, Reg>();
    const scaled = new Map<number, Reg>();
    for (const access of this.#accesses) {
      const key = keyOf(access);
      const outer = this.#pointers.get(key);
      if (outer === undefined || pointers.has(key)) continue;
      const stride = at(access.affine.strides, dim) * 4;
      if (stride === 0) {
        pointers.set(key, outer);
        continue;
      }
      let step = scaled.get(stride);
      if (step === undefined) {
        step = this.#b.op('mul', 'index', counter, this.#b.const('index', stride));
        scaled.set(stride, step);
      }
      pointers.set(key, this.#b.op('add', 'index', outer, step));
    }
    return new Scope(this.#b, this.#accesses, pointers, new Map([...this.counters, [dim, counter]]));
  }

  /** The scope in which a buffer lies so many bytes lower. */
  lowered(buffer: number, bytes: Reg): Scope {
    const pointers = new Map(this.#pointers);
    for (const access of this.#accesses) {
      const pointer = this.#pointers.get(keyOf(access));
      if (access.buffer !== buffer || pointer === undefined) continue;
      pointers.set(keyOf(access), this.#b.op('sub', 'index', pointer, bytes));
    }
    return new Scope(this.#b, this.#accesses, pointers, this.counters);
  }

  pointer(buffer: number, affine: Affine): Reg {
    const found = this.#pointers.get(keyOf({ buffer, affine, use: 'read' }));
    if (found === undefined) throw new Error('A kernel touches an address it did not announce.');
    return found;
  }

  /** offset + sum of strides times counters, as an i32, without the dimension `skip`. */
  affineValue(affine: Affine, skip?: number): Reg {
    let value = this.#b.const('index', affine.offset);
    for (const [dim, counter] of this.counters) {
      const stride = at(affine.strides, dim);
      if (stride === 0 || dim === skip) continue;
      value = this.#b.op('add', 'index', value, this.#b.op('mul', 'index', counter, this.#b.const('index', stride)));
    }
    return value;
  }
}

const keyOf = ({ buffer, affine }: Access) => `${buffer}@${affine.offset}:${affine.strides.join()}`;

/** Expressions that don't change along some dimensions, and are used by ones that do (or are outputs): worth hoisting. */
export function invariants(roots: readonly Expr[], ...dims: readonly number[]): Expr[] {
  const varies = new Map<Expr, boolean>();
  const found = new Set<Expr>();
  const strideAlong = (expr: ExprOf<'load'> | ExprOf<'index'> | ExprOf<'random'>) =>
    dims.some((dim) => at(expr.at.strides, dim) !== 0);
  visitExprs(roots, (expr) => {
    const args = expr.kind === 'op' || expr.kind === 'random' ? expr.args : [];
    const own =
      expr.kind === 'load' || expr.kind === 'index' || expr.kind === 'random'
        ? strideAlong(expr)
        : expr.kind === 'accumulator';
    varies.set(expr, own || args.some((arg) => varies.get(arg)));
    if (varies.get(expr)) for (const arg of args) if (!varies.get(arg)) found.add(arg);
  });
  for (const root of roots) if (!varies.get(root)) found.add(root);
  return [...found];
}
