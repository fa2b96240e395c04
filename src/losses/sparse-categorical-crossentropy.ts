import * as ops from '../ops/index.ts';
import type { Config } from '../support/registry.ts';
import type { TensorLike } from '../tensor/convert.ts';
import { setMask } from '../tensor/mask.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Loss, type LossOptions } from './loss.ts';
import { labelOperands } from './operands.ts';
import { pickClass } from './pick-class.ts';
import { clipProbabilities, divisorOf } from './probabilities.ts';
import { checkSparseArguments, type SparseCategoricalCrossentropyArguments } from './sparse-categorical-arguments.ts';

/**
 * Categorical crossentropy for class numbers: `-log p[label]`. Probabilities are scaled to sum to 1, then clipped to
 * [1e-7, 1 - 1e-7]; logits go through log-softmax. A label outside 0..classes-1 gives a loss of 0, as in Keras on JAX;
 * `fit` refuses such labels.
 *
 * See https://keras.io/api/losses/probabilistic_losses/#sparsecategoricalcrossentropy-class.
 *
 * @param yTrue class numbers, [batch, ...] or [batch, ..., 1]
 * @param yPred probabilities or logits, [batch, ..., classes]
 * @param options see `SparseCategoricalCrossentropyArguments`
 * @returns the loss of each sample, [batch, ...]; with `ignoreClass` it carries a mask
 * @throws ArgumentError when there isn't one label for each prediction
 *
 * @example
 * ```ts
 * import { losses } from 'keratin';
 * const loss = losses.sparseCategoricalCrossentropy([1], [[0, 0]], { fromLogits: true });
 * console.log((await loss.item()).toFixed(4)); // => 0.6931
 * ```
 */
export function sparseCategoricalCrossentropy(
  yTrue: TensorLike,
  yPred: TensorLike,
  options: SparseCategoricalCrossentropyArguments = {},
): Tensor {
  const { fromLogits, ignoreClass, axis } = checkSparseArguments(options);
  const [labels, pred] = labelOperands(yTrue, yPred, axis);
  // The label's own score is picked first: one division and one logarithm for each label, not for each class.
  const own = pickClass(fromLogits ? ops.logSoftmax(pred, { axis }) : pred, labels, axis);
  const logProbability = fromLogits
    ? own
    : ops.log(clipProbabilities(ops.divide(own, divisorOf(ops.sum(pred, { axis })))));
  const losses = ops.negative(logProbability);
  if (ignoreClass === null) return losses;
  const valid = ops.notEqual(labels, ignoreClass);
  return setMask(ops.where(valid, losses, 0), valid);
}

/** Options of `SparseCategoricalCrossentropy`. */
export interface SparseCategoricalCrossentropyOptions extends LossOptions, SparseCategoricalCrossentropyArguments {}

/**
 * Categorical crossentropy of a batch with class numbers as targets (see `losses.sparseCategoricalCrossentropy`),
 * weighted and reduced. Labels are int32 or float32, [batch] or [batch, 1].
 *
 * See https://keras.io/api/losses/probabilistic_losses/#sparsecategoricalcrossentropy-class.
 *
 * @example
 * ```ts
 * import { losses } from 'keratin';
 * const loss = new losses.SparseCategoricalCrossentropy({ fromLogits: true });
 * console.log((await loss.apply([1, 0], [[0, 0], [0, 0]]).item()).toFixed(4)); // => 0.6931
 * ```
 */
export class SparseCategoricalCrossentropy extends Loss {
  static override readonly className: string = 'SparseCategoricalCrossentropy';
  readonly fromLogits: boolean;
  readonly ignoreClass: number | null;
  readonly axis: number;

  /** @param options see `SparseCategoricalCrossentropyOptions`; the default name is `sparse_categorical_crossentropy` */
  constructor(options: SparseCategoricalCrossentropyOptions = {}) {
    super(options, { name: 'sparse_categorical_crossentropy', own: ['fromLogits', 'ignoreClass', 'axis'] });
    const { fromLogits, ignoreClass, axis } = checkSparseArguments(options);
    this.fromLogits = fromLogits;
    this.ignoreClass = ignoreClass;
    this.axis = axis;
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    const { fromLogits, ignoreClass, axis } = this;
    return sparseCategoricalCrossentropy(yTrue, yPred, { fromLogits, ignoreClass, axis });
  }

  /** Keras leaves `axis` out and so forgets it; its constructor takes it, so it is written unless it is the default. */
  override getConfig(): Config {
    return {
      ...super.getConfig(),
      from_logits: this.fromLogits,
      ignore_class: this.ignoreClass,
      ...(this.axis === -1 ? {} : { axis: this.axis }),
    };
  }
}
