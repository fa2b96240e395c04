import * as g from '../graph/build.ts';
import type { Node, Primitives } from '../graph/node.ts';
import { partShapes } from '../graph/primitives/linalg.ts';
import { identity, matrixProduct, swapLast, unpack } from '../graph/primitives/matrix-terms.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import { at } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { ComplexTensor } from './complex.ts';
import { singleNode, tensor } from './operands.ts';

/** Decompositions run on the host in double precision, also inside `jit`, where the compiled program pauses for them. */

/** Matrices [..., m, n], square if need be. */
export function matrices(x: TensorLike, name = 'x', square = false): Node {
  const node = singleNode(x);
  const rank = node.shape.length;
  if (rank < 2 || (square && node.shape[rank - 1] !== node.shape[rank - 2]))
    throw badArgument(name, square ? 'square matrices [..., n, n]' : 'matrices [..., m, n]', tensor(node));
  return node;
}

/** The parts of a decomposition. */
export function decompositionParts(node: Node, kind: Primitives['decompose']['kind']): Node[] {
  const rank = node.shape.length;
  return unpack(g.decompose(node, kind), partShapes(kind, at(node.shape, rank - 2), at(node.shape, rank - 1)));
}

function upperOption(where: string, options: boolean | { upper?: boolean }): boolean {
  const chosen = typeof options === 'boolean' ? { upper: options } : options;
  checkOptions(where, chosen, ['upper']);
  return chosen.upper ?? false;
}

/**
 * The lower triangular L with x = L L' of symmetric positive definite matrices; NaN for others.
 *
 * @param x [..., n, n]
 * @param options `{ upper }` or that alone: gives L' instead. Default false
 * @see https://keras.io/api/ops/linalg/#cholesky-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.cholesky([[4, 2], [2, 5]]).array()); // => [[2, 0], [1, 2]]
 * ```
 */
export function cholesky(x: TensorLike, options: boolean | { upper?: boolean } = {}): Tensor {
  const upper = upperOption('cholesky', options);
  const factor = at(decompositionParts(matrices(x, 'x', true), 'cholesky'), 0);
  return tensor(upper ? swapLast(factor) : factor);
}

/**
 * The inverse of the matrix L L' that has the Cholesky factor L.
 *
 * @param x factors [..., n, n], of which one triangle counts
 * @param options `{ upper }` or that alone: whether the factor is the upper one. Default false
 * @see https://keras.io/api/ops/linalg/#cholesky_inverse-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.choleskyInverse([[2, 0], [0, 1]]).array()); // => [[0.25, 0], [0, 1]]
 * ```
 */
export function choleskyInverse(x: TensorLike, options: boolean | { upper?: boolean } = {}): Tensor {
  const upper = upperOption('choleskyInverse', options);
  const factor = matrices(x, 'x', true);
  const inverse = g.solve(factor, identity(factor.shape), upper ? 'upper' : 'lower');
  return tensor(upper ? matrixProduct(inverse, swapLast(inverse)) : matrixProduct(swapLast(inverse), inverse));
}

/**
 * LU factors of square matrices with partial pivoting: L (below the diagonal, which is 1) and U in one matrix, and for
 * each row the number (int32) of the row that it was exchanged with.
 *
 * @param x [..., n, n]
 * @see https://keras.io/api/ops/linalg/#lu_factor-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const [lu, pivots] = ops.luFactor([[1, 2], [2, 2]]);
 * console.log(await lu.array(), await pivots.array()); // => [[2, 2], [0.5, 1]] [1, 1]
 * ```
 */
export function luFactor(x: TensorLike): [Tensor, Tensor] {
  const [lu, pivots] = decompositionParts(matrices(x, 'x', true), 'lu');
  if (lu === undefined || pivots === undefined) throw new Error('lu has two parts.');
  return [tensor(lu), tensor(g.cast(pivots, 'int32'))];
}

/**
 * The QR decomposition x = q r: q has orthonormal columns, r is upper triangular.
 *
 * @param x [..., m, n]
 * @param options `{ mode }` or the mode alone: 'reduced' (default) gives q [..., m, k] and r [..., k, n] with
 *   k = min(m, n), 'complete' a square q
 * @see https://keras.io/api/ops/linalg/#qr-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const [q, r] = ops.qr([[3, 1], [4, 2]]);
 * console.log(await ops.matmul(q, r).array()); // => [[3, 1], [4, 2]]
 * ```
 */
export function qr(
  x: TensorLike,
  options: 'reduced' | 'complete' | { mode?: 'reduced' | 'complete' } = {},
): [Tensor, Tensor] {
  const chosen = typeof options === 'string' ? { mode: options } : options;
  checkOptions('qr', chosen, ['mode']);
  const mode = chosen.mode ?? 'reduced';
  if (mode !== 'reduced' && mode !== 'complete') throw badArgument('mode', "'reduced' or 'complete'", mode);
  const [q, r] = decompositionParts(matrices(x), mode === 'reduced' ? 'qr' : 'qrComplete');
  if (q === undefined || r === undefined) throw new Error('qr has two parts.');
  return [tensor(q), tensor(r)];
}

/**
 * Eigenvalues and eigenvectors of square matrices, which are complex in general: x v = v diag(w). They have no gradient;
 * for symmetric matrices `eigh` has one.
 *
 * @param x [..., n, n]
 * @returns [w [..., n], v [..., n, n]], in no particular order; v has the vectors as columns, of length 1, with their
 *   largest component real and positive
 * @see https://keras.io/api/ops/linalg/#eig-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const [w] = ops.eig([[0, 1], [-1, 0]]);
 * console.log(await ops.sort(w.imag).array()); // => [-1, 1]
 * ```
 */
export function eig(x: TensorLike): [ComplexTensor, ComplexTensor] {
  const [wRe, wIm, vRe, vIm] = decompositionParts(matrices(x, 'x', true), 'eig');
  if (wRe === undefined || wIm === undefined || vRe === undefined || vIm === undefined)
    throw new Error('eig has four parts.');
  return [new ComplexTensor(tensor(wRe), tensor(wIm)), new ComplexTensor(tensor(vRe), tensor(vIm))];
}

/**
 * Eigenvalues of symmetric matrices in ascending order, and eigenvectors as columns: x = v diag(w) v'.
 *
 * @param x [..., n, n], of which the symmetric part counts
 * @returns [w [..., n], v [..., n, n]]
 * @see https://keras.io/api/ops/linalg/#eigh-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const [w] = ops.eigh([[2, 1], [1, 2]]);
 * console.log((await w.data()).map(Math.round)); // => Float32Array(2) [ 1, 3 ]
 * ```
 */
export function eigh(x: TensorLike): [Tensor, Tensor] {
  const [w, v] = decompositionParts(matrices(x, 'x', true), 'eigh');
  if (w === undefined || v === undefined) throw new Error('eigh has two parts.');
  return [tensor(w), tensor(v)];
}

export interface SvdOptions {
  /** Whether u and v are square. Default true. */
  readonly fullMatrices?: boolean;
  /** Whether u and v are wanted at all. Default true. */
  readonly computeUv?: boolean;
}

/**
 * The singular value decomposition x = u diag(s) v of matrices [..., m, n].
 *
 * @param options `{ fullMatrices, computeUv }`: square u and v (true), or only as many vectors as singular values; false
 *   gives s alone
 * @returns [u, s, v], where v has the vectors as rows and s is descending; or s
 * @see https://keras.io/api/ops/linalg/#svd-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const s = ops.svd([[3, 0], [0, -4]], { computeUv: false });
 * console.log(await s.array()); // => [4, 3]
 * ```
 */
export function svd(x: TensorLike, options: SvdOptions & { readonly computeUv: false }): Tensor;
export function svd(x: TensorLike, options?: SvdOptions & { readonly computeUv?: true }): [Tensor, Tensor, Tensor];
export function svd(x: TensorLike, options: SvdOptions = {}): Tensor | [Tensor, Tensor, Tensor] {
  checkOptions('svd', options, ['fullMatrices', 'computeUv']);
  const { fullMatrices = true, computeUv = true } = options;
  const [u, s, v] = decompositionParts(matrices(x), fullMatrices && computeUv ? 'svdFull' : 'svd');
  if (u === undefined || s === undefined || v === undefined) throw new Error('svd has three parts.');
  return computeUv ? [tensor(u), tensor(s), tensor(v)] : tensor(s);
}
