import * as ops from '../ops/index.ts';
import { badArgument } from '../support/errors.ts';
import { convertToTensor, type TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Loss, type LossOptions } from './loss.ts';

/**
 * Loss of connectionist temporal classification: labels without their alignment with the outputs. Class 0 stands for no
 * label, in targets it fills up shorter sequences.
 *
 * See https://keras.io/api/losses/probabilistic_losses/#ctc-class.
 *
 * @param yTrue labels [batch, labels] (integers), 0 behind the last
 * @param yPred logits [batch, steps, classes]
 * @returns a loss for each sequence
 * @throws ArgumentError when the shapes are others
 *
 * @example
 * ```ts
 * import { losses, ops } from 'keratin';
 * console.log((await losses.ctc([[1, 2]], ops.zeros([1, 4, 3])).data())[0]?.toFixed(4)); // => 1.6864
 * ```
 */
export function ctc(yTrue: TensorLike, yPred: TensorLike): Tensor {
  const [target, pred] = [convertToTensor(yTrue), convertToTensor(yPred)];
  if (target.shape.length !== 2) throw badArgument('yTrue', 'labels of shape [batch, labels]', target);
  const [batch, steps] = pred.shape;
  if (pred.shape.length !== 3 || batch === undefined || steps === undefined)
    throw badArgument('yPred', 'logits of shape [batch, steps, classes]', pred);
  const labels = ops.sum(ops.notEqual(target, 0), -1);
  return ops.ctcLoss(target, pred, labels, ops.full([batch], steps, 'int32'));
}

/**
 * Loss of connectionist temporal classification of a batch (see `losses.ctc`), weighted and reduced.
 *
 * See https://keras.io/api/losses/probabilistic_losses/#ctc-class.
 *
 * @example
 * ```ts
 * import { losses, ops } from 'keratin';
 * const loss = new losses.CTC();
 * console.log((await loss.apply([[1, 2]], ops.zeros([1, 4, 3])).item()).toFixed(4)); // => 1.6864
 * ```
 */
export class CTC extends Loss {
  static override readonly className: string = 'CTC';

  /** @param options see `LossOptions`; the default name is `ctc` */
  constructor(options: LossOptions = {}) {
    super(options, { name: 'ctc', own: [] });
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return ctc(yTrue, yPred);
  }
}
