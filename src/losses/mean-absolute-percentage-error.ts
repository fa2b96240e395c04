import * as ops from '../ops/index.ts';
import { epsilon } from '../support/epsilon.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Loss, type LossOptions } from './loss.ts';
import { lossOperands } from './operands.ts';

/**
 * Mean absolute percentage error: `100 * mean(|(yTrue - yPred) / yTrue|)`.
 *
 * See https://keras.io/api/losses/regression_losses/#meanabsolutepercentageerror-class.
 *
 * @param yTrue targets, [batch, ..., d]
 * @param yPred predictions, of the same shape
 * @returns the loss of each sample, [batch, ...]
 * @throws ArgumentError when the shapes cannot be broadcast together
 *
 * @example
 * ```ts
 * import { losses } from 'keratin';
 * console.log(await losses.meanAbsolutePercentageError([[2, 4]], [[1, 5]]).array()); // => [37.5]
 * ```
 */
export function meanAbsolutePercentageError(yTrue: TensorLike, yPred: TensorLike): Tensor {
  const [target, pred] = lossOperands(yTrue, yPred);
  const relative = ops.divide(ops.subtract(target, pred), ops.maximum(ops.abs(target), epsilon()));
  return ops.multiply(100, ops.mean(ops.abs(relative), { axis: -1 }));
}

/**
 * Mean absolute percentage error of a batch: `100 * mean(|(yTrue - yPred) / yTrue|)`, weighted and reduced.
 *
 * See https://keras.io/api/losses/regression_losses/#meanabsolutepercentageerror-class.
 *
 * @example
 * ```ts
 * import { losses } from 'keratin';
 * const loss = new losses.MeanAbsolutePercentageError();
 * console.log(await loss.apply([[2, 4]], [[1, 5]]).item()); // => 37.5
 * ```
 */
export class MeanAbsolutePercentageError extends Loss {
  static override readonly className: string = 'MeanAbsolutePercentageError';

  /** @param options see `LossOptions`; the default name is `mean_absolute_percentage_error` */
  constructor(options: LossOptions = {}) {
    super(options, { name: 'mean_absolute_percentage_error', own: [] });
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return meanAbsolutePercentageError(yTrue, yPred);
  }
}
