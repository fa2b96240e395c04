import * as ops from '../ops/index.ts';
import { finiteNumber, flag } from '../support/check-values.ts';
import type { Config } from '../support/registry.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { type BinaryCrossentropyArguments, checkCrossentropyArguments } from './crossentropy-arguments.ts';
import { CrossentropyLoss } from './crossentropy-loss.ts';
import { smoothLabels } from './label-smoothing.ts';
import type { LossOptions } from './loss.ts';
import { lossOperandsOfOneShape } from './operands.ts';

/** How `binaryFocalCrossentropy` weighs what it compares. */
export interface BinaryFocalCrossentropyArguments extends BinaryCrossentropyArguments {
  /** Whether class 1 is weighted by alpha and class 0 by 1 - alpha. Default false. */
  readonly applyClassBalancing?: boolean;
  /** Weight of class 1, from 0 to 1. Default 0.25. */
  readonly alpha?: number;
  /** How much easy examples are played down; 0 is plain crossentropy. Default 2. */
  readonly gamma?: number;
}

function checkFocalArguments(options: BinaryFocalCrossentropyArguments): Required<BinaryFocalCrossentropyArguments> {
  return {
    ...checkCrossentropyArguments(options),
    applyClassBalancing: flag('applyClassBalancing', options.applyClassBalancing ?? false),
    alpha: finiteNumber('alpha', options.alpha ?? 0.25),
    gamma: finiteNumber('gamma', options.gamma ?? 2),
  };
}

/**
 * Binary focal crossentropy: crossentropy times `(1 - p_t)^gamma`, where p_t is the probability given to what is true,
 * so that examples which are right already count less. Meant for many negatives and few positives.
 *
 * Lin et al. 2018, "Focal loss for dense object detection", https://arxiv.org/abs/1708.02002.
 *
 * @param yTrue targets from 0 to 1, [batch, ..., d]
 * @param yPred probabilities or logits, of the same shape
 * @param options see `BinaryFocalCrossentropyArguments`
 * @returns the loss of each sample, [batch, ...]
 * @throws ArgumentError when the shapes differ
 *
 * @example
 * ```ts
 * import { losses } from 'keratin';
 * console.log(await losses.binaryFocalCrossentropy([[1, 0]], [[1, 0]]).array()); // => [0]
 * ```
 */
export function binaryFocalCrossentropy(
  yTrue: TensorLike,
  yPred: TensorLike,
  options: BinaryFocalCrossentropyArguments = {},
): Tensor {
  const { fromLogits, labelSmoothing, axis, applyClassBalancing, alpha, gamma } = checkFocalArguments(options);
  const [given, scores] = lossOperandsOfOneShape(yTrue, yPred);
  const target = smoothLabels(given, labelSmoothing, 2);
  const pred = fromLogits ? ops.sigmoid(scores) : scores;
  /** What class 1 has where the target is 1, and class 0 where it is 0. */
  const ofTruth = (one: Tensor | number, zero: Tensor | number) =>
    ops.add(ops.multiply(target, one), ops.multiply(ops.subtract(1, target), zero));
  const focus = ops.power(ops.subtract(1, ofTruth(pred, ops.subtract(1, pred))), gamma);
  const focal = ops.multiply(focus, ops.binaryCrossentropy(target, pred));
  return ops.mean(applyClassBalancing ? ops.multiply(ofTruth(alpha, 1 - alpha), focal) : focal, { axis });
}

/** Options of `BinaryFocalCrossentropy`. */
export interface BinaryFocalCrossentropyOptions extends LossOptions, BinaryFocalCrossentropyArguments {}

/**
 * Binary focal crossentropy of a batch (see `losses.binaryFocalCrossentropy`), weighted and reduced.
 *
 * Lin et al. 2018, "Focal loss for dense object detection", https://arxiv.org/abs/1708.02002.
 *
 * @example
 * ```ts
 * import { losses } from 'keratin';
 * const loss = new losses.BinaryFocalCrossentropy({ gamma: 3 });
 * console.log(await loss.apply([[1, 0]], [[1, 0]]).item()); // => 0
 * ```
 */
export class BinaryFocalCrossentropy extends CrossentropyLoss {
  static override readonly className: string = 'BinaryFocalCrossentropy';
  readonly applyClassBalancing: boolean;
  readonly alpha: number;
  readonly gamma: number;

  /** @param options see `BinaryFocalCrossentropyOptions`; the default name is `binary_focal_crossentropy` */
  constructor(options: BinaryFocalCrossentropyOptions = {}) {
    super(options, {
      name: 'binary_focal_crossentropy',
      own: ['applyClassBalancing', 'alpha', 'gamma'],
    });
    const checked = checkFocalArguments(options);
    this.applyClassBalancing = checked.applyClassBalancing;
    this.alpha = checked.alpha;
    this.gamma = checked.gamma;
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return binaryFocalCrossentropy(yTrue, yPred, this);
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      apply_class_balancing: this.applyClassBalancing,
      alpha: this.alpha,
      gamma: this.gamma,
    };
  }
}
