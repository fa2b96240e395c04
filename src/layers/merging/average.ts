import { add, divide } from '../../ops/arithmetic.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { LayerOptions } from '../layer-options.ts';
import { Merge } from './merge.ts';
import { type MergeFunction, mergeFunction } from './merge-function.ts';

/**
 * The mean of several tensors.
 *
 * @returns applied to a list of tensors whose shapes broadcast together: one tensor
 * @see https://keras.io/api/layers/merging_layers/average/
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * const [a, b] = [ops.convertToTensor([[1, 2]]), ops.convertToTensor([[3, 5]])];
 * console.log(await new layers.Average().apply([a, b]).array()); // => [[2, 3.5]]
 * ```
 */
export class Average extends Merge {
  static override readonly className: string = 'Average';

  protected override merge(inputs: readonly Tensor[]): Tensor {
    return divide(
      inputs.reduce((a, b) => add(a, b)),
      inputs.length,
    );
  }
}

/**
 * `new Average(options).apply(inputs)`.
 *
 * @see https://keras.io/api/layers/merging_layers/average/#average-function
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * const [a, b] = [ops.convertToTensor([[1, 2]]), ops.convertToTensor([[3, 5]])];
 * console.log(await layers.average([a, b]).array()); // => [ [ 2, 3.5 ] ]
 * ```
 */
export const average: MergeFunction<LayerOptions> = mergeFunction((options) => new Average(options));
