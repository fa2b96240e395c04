import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { asColumns, identity, matrixProduct, swapLast } from '../graph/primitives/matrix-terms.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import { at, broadcastShapes, range } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { decompositionParts, matrices } from './decompositions.ts';
import { constant } from './node-terms.ts';
import { singleNode, tensor } from './operands.ts';

const EPSILON = 2 ** -23;

/**
 * Determinants of square matrices [..., n, n].
 *
 * @see https://keras.io/api/ops/linalg/#det-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.det([[1, 2], [3, 4]]).item()); // => -2
 * ```
 */
export function det(x: TensorLike): Tensor {
  return tensor(at(decompositionParts(matrices(x, 'x', true), 'det'), 0));
}

/**
 * The sign of determinants, and the logarithm of their size.
 *
 * @returns [sign, log |det x|]
 * @see https://keras.io/api/ops/numpy/#slogdet-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const [sign, logarithm] = ops.slogdet([[0, 1], [1, 0]]);
 * console.log(await sign.item(), await logarithm.item()); // => -1 0
 * ```
 */
export function slogdet(x: TensorLike): [Tensor, Tensor] {
  const [, sign, logarithm] = decompositionParts(matrices(x, 'x', true), 'det');
  if (sign === undefined || logarithm === undefined) throw new Error('det has three parts.');
  return [tensor(sign), tensor(logarithm)];
}

/**
 * The logarithm of the size of determinants, for positive definite matrices.
 *
 * @see https://keras.io/api/ops/core/#logdet-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log((await ops.logdet([[2, 0], [0, 2]]).item()).toFixed(4)); // => 1.3863
 * ```
 */
export function logdet(x: TensorLike): Tensor {
  return slogdet(x)[1];
}

/**
 * The inverses of square matrices [..., n, n]. To solve a system, `solve` is more exact.
 *
 * @see https://keras.io/api/ops/linalg/#inv-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.inv([[2, 0], [0, 4]]).array()); // => [[0.5, 0], [0, 0.25]]
 * ```
 */
export function inv(x: TensorLike): Tensor {
  const node = matrices(x, 'x', true);
  return tensor(g.solve(node, identity(node.shape), 'general'));
}

/** Solves for right sides that are vectors [n] or stacks of matrices [..., n, k]; batch axes broadcast. */
function solveSystem(a: TensorLike, b: TensorLike, system: 'general' | 'lower' | 'upper'): Tensor {
  const left = matrices(a, 'a', true);
  const right = singleNode(b);
  const rank = left.shape.length;
  const n = at(left.shape, rank - 1);
  const vector = right.shape.length === 1;
  const columns = vector ? g.reshape(right, [at(right.shape, 0), 1]) : right;
  if (right.shape.length === 0 || columns.shape[columns.shape.length - 2] !== n)
    throw badArgument('b', `a vector of extent ${n} or matrices [..., ${n}, k]`, tensor(right));
  const batch = broadcastShapes(left.shape.slice(0, -2), columns.shape.slice(0, -2));
  const wide = (x: Node) => g.broadcastTo(x, [...batch, ...x.shape.slice(-2)]);
  const x = g.solve(wide(left), wide(columns), system);
  return tensor(vector ? g.reshape(x, x.shape.slice(0, -1)) : x);
}

/**
 * x with a x = b.
 *
 * @param a square matrices [..., n, n]
 * @param b a vector [n] or matrices [..., n, k]
 * @see https://keras.io/api/ops/linalg/#solve-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.solve([[1, 2], [4, 5]], [8, 23]).array()); // => [2, 3]
 * ```
 */
export function solve(a: TensorLike, b: TensorLike): Tensor {
  return solveSystem(a, b, 'general');
}

/**
 * x with a x = b for triangular a; the other triangle is not looked at.
 *
 * @param options `{ lower }` or that alone: which triangle counts. Default false, the upper one
 * @see https://keras.io/api/ops/linalg/#solve_triangular-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.solveTriangular([[2, 9], [1, 4]], [4, 6], { lower: true }).array()); // => [2, 1]
 * ```
 */
export function solveTriangular(a: TensorLike, b: TensorLike, options: boolean | { lower?: boolean } = {}): Tensor {
  const chosen = typeof options === 'boolean' ? { lower: options } : options;
  checkOptions('solveTriangular', chosen, ['lower']);
  return solveSystem(a, b, chosen.lower ? 'lower' : 'upper');
}

interface Singular {
  readonly u: Node;
  readonly s: Node;
  readonly v: Node;
  /** The largest singular value, in the shape of s. */
  readonly largest: Node;
}

function singularParts(node: Node): Singular {
  const [u, s, v] = decompositionParts(node, 'svd');
  if (u === undefined || s === undefined || v === undefined) throw new Error('svd has three parts.');
  const last = s.shape.length - 1;
  return { u, s, v, largest: g.broadcast(g.reduceKeep('reduceMax', s, [last]), s.shape) };
}

/** 1 / s where s is above a limit, 0 elsewhere. */
const invertAbove = (s: Node, limit: Node): Node => {
  const kept = g.gt(s, limit);
  const one = constant(s, 1);
  return g.where(kept, g.div(one, g.where(kept, s, one)), constant(s, 0));
};

const longerSide = (node: Node): number => Math.max(...node.shape.slice(-2));

/** v' diag(weights) u' */
const recompose = (u: Node, weights: Node, v: Node): Node =>
  matrixProduct(g.mul(swapLast(v), asColumns(weights, swapLast(v).shape)), swapLast(u));

/**
 * The pseudo-inverses of matrices [..., m, n] (Moore and Penrose), by their singular values.
 *
 * @param options `{ rcond }` or that alone: singular values below this share of the largest count as 0. Default
 *   10 max(m, n) times the spacing of float32
 * @see https://keras.io/api/ops/linalg/#pinv-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.pinv([[2, 0], [0, 0], [0, 4]]).array()); // => [[0.5, 0, 0], [0, 0, 0.25]]
 * ```
 */
export function pinv(x: TensorLike, options: number | null | { rcond?: number | null } = {}): Tensor {
  const chosen = typeof options === 'number' || options === null ? { rcond: options } : options;
  checkOptions('pinv', chosen, ['rcond']);
  const node = matrices(x);
  const { u, s, v, largest } = singularParts(node);
  const share = chosen.rcond ?? 10 * longerSide(node) * EPSILON;
  return tensor(recompose(u, invertAbove(s, g.mul(largest, constant(s, share))), v));
}

/**
 * The x of least size among those that make |a x - b| least.
 *
 * @param a [m, n]
 * @param b [m] or [m, k]
 * @param options `{ rcond }` or that alone: singular values below this share of the largest count as 0
 * @see https://keras.io/api/ops/linalg/#lstsq-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const line = ops.lstsq([[0, 1], [1, 1], [2, 1]], [1, 3, 5]);
 * console.log((await line.data()).map(Math.round)); // => Float32Array(2) [ 2, 1 ]
 * ```
 */
export function lstsq(a: TensorLike, b: TensorLike, options: number | null | { rcond?: number | null } = {}): Tensor {
  const chosen = typeof options === 'number' || options === null ? { rcond: options } : options;
  checkOptions('lstsq', chosen, ['rcond']);
  const node = matrices(a, 'a');
  if (node.shape.length !== 2) throw badArgument('a', 'a matrix', tensor(node));
  const right = singleNode(b);
  if (right.shape[0] !== node.shape[0] || right.shape.length > 2)
    throw badArgument('b', `a vector or a matrix with ${at(node.shape, 0)} rows`, tensor(right));
  const { u, s, v, largest } = singularParts(node);
  const share = chosen.rcond ?? longerSide(node) * EPSILON;
  const columns = right.shape.length === 1 ? g.reshape(right, [at(right.shape, 0), 1]) : right;
  const x = matrixProduct(recompose(u, invertAbove(s, g.mul(largest, constant(s, share))), v), columns);
  return tensor(right.shape.length === 1 ? g.reshape(x, [at(x.shape, 0)]) : x);
}

/**
 * The number of singular values of matrices above a limit, as int32.
 *
 * @param options `{ tol }` or that alone: the limit. Default the largest singular value times max(m, n) times the
 *   spacing of float32
 * @see https://keras.io/api/ops/linalg/#matrix_rank-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.matrixRank([[1, 2], [2, 4]]).item()); // => 1
 * ```
 */
export function matrixRank(x: TensorLike, options: number | null | { tol?: number | null } = {}): Tensor {
  const chosen = typeof options === 'number' || options === null ? { tol: options } : options;
  checkOptions('matrixRank', chosen, ['tol']);
  const node = matrices(x);
  const { s, largest } = singularParts(node);
  const tol = chosen.tol ?? null;
  const limit = tol === null ? g.mul(largest, constant(s, longerSide(node) * EPSILON)) : constant(s, tol);
  return tensor(g.reduceSum(g.cast(g.gt(s, limit), 'int32'), [s.shape.length - 1]));
}

/**
 * Square matrices multiplied with themselves n times; a negative n takes the inverse, 0 gives the identity.
 *
 * @see https://keras.io/api/ops/linalg/#matrix_power-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.matrixPower([[1, 1], [0, 1]], 3).array()); // => [[1, 3], [0, 1]]
 * ```
 */
export function matrixPower(x: TensorLike, n: number): Tensor {
  const node = matrices(x, 'x', true);
  if (!Number.isInteger(n)) throw badArgument('n', 'an integer', n);
  let square = n < 0 ? inv(tensor(node)).node : node;
  let result: Node | null = null;
  for (let rest = Math.abs(n); rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = result === null ? square : matrixProduct(result, square);
    if (rest > 1) square = matrixProduct(square, square);
  }
  return tensor(result ?? identity(node.shape));
}

/**
 * The Euclidean distances between all rows of x [..., m, d] and of y [..., n, d], as [..., m, n].
 *
 * @see https://keras.io/api/ops/core/#cdist-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.cdist([[0, 0], [3, 4]], [[0, 0]]).array()); // => [[0], [5]]
 * ```
 */
export function cdist(x: TensorLike, y: TensorLike): Tensor {
  const [a, b] = [matrices(x, 'x'), matrices(y, 'y')];
  const [width, other] = [at(a.shape, a.shape.length - 1), at(b.shape, b.shape.length - 1)];
  if (width !== other) throw badArgument('y', `rows of extent ${width}, as \`x\``, tensor(b));
  const batch = broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const [m, n] = [at(a.shape, a.shape.length - 2), at(b.shape, b.shape.length - 2)];
  const shape = [...batch, m, n, width];
  const rows = g.reshape(a, [...a.shape.slice(0, -1), 1, width]);
  const columns = g.reshape(b, [...b.shape.slice(0, -2), 1, n, width]);
  const difference = g.sub(g.broadcastTo(rows, shape), g.broadcastTo(columns, shape));
  return tensor(g.sqrt(g.reduceSum(g.mul(difference, difference), [at(range(shape.length), shape.length - 1)])));
}
