import { multiply as product } from '../../ops/arithmetic.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { LayerOptions } from '../layer-options.ts';
import { Merge } from './merge.ts';
import { type MergeFunction, mergeFunction } from './merge-function.ts';

/**
 * The product of several tensors.
 *
 * @returns applied to a list of tensors whose shapes broadcast together: one tensor
 * @see https://keras.io/api/layers/merging_layers/multiply/
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * const [a, b] = [ops.convertToTensor([[1, 2]]), ops.convertToTensor([[3, 5]])];
 * console.log(await new layers.Multiply().apply([a, b]).array()); // => [[3, 10]]
 * ```
 */
export class Multiply extends Merge {
  static override readonly className: string = 'Multiply';

  protected override merge(inputs: readonly Tensor[]): Tensor {
    return inputs.reduce((a, b) => product(a, b));
  }
}

/**
 * `new Multiply(options).apply(inputs)`.
 *
 * @see https://keras.io/api/layers/merging_layers/multiply/#multiply-function
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * const [a, b] = [ops.convertToTensor([[1, 2]]), ops.convertToTensor([[3, 5]])];
 * console.log(await layers.multiply([a, b]).array()); // => [ [ 3, 10 ] ]
 * ```
 */
export const multiply: MergeFunction<LayerOptions> = mergeFunction((options) => new Multiply(options));
