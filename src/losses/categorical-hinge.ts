import * as ops from '../ops/index.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Loss, type LossOptions } from './loss.ts';
import { lossOperands } from './operands.ts';

/**
 * Categorical hinge loss: `max(max((1 - yTrue) * yPred) - sum(yTrue * yPred) + 1, 0)`.
 *
 * See https://keras.io/api/losses/hinge_losses/#categoricalhinge-class.
 *
 * @param yTrue targets, [batch, ..., d], one-hot
 * @param yPred predictions, of the same shape
 * @returns the loss of each sample, [batch, ...]
 * @throws ArgumentError when the shapes cannot be broadcast together
 *
 * @example
 * ```ts
 * import { losses } from 'keratin';
 * console.log(await losses.categoricalHinge([[0, 1], [1, 0]], [[0.5, 1.5], [0.5, 0.25]]).array()); // => [0, 0.75]
 * ```
 */
export function categoricalHinge(yTrue: TensorLike, yPred: TensorLike): Tensor {
  const [target, pred] = lossOperands(yTrue, yPred);
  const right = ops.sum(ops.multiply(target, pred), { axis: -1 });
  const bestWrong = ops.max(ops.multiply(ops.subtract(1, target), pred), { axis: -1 });
  return ops.maximum(ops.add(ops.subtract(bestWrong, right), 1), 0);
}

/**
 * Categorical hinge loss of a batch: `max(max((1 - yTrue) * yPred) - sum(yTrue * yPred) + 1, 0)`, weighted and reduced.
 *
 * See https://keras.io/api/losses/hinge_losses/#categoricalhinge-class.
 *
 * @example
 * ```ts
 * import { losses } from 'keratin';
 * const loss = new losses.CategoricalHinge();
 * console.log(await loss.apply([[0, 1], [1, 0]], [[0.5, 1.5], [0.5, 0.25]]).item()); // => 0.375
 * ```
 */
export class CategoricalHinge extends Loss {
  static override readonly className: string = 'CategoricalHinge';

  /** @param options see `LossOptions`; the default name is `categorical_hinge` */
  constructor(options: LossOptions = {}) {
    super(options, { name: 'categorical_hinge', own: [] });
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return categoricalHinge(yTrue, yPred);
  }
}
