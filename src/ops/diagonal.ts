import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import { at, normalizeAxis, range, sizeOf } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { diagonalMask } from './matrices.ts';
import { nodeOf, numeric, resultDtype, tensor } from './operands.ts';
import { sum } from './reduction.ts';

const offsetOf = (where: string, options: number | { k?: number }): number => {
  if (typeof options === 'number') return options;
  checkOptions(where, options, ['k']);
  return options.k ?? 0;
};

function triangle(where: string, op: 'le' | 'ge', x: TensorLike, options: number | { k?: number }): Tensor {
  const node = nodeOf(x);
  if (node.shape.length < 2) throw badArgument('x', 'a tensor with at least two axes', tensor(node));
  return tensor(g.where(diagonalMask(op, node.shape, offsetOf(where, options)), node, g.zerosLike(node)));
}

/**
 * The lower triangle of the last two axes, up to the k-th diagonal; zeros above.
 *
 * @see https://keras.io/api/ops/numpy/#tril-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.tril([[1, 2], [3, 4]]).array()); // => [[1, 0], [3, 4]]
 * ```
 */
export function tril(x: TensorLike, options: number | { k?: number } = {}): Tensor {
  return triangle('tril', 'le', x, options);
}

/**
 * The upper triangle of the last two axes, from the k-th diagonal on; zeros below.
 *
 * @see https://keras.io/api/ops/numpy/#triu-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.triu([[1, 2], [3, 4]]).array()); // => [[1, 2], [0, 4]]
 * ```
 */
export function triu(x: TensorLike, options: number | { k?: number } = {}): Tensor {
  return triangle('triu', 'ge', x, options);
}

/** The diagonal of a [..., n, m] node, k above the main one, as its last axis. */
function lastDiagonal(node: Node, k: number): Node {
  const rank = node.shape.length;
  const [rows, columns] = [at(node.shape, rank - 2), at(node.shape, rank - 1)];
  const [top, left] = [Math.max(0, -k), Math.max(0, k)];
  const length = Math.max(0, Math.min(rows - top, columns - left));
  const lead = node.shape.slice(0, -2);
  const flat = g.reshape(node, [...lead, rows * columns]);
  const start = top * columns + left;
  const end = length === 0 ? start : start + (length - 1) * (columns + 1) + 1;
  if (length === 0) return g.constant(0, [...lead, 0], node.dtype);
  const zeros = lead.map(() => 0);
  return g.slice(flat, [...zeros, start], [...lead, end], [...lead.map(() => 1), columns + 1]);
}

export interface DiagonalOptions {
  /** Which diagonal: above (positive) or below the main one. Default 0. */
  readonly offset?: number;
  /** The rows' axis. Default 0. */
  readonly axis1?: number;
  /** The columns' axis. Default 1. */
  readonly axis2?: number;
}

/**
 * The diagonal over two axes, which are replaced by one at the end.
 *
 * @see https://keras.io/api/ops/numpy/#diagonal-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.diagonal([[1, 2], [3, 4]]).array()); // => [1, 4]
 * ```
 */
export function diagonal(x: TensorLike, options: number | DiagonalOptions = {}): Tensor {
  const chosen = typeof options === 'number' ? { offset: options } : options;
  checkOptions('diagonal', chosen, ['offset', 'axis1', 'axis2']);
  const { offset = 0, axis1 = 0, axis2 = 1 } = chosen as DiagonalOptions;
  const node = nodeOf(x);
  const rank = node.shape.length;
  const [rows, columns] = [normalizeAxis(axis1, rank, 'axis1'), normalizeAxis(axis2, rank, 'axis2')];
  if (rows === columns) throw badArgument('axis2', 'another axis than `axis1`', axis2);
  const rest = range(rank).filter((axis) => axis !== rows && axis !== columns);
  return tensor(lastDiagonal(g.transpose(node, [...rest, rows, columns]), offset));
}

/**
 * The sum of a diagonal.
 *
 * @see https://keras.io/api/ops/numpy/#trace-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.trace([[1, 2], [3, 4]]).item()); // => 5
 * ```
 */
export function trace(x: TensorLike, options: number | DiagonalOptions = {}): Tensor {
  return sum(diagonal(x, options), -1);
}

/**
 * A matrix with a vector on its k-th diagonal, or the k-th diagonal of a matrix.
 *
 * @see https://keras.io/api/ops/numpy/#diag-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.diag([1, 2]).array()); // => [[1, 0], [0, 2]]
 * ```
 */
export function diag(x: TensorLike, options: number | { k?: number } = {}): Tensor {
  const k = offsetOf('diag', options);
  const node = nodeOf(x, numeric(resultDtype(x)));
  if (node.shape.length === 2) return tensor(lastDiagonal(node, k));
  if (node.shape.length !== 1) throw badArgument('x', 'a vector or a matrix', tensor(node));
  const length = at(node.shape, 0);
  const size = length + Math.abs(k);
  const column = g.pad(node, [Math.max(0, -k)], [Math.max(0, k)]);
  const square = g.broadcast(g.reshape(column, [size, 1]), [size, size]);
  return tensor(g.where(diagonalMask('eq', [size, size], k), square, g.zerosLike(square)));
}

/**
 * `diag` of the flattened tensor.
 *
 * @see https://keras.io/api/ops/numpy/#diagflat-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.diagflat([[1], [2]]).array()); // => [[1, 0], [0, 2]]
 * ```
 */
export function diagflat(x: TensorLike, options: number | { k?: number } = {}): Tensor {
  const node = nodeOf(x);
  return diag(tensor(g.reshape(node, [sizeOf(node.shape)])), options);
}
