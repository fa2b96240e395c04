import * as ops from '../ops/index.ts';
import { epsilon } from '../support/epsilon.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Loss, type LossOptions } from './loss.ts';
import { lossOperands } from './operands.ts';

/**
 * Poisson loss, the negative log-likelihood of counts without its constant: `mean(yPred - yTrue * log(yPred))`.
 *
 * See https://keras.io/api/losses/probabilistic_losses/#poisson-class.
 *
 * @param yTrue targets, [batch, ..., d]
 * @param yPred predictions, of the same shape
 * @returns the loss of each sample, [batch, ...]
 * @throws ArgumentError when the shapes cannot be broadcast together
 *
 * @example
 * ```ts
 * import { losses } from 'keratin';
 * console.log(await losses.poisson([[0, 0]], [[1, 3]]).array()); // => [2]
 * ```
 */
export function poisson(yTrue: TensorLike, yPred: TensorLike): Tensor {
  const [target, pred] = lossOperands(yTrue, yPred);
  const logRate = ops.log(ops.add(pred, epsilon()));
  return ops.mean(ops.subtract(pred, ops.multiply(target, logRate)), { axis: -1 });
}

/**
 * Poisson loss, the negative log-likelihood of counts without its constant of a batch: `mean(yPred - yTrue * log(yPred))`, weighted and reduced.
 *
 * See https://keras.io/api/losses/probabilistic_losses/#poisson-class.
 *
 * @example
 * ```ts
 * import { losses } from 'keratin';
 * const loss = new losses.Poisson();
 * console.log(await loss.apply([[0, 0]], [[1, 3]]).item()); // => 2
 * ```
 */
export class Poisson extends Loss {
  static override readonly className: string = 'Poisson';

  /** @param options see `LossOptions`; the default name is `poisson` */
  constructor(options: LossOptions = {}) {
    super(options, { name: 'poisson', own: [] });
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return poisson(yTrue, yPred);
  }
}
