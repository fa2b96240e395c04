import * as ops from '../ops/index.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { type BinaryCrossentropyArguments, checkCrossentropyArguments } from './crossentropy-arguments.ts';
import { CrossentropyLoss } from './crossentropy-loss.ts';
import { smoothLabels } from './label-smoothing.ts';
import type { LossOptions } from './loss.ts';
import { lossOperandsOfOneShape } from './operands.ts';

/**
 * Binary crossentropy, for yes-or-no labels: `-mean(y log p + (1 - y) log(1 - p))`. Probabilities are clipped to
 * [1e-7, 1 - 1e-7]; logits go through log-sigmoid, which stays exact where the sigmoid saturates.
 *
 * See https://keras.io/api/losses/probabilistic_losses/#binarycrossentropy-class.
 *
 * @param yTrue targets from 0 to 1, [batch, ..., d]
 * @param yPred probabilities or logits, of the same shape
 * @param options see `BinaryCrossentropyArguments`
 * @returns the loss of each sample, [batch, ...]
 * @throws ArgumentError when the shapes differ
 *
 * @example
 * ```ts
 * import { losses } from 'keratin';
 * const loss = losses.binaryCrossentropy([[0, 1]], [[0, 0]], { fromLogits: true });
 * console.log((await loss.item()).toFixed(4)); // => 0.6931
 * ```
 */
export function binaryCrossentropy(
  yTrue: TensorLike,
  yPred: TensorLike,
  options: BinaryCrossentropyArguments = {},
): Tensor {
  const { fromLogits, labelSmoothing, axis } = checkCrossentropyArguments(options);
  const [target, pred] = lossOperandsOfOneShape(yTrue, yPred);
  const losses = ops.binaryCrossentropy(smoothLabels(target, labelSmoothing, 2), pred, { fromLogits });
  return ops.mean(losses, { axis });
}

/** Options of `BinaryCrossentropy`. */
export interface BinaryCrossentropyOptions extends LossOptions, BinaryCrossentropyArguments {}

/**
 * Binary crossentropy of a batch (see `losses.binaryCrossentropy`), weighted and reduced: for one sigmoid output, or
 * for several labels that do not exclude each other.
 *
 * See https://keras.io/api/losses/probabilistic_losses/#binarycrossentropy-class.
 *
 * @example
 * ```ts
 * import { losses } from 'keratin';
 * const loss = new losses.BinaryCrossentropy({ fromLogits: true });
 * console.log((await loss.apply([0, 1], [[0], [0]]).item()).toFixed(4)); // => 0.6931
 * ```
 */
export class BinaryCrossentropy extends CrossentropyLoss {
  static override readonly className: string = 'BinaryCrossentropy';

  /** @param options see `BinaryCrossentropyOptions`; the default name is `binary_crossentropy` */
  constructor(options: BinaryCrossentropyOptions = {}) {
    super(options, { name: 'binary_crossentropy' });
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return binaryCrossentropy(yTrue, yPred, this);
  }
}
