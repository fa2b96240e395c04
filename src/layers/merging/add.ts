import { add as sum } from '../../ops/arithmetic.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { LayerOptions } from '../layer-options.ts';
import { Merge } from './merge.ts';
import { type MergeFunction, mergeFunction } from './merge-function.ts';

/**
 * The sum of several tensors.
 *
 * @returns applied to a list of tensors whose shapes broadcast together: one tensor
 * @see https://keras.io/api/layers/merging_layers/add/
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * const [a, b] = [ops.convertToTensor([[1, 2]]), ops.convertToTensor([[3, 5]])];
 * console.log(await new layers.Add().apply([a, b]).array()); // => [[4, 7]]
 * ```
 */
export class Add extends Merge {
  static override readonly className: string = 'Add';

  protected override merge(inputs: readonly Tensor[]): Tensor {
    return inputs.reduce((a, b) => sum(a, b));
  }
}

/**
 * `new Add(options).apply(inputs)`.
 *
 * @see https://keras.io/api/layers/merging_layers/add/#add-function
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * const [a, b] = [ops.convertToTensor([[1, 2]]), ops.convertToTensor([[3, 5]])];
 * console.log(await layers.add([a, b]).array()); // => [ [ 4, 7 ] ]
 * ```
 */
export const add: MergeFunction<LayerOptions> = mergeFunction((options) => new Add(options));
