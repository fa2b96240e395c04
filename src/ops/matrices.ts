import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import type { DType } from '../support/dtype.ts';
import { checkOptions } from '../support/errors.ts';
import { floatx } from '../support/floatx.ts';
import type { Shape } from '../support/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { tensor } from './operands.ts';
import { type DtypeOptions, dtypeOf, shapeOf } from './options.ts';

/**
 * Ones on one diagonal (k above the main one), zeros elsewhere.
 *
 * @see https://keras.io/api/ops/numpy/#eye-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.eye(2, { M: 3 }).array()); // => [[1, 0, 0], [0, 1, 0]]
 * ```
 */
export function eye(
  n: number,
  options: number | { M?: number | null; k?: number; dtype?: DType | null } | null = {},
): Tensor {
  const chosen = typeof options === 'number' ? { M: options } : (options ?? {});
  checkOptions('eye', chosen, ['M', 'k', 'dtype']);
  const { M = null, k = 0, dtype = null } = chosen as { M?: number | null; k?: number; dtype?: DType | null };
  return tensor(g.cast(diagonalMask('eq', shapeOf([n, M ?? n], 'N'), k), dtypeOf('eye', { dtype }) ?? floatx()));
}

/**
 * The identity matrix.
 *
 * @see https://keras.io/api/ops/numpy/#identity-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.identity(2).array()); // => [[1, 0], [0, 1]]
 * ```
 */
export function identity(n: number, options?: DType | DtypeOptions): Tensor {
  return eye(n, { dtype: dtypeOf('identity', options) ?? null });
}

/**
 * Ones on and below the k-th diagonal, zeros above.
 *
 * @see https://keras.io/api/ops/numpy/#tri-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.tri(2, { M: 3 }).array()); // => [[1, 0, 0], [1, 1, 0]]
 * ```
 */
export function tri(n: number, options: { M?: number | null; k?: number; dtype?: DType | null } = {}): Tensor {
  checkOptions('tri', options, ['M', 'k', 'dtype']);
  const mask = diagonalMask('le', shapeOf([n, options.M ?? n], 'N'), options.k ?? 0);
  return tensor(g.cast(mask, dtypeOf('tri', { dtype: options.dtype ?? null }) ?? floatx()));
}

/** A bool tensor over the last two axes: column - row compared with k. */
export function diagonalMask(op: 'eq' | 'le' | 'ge', shape: Shape, k: number): Node {
  const offset = g.sub(g.iota(shape, shape.length - 1), g.iota(shape, shape.length - 2));
  return g.compare(op, offset, g.likeConstant(offset, k));
}
