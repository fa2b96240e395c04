import * as ops from '../ops/index.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Loss, type LossOptions } from './loss.ts';
import { lossOperands } from './operands.ts';

/**
 * Mean squared error: `mean((yTrue - yPred)²)`.
 *
 * See https://keras.io/api/losses/regression_losses/#meansquarederror-class.
 *
 * @param yTrue targets, [batch, ..., d]
 * @param yPred predictions, of the same shape
 * @returns the loss of each sample, [batch, ...]
 * @throws ArgumentError when the shapes cannot be broadcast together
 *
 * @example
 * ```ts
 * import { losses } from 'keratin';
 * console.log(await losses.meanSquaredError([[0, 1], [0, 0]], [[1, 1], [1, 0]]).array()); // => [0.5, 0.5]
 * ```
 */
export function meanSquaredError(yTrue: TensorLike, yPred: TensorLike): Tensor {
  const [target, pred] = lossOperands(yTrue, yPred);
  return ops.mean(ops.square(ops.subtract(target, pred)), { axis: -1 });
}

/**
 * Mean squared error of a batch: `mean((yTrue - yPred)²)`, weighted and reduced.
 *
 * See https://keras.io/api/losses/regression_losses/#meansquarederror-class.
 *
 * @example
 * ```ts
 * import { losses } from 'keratin';
 * const loss = new losses.MeanSquaredError();
 * console.log(await loss.apply([[0, 1], [0, 0]], [[1, 1], [1, 0]]).item()); // => 0.5
 * ```
 */
export class MeanSquaredError extends Loss {
  static override readonly className: string = 'MeanSquaredError';

  /** @param options see `LossOptions`; the default name is `mean_squared_error` */
  constructor(options: LossOptions = {}) {
    super(options, { name: 'mean_squared_error', own: [] });
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return meanSquaredError(yTrue, yPred);
  }
}
