import * as g from '../graph/build.ts';
import { type DType, isFloat } from '../support/dtype.ts';
import { floatx } from '../support/floatx.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { nodeOf, tensor } from './operands.ts';
import { type DtypeOptions, dtypeOf, shapeOf } from './options.ts';

/**
 * Zeros, float32 unless told otherwise.
 *
 * @see https://keras.io/api/ops/numpy/#zeros-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.zeros([2, 2]).array()); // => [[0, 0], [0, 0]]
 * ```
 */
export function zeros(shape: number | readonly number[], options?: DType | DtypeOptions): Tensor {
  return tensor(g.constant(0, shapeOf(shape), dtypeOf('zeros', options) ?? floatx()));
}

/**
 * Ones, float32 unless told otherwise.
 *
 * @see https://keras.io/api/ops/numpy/#ones-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.ones(3).array()); // => [1, 1, 1]
 * ```
 */
export function ones(shape: number | readonly number[], options?: DType | DtypeOptions): Tensor {
  return tensor(g.constant(1, shapeOf(shape), dtypeOf('ones', options) ?? floatx()));
}

/**
 * The same as `zeros`: there is no uninitialized memory to see.
 *
 * @see https://keras.io/api/ops/numpy/#empty-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.empty(2).array()); // => [0, 0]
 * ```
 */
export const empty = zeros;

/**
 * A tensor whose elements are all `fillValue` (a number, or what broadcasts to `shape`).
 *
 * @see https://keras.io/api/ops/numpy/#full-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.full([2], 7).array()); // => [7, 7]
 * ```
 */
export function full(shape: number | readonly number[], fillValue: TensorLike, options?: DType | DtypeOptions): Tensor {
  const dtype = dtypeOf('full', options) ?? floatx();
  const target = shapeOf(shape);
  if (typeof fillValue === 'number')
    return tensor(
      g.constant(
        isFloat(dtype) ? fillValue : dtype === 'bool' ? Number(fillValue !== 0) : Math.trunc(fillValue),
        target,
        dtype,
      ),
    );
  return tensor(g.broadcastTo(nodeOf(fillValue, dtype), target));
}

/**
 * Zeros in the shape (and dtype) of x.
 *
 * @see https://keras.io/api/ops/numpy/#zeros_like-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.zerosLike([1, 2]).array()); // => [0, 0]
 * ```
 */
export function zerosLike(x: TensorLike, options?: DType | DtypeOptions): Tensor {
  const node = nodeOf(x);
  return tensor(g.constant(0, node.shape, dtypeOf('zerosLike', options) ?? node.dtype));
}

/**
 * Ones in the shape (and dtype) of x.
 *
 * @see https://keras.io/api/ops/numpy/#ones_like-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.onesLike([5, 6]).array()); // => [1, 1]
 * ```
 */
export function onesLike(x: TensorLike, options?: DType | DtypeOptions): Tensor {
  const node = nodeOf(x);
  return tensor(g.constant(1, node.shape, dtypeOf('onesLike', options) ?? node.dtype));
}

/**
 * The same as `zerosLike`.
 *
 * @see https://keras.io/api/ops/numpy/#empty_like-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.emptyLike([5, 6]).array()); // => [0, 0]
 * ```
 */
export const emptyLike = zerosLike;

/**
 * `fillValue` in the shape (and dtype) of x.
 *
 * @see https://keras.io/api/ops/numpy/#full_like-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.fullLike([5, 6], 9).array()); // => [9, 9]
 * ```
 */
export function fullLike(x: TensorLike, fillValue: TensorLike, options?: DType | DtypeOptions): Tensor {
  const node = nodeOf(x);
  return full(node.shape, fillValue, dtypeOf('fullLike', options) ?? node.dtype);
}
