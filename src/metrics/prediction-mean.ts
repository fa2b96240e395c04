import { applyMask } from '../losses/reduction.ts';
import { classNameOf } from '../support/naming.ts';
import type { TensorLike } from '../tensor/convert.ts';
import { getMask } from '../tensor/mask.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { UpdateOptions } from './metric.ts';
import { RunningMean } from './running-mean.ts';
import { updateOperand, weightOf } from './update-operands.ts';

/** The weighted mean, over all samples seen, of a function of targets and predictions. */
export abstract class PredictionMean extends RunningMean {
  /** The value of each sample, [batch, ...]. */
  protected abstract values(yTrue: Tensor, yPred: Tensor): Tensor;

  /**
   * Takes a batch into the mean. Entries that a Keras mask on `yPred` leaves out do not count.
   *
   * @param yTrue targets, [batch, ...]
   * @param yPred predictions, [batch, ...]
   * @param options see `UpdateOptions`
   * @throws ArgumentError when shapes do not fit
   */
  override updateState(yTrue: TensorLike, yPred: TensorLike, options: UpdateOptions = {}): void {
    const given = weightOf(`${classNameOf(this)}.updateState`, options);
    const mask = typeof yPred === 'object' ? getMask(yPred) : undefined;
    const weight = applyMask(given, mask ?? null, 'sum');
    this.add(this.values(updateOperand('yTrue', yTrue), updateOperand('yPred', yPred)), weight);
  }
}
