import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import type { DType } from '../support/dtype.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import { at, broadcastShapes, normalizeAxis } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { moveaxis } from './axis-order.ts';
import { nodeOf, numeric, resultDtype, tensor } from './operands.ts';

export interface CrossOptions {
  /** The axis of x1 that holds the vectors. Default -1. */
  readonly axisa?: number;
  /** The axis of x2 that holds the vectors. Default -1. */
  readonly axisb?: number;
  /** The axis of the result that holds the vectors; left out when they have two components. Default -1. */
  readonly axisc?: number;
  /** One axis instead of all three. Default null. */
  readonly axis?: number | null;
}

/** The vectors along the last axis, by component. */
function components(x: TensorLike, dtype: DType, axis: number, name: string): Node[] {
  const given = tensor(nodeOf(x, dtype));
  const { node } = moveaxis(given, normalizeAxis(axis, given.shape.length), -1);
  const last = node.shape.length - 1;
  const count = at(node.shape, last);
  if (count !== 2 && count !== 3) throw badArgument(name, 'a tensor of vectors with 2 or 3 components', given);
  const rest = node.shape.slice(0, -1);
  return Array.from({ length: count }, (_, i) => {
    const start = node.shape.map((_n, k) => (k === last ? i : 0));
    const stop = node.shape.map((n, k) => (k === last ? i + 1 : n));
    return g.reshape(g.slice(node, start, stop), rest);
  });
}

/**
 * Vectors that stand upright on both of two others: (a₁b₂ - a₂b₁, a₂b₀ - a₀b₂, a₀b₁ - a₁b₀). Of a vector with two
 * components the third counts as 0; when both have two, the result is its third component alone.
 *
 * @param x1 vectors of 2 or 3 components
 * @param x2 vectors that broadcast against x1
 * @param options `axisa`, `axisb`, `axisc`, `axis`
 * @throws ArgumentError when the vectors have another number of components
 * @see https://keras.io/api/ops/numpy/#cross-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.cross([1, 0, 0], [0, 1, 0]).array()); // => [0, 0, 1]
 * console.log(await ops.cross([[1], [0], [0]], [[0], [1], [0]], { axis: 0 }).array()); // => [[0], [0], [1]]
 * ```
 */
export function cross(x1: TensorLike, x2: TensorLike, options: CrossOptions = {}): Tensor {
  checkOptions('cross', options, ['axisa', 'axisb', 'axisc', 'axis']);
  const { axis = null } = options;
  const dtype = numeric(resultDtype(x1, x2));
  const [a0, a1, a2] = components(x1, dtype, axis ?? options.axisa ?? -1, 'x1');
  const [b0, b1, b2] = components(x2, dtype, axis ?? options.axisb ?? -1, 'x2');
  if (a0 === undefined || a1 === undefined || b0 === undefined || b1 === undefined)
    throw new Error('A vector has at least two components.');
  const shape = broadcastShapes(a0.shape, b0.shape);
  const product = (x: Node | undefined, y: Node | undefined) =>
    x === undefined || y === undefined ? null : g.mul(g.broadcastTo(x, shape), g.broadcastTo(y, shape));
  const difference = (x: Node | null, y: Node | null): Node | null =>
    y === null ? x : x === null ? g.neg(y) : g.sub(x, y);
  const third = difference(product(a0, b1), product(a1, b0));
  const parts = [difference(product(a1, b2), product(a2, b1)), difference(product(a2, b0), product(a0, b2)), third];
  if (a2 === undefined && b2 === undefined && third !== null) return tensor(third);
  const stacked = g.concat(
    parts.flatMap((part) => (part === null ? [] : [g.reshape(part, [...shape, 1])])),
    shape.length,
  );
  return moveaxis(tensor(stacked), -1, axis ?? options.axisc ?? -1);
}
