import * as g from '../../graph/build.ts';
import type { Node } from '../../graph/node.ts';
import { sizeOf } from '../../support/shape.ts';

/** Unit roundoff of float32, doubled. */
export const EPSILON = 2 ** -23;

/**
 * A node of a random graph with what is known of its elements: |x| <= bound; two backends may differ by `error`. A value
 * without error is a multiple of 2^-grain and exact on every backend, so that comparisons of it are safe.
 */
export interface Tracked {
  readonly node: Node;
  readonly bound: number;
  readonly grain: number;
  readonly error: number;
}

/** A float result that every order of exact operations gives alike, if it fits float32's 24 bits. */
export function rounded(node: Node, bound: number, grain: number, error: number, roundings = 1): Tracked {
  if (error === 0 && bound * 2 ** grain <= 2 ** 24) return { node, bound, grain, error: 0 };
  return { node, bound, grain, error: error + bound * EPSILON * roundings };
}

/** The same elements elsewhere. */
export const moved = (x: Tracked, node: Node): Tracked => ({ ...x, node });

/** What no rounding touches: integers and bools. */
export const integral = (node: Node, bound: number): Tracked => ({ node, bound, grain: 0, error: 0 });

/** Scaled by a power of two, which is exact, to |x| <= limit. */
export function scaled(x: Tracked, limit: number): Tracked {
  if (x.bound <= limit) return x;
  const shift = Math.ceil(Math.log2(x.bound / limit));
  const node = g.mul(x.node, g.likeConstant(x.node, 2 ** -shift));
  return { node, bound: x.bound * 2 ** -shift, grain: x.grain + shift, error: x.error * 2 ** -shift };
}

export const absolute = (x: Tracked): Tracked => moved(x, g.unary('abs', x.node));

export const add = (a: Tracked, b: Tracked): Tracked =>
  rounded(g.add(a.node, b.node), a.bound + b.bound, Math.max(a.grain, b.grain), a.error + b.error);

export const subtract = (a: Tracked, b: Tracked): Tracked =>
  rounded(g.sub(a.node, b.node), a.bound + b.bound, Math.max(a.grain, b.grain), a.error + b.error);

/** Error of a product of two values. */
const productError = (a: Tracked, b: Tracked) => a.error * b.bound + b.error * a.bound + a.error * b.error;

export const multiply = (a: Tracked, b: Tracked): Tracked =>
  rounded(g.mul(a.node, b.node), a.bound * b.bound, a.grain + b.grain, productError(a, b));

/** A multiple of 1/4. */
export function constantLike(x: Tracked, value: number): Tracked {
  return { node: g.likeConstant(x.node, value), bound: Math.abs(value), grain: 2, error: 0 };
}

/** |x| + c: away from zero. */
export const lifted = (x: Tracked, c: number): Tracked => add(absolute(x), constantLike(x, c));

/** A smooth function with a bound on its slope over the operand's range. A few ulp may differ. */
export const smooth = (node: Node, slope: number, bound: number, ...operands: readonly Tracked[]): Tracked => ({
  node,
  bound,
  grain: 0,
  error: slope * operands.reduce((sum, x) => sum + x.error, 0) + 8 * EPSILON * bound,
});

/** A sum of `terms` products or elements, in any order. */
export function summed(node: Node, terms: number, bound: number, grain: number, error: number): Tracked {
  return rounded(node, Math.max(1, terms) * bound, grain, terms * error, 8 + terms / 16);
}

export function dotOf(a: Tracked, b: Tracked, node: Node): Tracked {
  const terms = Math.sqrt((sizeOf(a.node.shape) * sizeOf(b.node.shape)) / Math.max(1, sizeOf(node.shape)));
  return summed(node, Math.ceil(terms) + 1, a.bound * b.bound, a.grain + b.grain, productError(a, b));
}
