import * as ops from '../ops/index.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { hingeLabels } from './hinge-labels.ts';
import { Loss, type LossOptions } from './loss.ts';
import { lossOperands } from './operands.ts';

/**
 * Squared hinge loss: `mean(max(1 - yTrue * yPred, 0)²)`.
 *
 * See https://keras.io/api/losses/hinge_losses/#squaredhinge-class.
 *
 * @param yTrue targets, [batch, ..., d] of -1 and 1 (0 and 1 are taken for these)
 * @param yPred predictions, of the same shape
 * @returns the loss of each sample, [batch, ...]
 * @throws ArgumentError when the shapes cannot be broadcast together
 *
 * @example
 * ```ts
 * import { losses } from 'keratin';
 * console.log(await losses.squaredHinge([[0, 1], [0, 0]], [[0.5, 0.5], [-1, 1]]).array()); // => [1.25, 2]
 * ```
 */
export function squaredHinge(yTrue: TensorLike, yPred: TensorLike): Tensor {
  const [target, pred] = lossOperands(yTrue, yPred);
  const margin = ops.subtract(1, ops.multiply(hingeLabels(target), pred));
  return ops.mean(ops.square(ops.maximum(margin, 0)), { axis: -1 });
}

/**
 * Squared hinge loss of a batch: `mean(max(1 - yTrue * yPred, 0)²)`, weighted and reduced.
 *
 * See https://keras.io/api/losses/hinge_losses/#squaredhinge-class.
 *
 * @example
 * ```ts
 * import { losses } from 'keratin';
 * const loss = new losses.SquaredHinge();
 * console.log(await loss.apply([[0, 1], [0, 0]], [[0.5, 0.5], [-1, 1]]).item()); // => 1.625
 * ```
 */
export class SquaredHinge extends Loss {
  static override readonly className: string = 'SquaredHinge';

  /** @param options see `LossOptions`; the default name is `squared_hinge` */
  constructor(options: LossOptions = {}) {
    super(options, { name: 'squared_hinge', own: [] });
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return squaredHinge(yTrue, yPred);
  }
}
