import * as ops from '../ops/index.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Loss, type LossOptions } from './loss.ts';
import { lossOperands } from './operands.ts';

/**
 * Mean absolute error: `mean(|yTrue - yPred|)`.
 *
 * See https://keras.io/api/losses/regression_losses/#meanabsoluteerror-class.
 *
 * @param yTrue targets, [batch, ..., d]
 * @param yPred predictions, of the same shape
 * @returns the loss of each sample, [batch, ...]
 * @throws ArgumentError when the shapes cannot be broadcast together
 *
 * @example
 * ```ts
 * import { losses } from 'keratin';
 * console.log(await losses.meanAbsoluteError([[0, 1], [0, 0]], [[1, 1], [1, 0]]).array()); // => [0.5, 0.5]
 * ```
 */
export function meanAbsoluteError(yTrue: TensorLike, yPred: TensorLike): Tensor {
  const [target, pred] = lossOperands(yTrue, yPred);
  return ops.mean(ops.abs(ops.subtract(target, pred)), { axis: -1 });
}

/**
 * Mean absolute error of a batch: `mean(|yTrue - yPred|)`, weighted and reduced.
 *
 * See https://keras.io/api/losses/regression_losses/#meanabsoluteerror-class.
 *
 * @example
 * ```ts
 * import { losses } from 'keratin';
 * const loss = new losses.MeanAbsoluteError();
 * console.log(await loss.apply([[0, 1], [0, 0]], [[1, 1], [1, 0]]).item()); // => 0.5
 * ```
 */
export class MeanAbsoluteError extends Loss {
  static override readonly className: string = 'MeanAbsoluteError';

  /** @param options see `LossOptions`; the default name is `mean_absolute_error` */
  constructor(options: LossOptions = {}) {
    super(options, { name: 'mean_absolute_error', own: [] });
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return meanAbsoluteError(yTrue, yPred);
  }
}
