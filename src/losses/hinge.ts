import * as ops from '../ops/index.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { hingeLabels } from './hinge-labels.ts';
import { Loss, type LossOptions } from './loss.ts';
import { lossOperands } from './operands.ts';

/**
 * Hinge loss: `mean(max(1 - yTrue * yPred, 0))`.
 *
 * See https://keras.io/api/losses/hinge_losses/#hinge-class.
 *
 * @param yTrue targets, [batch, ..., d] of -1 and 1 (0 and 1 are taken for these)
 * @param yPred predictions, of the same shape
 * @returns the loss of each sample, [batch, ...]
 * @throws ArgumentError when the shapes cannot be broadcast together
 *
 * @example
 * ```ts
 * import { losses } from 'keratin';
 * console.log(await losses.hinge([[0, 1], [0, 0]], [[0.5, 0.5], [-1, 1]]).array()); // => [1, 1]
 * ```
 */
export function hinge(yTrue: TensorLike, yPred: TensorLike): Tensor {
  const [target, pred] = lossOperands(yTrue, yPred);
  const margin = ops.subtract(1, ops.multiply(hingeLabels(target), pred));
  return ops.mean(ops.maximum(margin, 0), { axis: -1 });
}

/**
 * Hinge loss of a batch: `mean(max(1 - yTrue * yPred, 0))`, weighted and reduced.
 *
 * See https://keras.io/api/losses/hinge_losses/#hinge-class.
 *
 * @example
 * ```ts
 * import { losses } from 'keratin';
 * const loss = new losses.Hinge();
 * console.log(await loss.apply([[0, 1], [0, 0]], [[0.5, 0.5], [-1, 1]]).item()); // => 1
 * ```
 */
export class Hinge extends Loss {
  static override readonly className: string = 'Hinge';

  /** @param options see `LossOptions`; the default name is `hinge` */
  constructor(options: LossOptions = {}) {
    super(options, { name: 'hinge', own: [] });
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return hinge(yTrue, yPred);
  }
}
