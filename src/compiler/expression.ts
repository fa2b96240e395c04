import type { BinaryOp, CompareOp, Node, UnaryOp } from '../graph/node.ts';
import type { DType } from '../support/dtype.ts';

/** Position in a buffer or a counter as an affine function of the kernel's loop indices (in elements). */
export interface Affine {
  /** One factor for each loop dimension. */
  readonly strides: readonly number[];
  readonly offset: number;
}

export type ElementOp = Exclude<UnaryOp, 'stopGradient'> | BinaryOp | CompareOp | 'where' | 'cast' | 'bitcast';

/** What a fused kernel computes for each point of its iteration space. Equal expressions are one object. */
export type Expr =
  | { readonly kind: 'const'; readonly id: number; readonly dtype: DType; readonly value: number }
  /** The value of an affine function of the loop indices. */
  | { readonly kind: 'index'; readonly id: number; readonly dtype: DType; readonly at: Affine }
  /** An element of a buffer: the value of `node`. */
  | { readonly kind: 'load'; readonly id: number; readonly dtype: DType; readonly node: Node; readonly at: Affine }
  | {
      readonly kind: 'op';
      readonly id: number;
      readonly dtype: DType;
      readonly op: ElementOp;
      readonly args: readonly Expr[];
    }
  /** Threefry bits of the counter `at` under a key of two words. */
  | {
      readonly kind: 'random';
      readonly id: number;
      readonly dtype: DType;
      readonly args: readonly [Expr, Expr];
      readonly at: Affine;
    }
  /** What a reduction or a contraction of this kernel has accumulated. */
  | { readonly kind: 'accumulator'; readonly id: number; readonly dtype: DType; readonly index: number };

export type ExprOf<K extends Expr['kind']> = Extract<Expr, { kind: K }>;

/** Distributes over the union, which a plain Omit would flatten. */
type WithoutId<E> = E extends Expr ? Omit<E, 'id'> : never;

/** Makes expressions and shares equal ones. */
export class ExprTable {
  readonly #known = new Map<string, Expr>();

  make(expr: WithoutId<Expr>): Expr {
    const key = keyOf(expr);
    let known = this.#known.get(key);
    if (known === undefined) {
      known = { ...expr, id: this.#known.size };
      this.#known.set(key, known);
    }
    return known;
  }
}

function keyOf(expr: WithoutId<Expr>): string {
  switch (expr.kind) {
    case 'const':
      return `c${expr.dtype}${Object.is(expr.value, -0) ? '-0' : expr.value}`;
    case 'index':
      return `i${expr.dtype}${expr.at.strides}+${expr.at.offset}`;
    case 'load':
      return `l${expr.node.id}@${expr.at.strides}+${expr.at.offset}`;
    case 'op':
      return `${expr.op}${expr.dtype}(${expr.args.map((arg) => arg.id)})`;
    case 'random':
      return `r(${expr.args.map((arg) => arg.id)})@${expr.at.strides}+${expr.at.offset}`;
    case 'accumulator':
      return `a${expr.index}`;
  }
}

export const argsOf = (expr: Expr): readonly Expr[] => (expr.kind === 'op' || expr.kind === 'random' ? expr.args : []);

/** Visits every expression below `roots` once, arguments first. */
export function visitExprs(roots: readonly Expr[], visit: (expr: Expr) => void): void {
  const seen = new Set<Expr>();
  const go = (expr: Expr) => {
    if (seen.has(expr)) return;
    seen.add(expr);
    for (const arg of argsOf(expr)) go(arg);
    visit(expr);
  };
  for (const root of roots) go(root);
}
