import * as ops from '../ops/index.ts';
import { axisOrAxes, optional } from '../support/check-values.ts';
import { epsilon } from '../support/epsilon.ts';
import type { Config } from '../support/registry.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Loss, type LossOptions } from './loss.ts';
import { lossOperands } from './operands.ts';

/** Over what `dice` compares. */
export interface DiceArguments {
  /** Over which the masks are compared. Default null: all, the batch too. */
  readonly axis?: number | readonly number[] | null;
}

/**
 * Dice loss, for segmentation: `1 - 2 * sum(y * p) / (sum(y) + sum(p))`.
 *
 * See https://keras.io/api/losses/regression_losses/#dice-class.
 *
 * @param yTrue targets from 0 to 1, any shape
 * @param yPred probabilities, of the same shape
 * @param options see `DiceArguments`
 * @returns the loss over the axes, which are dropped
 * @throws ArgumentError when the shapes cannot be broadcast together
 *
 * @example
 * ```ts
 * import { losses } from 'keratin';
 * console.log(await losses.dice([[1, 0, 0, 1]], [[1, 1, 0, 0]]).item()); // => 0.5
 * ```
 */
export function dice(yTrue: TensorLike, yPred: TensorLike, options: DiceArguments = {}): Tensor {
  const axis = optional(axisOrAxes, 'axis', options.axis);
  const [target, pred] = lossOperands(yTrue, yPred);
  const total = (x: Tensor) => ops.sum(x, { axis });
  const overlap = ops.multiply(2, total(ops.multiply(target, pred)));
  const area = ops.add(ops.add(total(target), total(pred)), epsilon());
  return ops.subtract(1, ops.divide(overlap, area));
}

/** Options of `Dice`. */
export interface DiceOptions extends LossOptions, DiceArguments {}

/**
 * Dice loss of a batch (see `losses.dice`), weighted and reduced.
 *
 * See https://keras.io/api/losses/regression_losses/#dice-class.
 *
 * @example
 * ```ts
 * import { losses } from 'keratin';
 * const loss = new losses.Dice({ axis: [1] });
 * console.log(await loss.apply([[1, 0, 0, 1]], [[1, 1, 0, 0]]).item()); // => 0.5
 * ```
 */
export class Dice extends Loss {
  static override readonly className: string = 'Dice';
  readonly axis: number | readonly number[] | null;

  /** @param options see `DiceOptions`; the default name is `dice` */
  constructor(options: DiceOptions = {}) {
    super(options, { name: 'dice', own: ['axis'] });
    this.axis = optional(axisOrAxes, 'axis', options.axis);
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return dice(yTrue, yPred, { axis: this.axis });
  }

  override getConfig(): Config {
    return { ...super.getConfig(), axis: this.axis };
  }
}
