import * as ops from '../ops/index.ts';
import { epsilon } from '../support/epsilon.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Loss, type LossOptions } from './loss.ts';
import { lossOperands } from './operands.ts';

/**
 * Mean squared logarithmic error: `mean((log(yTrue + 1) - log(yPred + 1))²)`.
 *
 * See https://keras.io/api/losses/regression_losses/#meansquaredlogarithmicerror-class.
 *
 * @param yTrue targets, [batch, ..., d]
 * @param yPred predictions, of the same shape
 * @returns the loss of each sample, [batch, ...]
 * @throws ArgumentError when the shapes cannot be broadcast together
 *
 * @example
 * ```ts
 * import { losses } from 'keratin';
 * console.log(await losses.meanSquaredLogarithmicError([[0, 0]], [[0, 0]]).array()); // => [0]
 * ```
 */
export function meanSquaredLogarithmicError(yTrue: TensorLike, yPred: TensorLike): Tensor {
  const [target, pred] = lossOperands(yTrue, yPred);
  const logOf = (x: Tensor) => ops.log(ops.add(ops.maximum(x, epsilon()), 1));
  return ops.mean(ops.square(ops.subtract(logOf(target), logOf(pred))), { axis: -1 });
}

/**
 * Mean squared logarithmic error of a batch: `mean((log(yTrue + 1) - log(yPred + 1))²)`, weighted and reduced.
 *
 * See https://keras.io/api/losses/regression_losses/#meansquaredlogarithmicerror-class.
 *
 * @example
 * ```ts
 * import { losses } from 'keratin';
 * const loss = new losses.MeanSquaredLogarithmicError();
 * console.log(await loss.apply([[0, 0]], [[0, 0]]).item()); // => 0
 * ```
 */
export class MeanSquaredLogarithmicError extends Loss {
  static override readonly className: string = 'MeanSquaredLogarithmicError';

  /** @param options see `LossOptions`; the default name is `mean_squared_logarithmic_error` */
  constructor(options: LossOptions = {}) {
    super(options, { name: 'mean_squared_logarithmic_error', own: [] });
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return meanSquaredLogarithmicError(yTrue, yPred);
  }
}
