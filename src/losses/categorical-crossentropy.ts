import * as ops from '../ops/index.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { categoricalOperands } from './categorical-operands.ts';
import { type CategoricalCrossentropyArguments, checkCrossentropyArguments } from './crossentropy-arguments.ts';
import { CrossentropyLoss } from './crossentropy-loss.ts';
import type { LossOptions } from './loss.ts';
import { clipProbabilities, normalizeProbabilities } from './probabilities.ts';

/**
 * Categorical crossentropy, for one-hot (or soft) targets: `-sum(y log p)` over the classes. Probabilities are scaled
 * to sum to 1, then clipped to [1e-7, 1 - 1e-7]; logits go through log-softmax.
 *
 * See https://keras.io/api/losses/probabilistic_losses/#categoricalcrossentropy-class.
 *
 * @param yTrue targets, [batch, ..., classes]
 * @param yPred probabilities or logits, of the same shape
 * @param options see `CategoricalCrossentropyArguments`
 * @returns the loss of each sample, [batch, ...]
 * @throws ArgumentError when the shapes differ
 *
 * @example
 * ```ts
 * import { losses } from 'keratin';
 * const loss = losses.categoricalCrossentropy([[0, 1]], [[0, 0]], { fromLogits: true });
 * console.log((await loss.item()).toFixed(4)); // => 0.6931
 * ```
 */
export function categoricalCrossentropy(
  yTrue: TensorLike,
  yPred: TensorLike,
  options: CategoricalCrossentropyArguments = {},
): Tensor {
  const checked = checkCrossentropyArguments(options);
  const { fromLogits, axis } = checked;
  const [target, pred] = categoricalOperands(yTrue, yPred, checked);
  const logProbabilities = fromLogits
    ? ops.logSoftmax(pred, { axis })
    : ops.log(clipProbabilities(normalizeProbabilities(pred, axis)));
  return ops.negative(ops.sum(ops.multiply(target, logProbabilities), { axis }));
}

/** Options of `CategoricalCrossentropy`. */
export interface CategoricalCrossentropyOptions extends LossOptions, CategoricalCrossentropyArguments {}

/**
 * Categorical crossentropy of a batch (see `losses.categoricalCrossentropy`), weighted and reduced: for two or more
 * classes that exclude each other, with one-hot targets. `SparseCategoricalCrossentropy` takes class numbers.
 *
 * See https://keras.io/api/losses/probabilistic_losses/#categoricalcrossentropy-class.
 *
 * @example
 * ```ts
 * import { losses } from 'keratin';
 * const loss = new losses.CategoricalCrossentropy({ fromLogits: true });
 * console.log((await loss.apply([[0, 1], [1, 0]], [[0, 0], [0, 0]]).item()).toFixed(4)); // => 0.6931
 * ```
 */
export class CategoricalCrossentropy extends CrossentropyLoss {
  static override readonly className: string = 'CategoricalCrossentropy';

  /** @param options see `CategoricalCrossentropyOptions`; the default name is `categorical_crossentropy` */
  constructor(options: CategoricalCrossentropyOptions = {}) {
    super(options, { name: 'categorical_crossentropy' });
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return categoricalCrossentropy(yTrue, yPred, this);
  }
}
