import * as ops from '../ops/index.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Loss, type LossOptions } from './loss.ts';
import { lossOperands } from './operands.ts';

/**
 * Logarithm of the hyperbolic cosine of the error: `mean(log(cosh(yPred - yTrue)))`.
 *
 * See https://keras.io/api/losses/regression_losses/#logcosh-class.
 *
 * @param yTrue targets, [batch, ..., d]
 * @param yPred predictions, of the same shape
 * @returns the loss of each sample, [batch, ...]
 * @throws ArgumentError when the shapes cannot be broadcast together
 *
 * @example
 * ```ts
 * import { losses } from 'keratin';
 * console.log((await losses.logCosh([[0, 0]], [[1, -1]]).item()).toFixed(4)); // => 0.4338
 * ```
 */
export function logCosh(yTrue: TensorLike, yPred: TensorLike): Tensor {
  const [target, pred] = lossOperands(yTrue, yPred);
  const error = ops.subtract(pred, target);
  // log(cosh(x)) = x + softplus(-2x) - log(2), which does not overflow.
  const logCoshOfError = ops.subtract(ops.add(error, ops.softplus(ops.multiply(error, -2))), Math.LN2);
  return ops.mean(logCoshOfError, { axis: -1 });
}

/**
 * Logarithm of the hyperbolic cosine of the error of a batch: `mean(log(cosh(yPred - yTrue)))`, weighted and reduced.
 *
 * See https://keras.io/api/losses/regression_losses/#logcosh-class.
 *
 * @example
 * ```ts
 * import { losses } from 'keratin';
 * const loss = new losses.LogCosh();
 * console.log((await loss.apply([[0, 0]], [[1, -1]]).item()).toFixed(4)); // => 0.4338
 * ```
 */
export class LogCosh extends Loss {
  static override readonly className: string = 'LogCosh';

  /** @param options see `LossOptions`; the default name is `log_cosh` */
  constructor(options: LossOptions = {}) {
    super(options, { name: 'log_cosh', own: [] });
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return logCosh(yTrue, yPred);
  }
}
