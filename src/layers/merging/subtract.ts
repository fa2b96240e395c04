import { subtract as difference } from '../../ops/arithmetic.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { ShapeStructure } from '../keras-tensor.ts';
import type { LayerOptions } from '../layer-options.ts';
import { Merge, pair, shapeList } from './merge.ts';
import { type MergeFunction, mergeFunction } from './merge-function.ts';

/**
 * The difference of two tensors.
 *
 * @returns applied to a list of two tensors whose shapes broadcast together: one tensor
 * @throws ArgumentError when there are not two
 * @see https://keras.io/api/layers/merging_layers/subtract/
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * const [a, b] = [ops.convertToTensor([[1, 2]]), ops.convertToTensor([[3, 5]])];
 * console.log(await new layers.Subtract().apply([a, b]).array()); // => [[-2, -3]]
 * ```
 */
export class Subtract extends Merge {
  static override readonly className: string = 'Subtract';

  override build(inputShape: ShapeStructure): void {
    pair(shapeList(inputShape, this.name), this.name);
    super.build(inputShape);
  }

  protected override merge(inputs: readonly Tensor[]): Tensor {
    const [a, b] = pair(inputs, this.name);
    return difference(a, b);
  }
}

/**
 * `new Subtract(options).apply(inputs)`.
 *
 * @see https://keras.io/api/layers/merging_layers/subtract/#subtract-function
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * const [a, b] = [ops.convertToTensor([[1, 2]]), ops.convertToTensor([[3, 5]])];
 * console.log(await layers.subtract([a, b]).array()); // => [ [ -2, -3 ] ]
 * ```
 */
export const subtract: MergeFunction<LayerOptions> = mergeFunction((options) => new Subtract(options));
