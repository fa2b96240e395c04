import * as ops from '../ops/index.ts';
import { finiteNumber } from '../support/check-values.ts';
import { badArgument } from '../support/errors.ts';
import type { Config } from '../support/registry.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { categoricalOperands } from './categorical-operands.ts';
import { type CategoricalCrossentropyArguments, checkCrossentropyArguments } from './crossentropy-arguments.ts';
import { CrossentropyLoss } from './crossentropy-loss.ts';
import type { LossOptions } from './loss.ts';
import { clipProbabilities, normalizeProbabilities } from './probabilities.ts';

/** How `categoricalFocalCrossentropy` weighs what it compares. */
export interface CategoricalFocalCrossentropyArguments extends CategoricalCrossentropyArguments {
  /** Weight of all classes, or of each. Default 0.25. */
  readonly alpha?: number | readonly number[];
  /** How much easy examples are played down; 0 is crossentropy times alpha. Default 2. */
  readonly gamma?: number;
}

function checkAlpha(alpha: unknown): number | readonly number[] {
  if (!Array.isArray(alpha)) return finiteNumber('alpha', alpha ?? 0.25);
  if (alpha.length === 0) throw badArgument('alpha', 'a number or a list of one number for each class', alpha);
  return alpha.map((weight: unknown) => finiteNumber('alpha', weight));
}

function checkFocalArguments(
  options: CategoricalFocalCrossentropyArguments,
): Required<CategoricalFocalCrossentropyArguments> {
  return {
    ...checkCrossentropyArguments(options),
    alpha: checkAlpha(options.alpha),
    gamma: finiteNumber('gamma', options.gamma ?? 2),
  };
}

/**
 * Categorical focal crossentropy, for one-hot targets: `-sum(alpha * (1 - p)^gamma * y log p)` over the classes, so
 * that examples which are right already count less.
 *
 * Lin et al. 2018, "Focal loss for dense object detection", https://arxiv.org/abs/1708.02002.
 *
 * @param yTrue targets, [batch, ..., classes]
 * @param yPred probabilities or logits, of the same shape
 * @param options see `CategoricalFocalCrossentropyArguments`
 * @returns the loss of each sample, [batch, ...]
 * @throws ArgumentError when the shapes differ
 *
 * @example
 * ```ts
 * import { losses } from 'keratin';
 * const loss = losses.categoricalFocalCrossentropy([[0, 1]], [[0, 0]], { fromLogits: true, alpha: 1, gamma: 0 });
 * console.log((await loss.item()).toFixed(4)); // => 0.6931
 * ```
 */
export function categoricalFocalCrossentropy(
  yTrue: TensorLike,
  yPred: TensorLike,
  options: CategoricalFocalCrossentropyArguments = {},
): Tensor {
  const checked = checkFocalArguments(options);
  const { fromLogits, axis, alpha, gamma } = checked;
  const [target, scores] = categoricalOperands(yTrue, yPred, checked);
  const pred = fromLogits ? ops.softmax(scores, { axis }) : scores;
  const p = clipProbabilities(normalizeProbabilities(pred, axis));
  const crossentropy = ops.negative(ops.multiply(target, ops.log(p)));
  const weight = ops.multiply(ops.power(ops.subtract(1, p), gamma), alpha);
  return ops.sum(ops.multiply(weight, crossentropy), { axis });
}

/** Options of `CategoricalFocalCrossentropy`. */
export interface CategoricalFocalCrossentropyOptions extends LossOptions, CategoricalFocalCrossentropyArguments {}

/**
 * Categorical focal crossentropy of a batch (see `losses.categoricalFocalCrossentropy`), weighted and reduced.
 *
 * Lin et al. 2018, "Focal loss for dense object detection", https://arxiv.org/abs/1708.02002.
 *
 * @example
 * ```ts
 * import { losses } from 'keratin';
 * const loss = new losses.CategoricalFocalCrossentropy({ alpha: [0.5, 1] });
 * console.log(loss.alpha); // => [0.5, 1]
 * ```
 */
export class CategoricalFocalCrossentropy extends CrossentropyLoss {
  static override readonly className: string = 'CategoricalFocalCrossentropy';
  readonly alpha: number | readonly number[];
  readonly gamma: number;

  /** @param options see `CategoricalFocalCrossentropyOptions`; the default name is `categorical_focal_crossentropy` */
  constructor(options: CategoricalFocalCrossentropyOptions = {}) {
    super(options, {
      name: 'categorical_focal_crossentropy',
      own: ['alpha', 'gamma'],
    });
    const checked = checkFocalArguments(options);
    this.alpha = checked.alpha;
    this.gamma = checked.gamma;
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return categoricalFocalCrossentropy(yTrue, yPred, this);
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      alpha: this.alpha,
      gamma: this.gamma,
    };
  }
}
