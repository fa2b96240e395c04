import { minimum as smaller } from '../../ops/arithmetic.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { LayerOptions } from '../layer-options.ts';
import { Merge } from './merge.ts';
import { type MergeFunction, mergeFunction } from './merge-function.ts';

/**
 * The elementwise minimum of several tensors.
 *
 * @returns applied to a list of tensors whose shapes broadcast together: one tensor
 * @see https://keras.io/api/layers/merging_layers/minimum/
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * const [a, b] = [ops.convertToTensor([[1, 2]]), ops.convertToTensor([[3, 5]])];
 * console.log(await new layers.Minimum().apply([a, b]).array()); // => [[1, 2]]
 * ```
 */
export class Minimum extends Merge {
  static override readonly className: string = 'Minimum';

  protected override merge(inputs: readonly Tensor[]): Tensor {
    return inputs.reduce((a, b) => smaller(a, b));
  }
}

/**
 * `new Minimum(options).apply(inputs)`.
 *
 * @see https://keras.io/api/layers/merging_layers/minimum/#minimum-function
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * const [a, b] = [ops.convertToTensor([[1, 2]]), ops.convertToTensor([[3, 5]])];
 * console.log(await layers.minimum([a, b]).array()); // => [ [ 1, 2 ] ]
 * ```
 */
export const minimum: MergeFunction<LayerOptions> = mergeFunction((options) => new Minimum(options));
