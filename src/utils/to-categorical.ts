import * as ops from '../ops/index.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import { convertToTensor, type TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** Options of `toCategorical`. */
export interface ToCategoricalOptions {
  /** How many classes there are. Default: the largest label plus one. */
  readonly numClasses?: number | null;
}

/**
 * Class labels as rows with a 1 at the label and 0 elsewhere, for `categoricalCrossentropy`.
 *
 * @param x whole numbers from 0 to numClasses - 1, of any shape; a last axis of extent 1 is dropped
 * @param options `{ numClasses }`, or the number of classes alone
 * @returns float32 of the shape of x with an axis of extent `numClasses` added
 * @throws ArgumentError when a label is negative, fractional, or not less than `numClasses`
 *
 * Source: https://keras.io/api/utils/python_utils/#to_categorical-function
 *
 * @example
 * ```ts
 * import { utils } from 'keratin';
 * console.log(await utils.toCategorical([0, 2, 1], { numClasses: 4 }).array());
 * // => [ [ 1, 0, 0, 0 ], [ 0, 0, 1, 0 ], [ 0, 1, 0, 0 ] ]
 * ```
 */
export function toCategorical(x: TensorLike, options: number | ToCategoricalOptions = {}): Tensor {
  const chosen: ToCategoricalOptions = typeof options === 'number' ? { numClasses: options } : options;
  checkOptions('toCategorical', chosen, ['numClasses']);
  const labels = convertToTensor(x);
  const values = labels.dataSync();
  const numClasses =
    chosen.numClasses ?? Array.from(values).reduce((largest, label) => Math.max(largest, label), -1) + 1;
  if (!Number.isInteger(numClasses) || numClasses < 1) {
    throw badArgument('numClasses', 'a positive integer, or absent when there are labels', chosen.numClasses);
  }
  const wrong = values.find((label) => !Number.isInteger(label) || label < 0 || label >= numClasses);
  if (wrong !== undefined) {
    throw badArgument('x', `integers from 0 to ${numClasses - 1} (numClasses - 1)`, wrong);
  }
  const dropsLast = labels.shape.length > 1 && labels.shape.at(-1) === 1;
  return ops.oneHot(dropsLast ? ops.squeeze(labels, -1) : labels, numClasses);
}
