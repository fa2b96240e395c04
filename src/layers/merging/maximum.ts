import { maximum as larger } from '../../ops/arithmetic.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { LayerOptions } from '../layer-options.ts';
import { Merge } from './merge.ts';
import { type MergeFunction, mergeFunction } from './merge-function.ts';

/**
 * The elementwise maximum of several tensors.
 *
 * @returns applied to a list of tensors whose shapes broadcast together: one tensor
 * @see https://keras.io/api/layers/merging_layers/maximum/
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * const [a, b] = [ops.convertToTensor([[1, 2]]), ops.convertToTensor([[3, 5]])];
 * console.log(await new layers.Maximum().apply([a, b]).array()); // => [[3, 5]]
 * ```
 */
export class Maximum extends Merge {
  static override readonly className: string = 'Maximum';

  protected override merge(inputs: readonly Tensor[]): Tensor {
    return inputs.reduce((a, b) => larger(a, b));
  }
}

/**
 * `new Maximum(options).apply(inputs)`.
 *
 * @see https://keras.io/api/layers/merging_layers/maximum/#maximum-function
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * const [a, b] = [ops.convertToTensor([[1, 2]]), ops.convertToTensor([[3, 5]])];
 * console.log(await layers.maximum([a, b]).array()); // => [ [ 3, 5 ] ]
 * ```
 */
export const maximum: MergeFunction<LayerOptions> = mergeFunction((options) => new Maximum(options));
