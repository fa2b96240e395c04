import * as ops from '../ops/index.ts';
import { epsilon } from '../support/epsilon.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Loss, type LossOptions } from './loss.ts';
import { lossOperands } from './operands.ts';

/**
 * Kullback-Leibler divergence of the predicted from the true distribution: `sum(yTrue * log(yTrue / yPred))`.
 *
 * See https://keras.io/api/losses/probabilistic_losses/#kldivergence-class.
 *
 * @param yTrue targets, [batch, ..., d]
 * @param yPred predictions, of the same shape
 * @returns the loss of each sample, [batch, ...]
 * @throws ArgumentError when the shapes cannot be broadcast together
 *
 * @example
 * ```ts
 * import { losses } from 'keratin';
 * console.log(await losses.klDivergence([[0.5, 0.5]], [[0.5, 0.5]]).array()); // => [0]
 * ```
 */
export function klDivergence(yTrue: TensorLike, yPred: TensorLike): Tensor {
  const [target, pred] = lossOperands(yTrue, yPred);
  const p = ops.clip(target, epsilon(), 1);
  const q = ops.clip(pred, epsilon(), 1);
  return ops.sum(ops.multiply(p, ops.log(ops.divide(p, q))), { axis: -1 });
}

/**
 * Kullback-Leibler divergence of the predicted from the true distribution of a batch: `sum(yTrue * log(yTrue / yPred))`, weighted and reduced.
 *
 * See https://keras.io/api/losses/probabilistic_losses/#kldivergence-class.
 *
 * @example
 * ```ts
 * import { losses } from 'keratin';
 * const loss = new losses.KLDivergence();
 * console.log(await loss.apply([[0.5, 0.5]], [[0.5, 0.5]]).item()); // => 0
 * ```
 */
export class KLDivergence extends Loss {
  static override readonly className: string = 'KLDivergence';

  /** @param options see `LossOptions`; the default name is `kl_divergence` */
  constructor(options: LossOptions = {}) {
    super(options, { name: 'kl_divergence', own: [] });
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return klDivergence(yTrue, yPred);
  }
}
