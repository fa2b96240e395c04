import * as ops from '../ops/index.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** Options of `normalize`. */
export interface NormalizeOptions {
  /** The axis whose vectors get the norm 1. Default -1. */
  readonly axis?: number;
  /** The p of the norm (Σ|x|ᵖ)^(1/p): 1, 2, any positive number, or Infinity for the largest |x|. Default 2. */
  readonly order?: number;
}

/**
 * Divides vectors by their norm: x / ‖x‖ along an axis. A vector of zeros stays as it is.
 *
 * @param x numbers of any shape of rank 1 or more
 * @returns float32 of the shape of x
 * @throws ArgumentError when `axis` is none of x, or `order` is not positive
 *
 * Source: https://keras.io/api/utils/python_utils/#normalize-function
 *
 * @example
 * ```ts
 * import { utils } from 'keratin';
 * console.log(await utils.normalize([[0, 4], [3, 1], [0, 0]], { order: 1 }).array());
 * // => [ [ 0, 1 ], [ 0.75, 0.25 ], [ 0, 0 ] ]
 * ```
 */
export function normalize(x: TensorLike, options: NormalizeOptions = {}): Tensor {
  checkOptions('normalize', options, ['axis', 'order']);
  const { axis = -1, order = 2 } = options;
  if (!(order > 0)) throw badArgument('order', 'a positive number', order);
  const norm = ops.norm(x, { ord: order, axis, keepdims: true });
  return ops.divide(x, ops.where(ops.equal(norm, 0), 1, norm));
}
