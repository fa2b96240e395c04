import * as g from '../graph/build.ts';
import { positiveInteger } from '../support/check-values.ts';
import type { DType } from '../support/dtype.ts';
import { checkOptions } from '../support/errors.ts';
import { floatx } from '../support/floatx.ts';
import { normalizeAxis } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { max } from './extremes.ts';
import { nodeOf, tensor } from './operands.ts';
import { dtypeOf } from './options.ts';

export interface OneHotOptions {
  /** Where the axis of classes stands in the result. Default -1. */
  readonly axis?: number;
  /** Default float32. */
  readonly dtype?: DType | null;
}

/**
 * 1 at the index of the class, 0 elsewhere. Indices outside 0..numClasses-1 give zeros throughout.
 *
 * @param x integers of any shape
 * @returns the shape of x with an axis of extent `numClasses` added
 * @see https://keras.io/api/ops/nn/#one_hot-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.oneHot([1, 0], 3).array()); // => [[0, 1, 0], [1, 0, 0]]
 * ```
 */
export function oneHot(x: TensorLike, numClasses: number, options: number | OneHotOptions = {}): Tensor {
  const chosen: OneHotOptions = typeof options === 'number' ? { axis: options } : options;
  checkOptions('oneHot', chosen, ['axis', 'dtype']);
  positiveInteger('numClasses', numClasses);
  const index = g.cast(nodeOf(x), 'int32');
  const axis = normalizeAxis(chosen.axis ?? -1, index.shape.length + 1);
  const lifted = [...index.shape.slice(0, axis), 1, ...index.shape.slice(axis)];
  const shape = lifted.map((n, i) => (i === axis ? numClasses : n));
  const hot = g.eq(g.iota(shape, axis), g.broadcast(g.reshape(index, lifted), shape));
  return tensor(g.cast(hot, dtypeOf('oneHot', { dtype: chosen.dtype ?? null }) ?? floatx()));
}

/**
 * 1 for each class that occurs along axis 1 (axis 0 of a vector), 0 for the others.
 *
 * @see https://keras.io/api/ops/nn/#multi_hot-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.multiHot([2, 0], 4).array()); // => [1, 0, 1, 0]
 * ```
 */
export function multiHot(
  inputs: TensorLike,
  options: number | (OneHotOptions & { readonly numClasses: number }),
  more: number | OneHotOptions = {},
): Tensor {
  const { numClasses, ...rest } =
    typeof options === 'number'
      ? { numClasses: options, ...(typeof more === 'number' ? { axis: more } : more) }
      : options;
  return max(oneHot(inputs, numClasses, rest), nodeOf(inputs).shape.length > 1 ? 1 : 0);
}
