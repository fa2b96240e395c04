import * as ops from '../ops/index.ts';
import { axisOrAxes, finiteNumber, optional } from '../support/check-values.ts';
import { epsilon } from '../support/epsilon.ts';
import type { Config } from '../support/registry.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Loss, type LossOptions } from './loss.ts';
import { lossOperands } from './operands.ts';

/** How `tversky` weighs its errors. */
export interface TverskyArguments {
  /** Weight of what was missed. Default 0.5. */
  readonly alpha?: number;
  /** Weight of false alarms. Default 0.5. */
  readonly beta?: number;
  /** Over which the masks are compared. Default null: all, the batch too. */
  readonly axis?: number | readonly number[] | null;
}

function checkArguments(options: TverskyArguments): Required<TverskyArguments> {
  return {
    alpha: finiteNumber('alpha', options.alpha ?? 0.5),
    beta: finiteNumber('beta', options.beta ?? 0.5),
    axis: optional(axisOrAxes, 'axis', options.axis),
  };
}

/**
 * Tversky loss, for segmentation: `1 - TP / (TP + alpha * missed + beta * falseAlarms)`, with the sums
 * TP = Σ y p, missed = Σ y (1 - p), falseAlarms = Σ (1 - y) p. With alpha = beta = 0.5 it is the Dice loss.
 * (Which error alpha weighs is as in Keras 3.15.)
 *
 * Salehi et al. 2017, https://arxiv.org/abs/1706.05721.
 *
 * @param yTrue targets from 0 to 1, any shape
 * @param yPred probabilities, of the same shape
 * @param options see `TverskyArguments`
 * @returns the loss over the axes, which are dropped
 * @throws ArgumentError when the shapes cannot be broadcast together
 *
 * @example
 * ```ts
 * import { losses } from 'keratin';
 * console.log(await losses.tversky([[1, 0]], [[1, 1]], { alpha: 0.5, beta: 1 }).item()); // => 0.5
 * ```
 */
export function tversky(yTrue: TensorLike, yPred: TensorLike, options: TverskyArguments = {}): Tensor {
  const { alpha, beta, axis } = checkArguments(options);
  const [target, pred] = lossOperands(yTrue, yPred);
  const total = (x: Tensor) => ops.sum(x, { axis });
  const hits = total(ops.multiply(target, pred));
  const missed = total(ops.multiply(target, ops.subtract(1, pred)));
  const falseAlarms = total(ops.multiply(ops.subtract(1, target), pred));
  const errors = ops.add(ops.multiply(missed, alpha), ops.multiply(falseAlarms, beta));
  return ops.subtract(1, ops.divide(hits, ops.add(ops.add(hits, errors), epsilon())));
}

/** Options of `Tversky`. */
export interface TverskyOptions extends LossOptions, TverskyArguments {}

/**
 * Tversky loss of a batch (see `losses.tversky`), weighted and reduced.
 *
 * Salehi et al. 2017, https://arxiv.org/abs/1706.05721.
 *
 * @example
 * ```ts
 * import { losses } from 'keratin';
 * const loss = new losses.Tversky({ alpha: 0.3, beta: 0.7 });
 * console.log(loss.beta); // => 0.7
 * ```
 */
export class Tversky extends Loss {
  static override readonly className: string = 'Tversky';
  readonly alpha: number;
  readonly beta: number;
  readonly axis: number | readonly number[] | null;

  /** @param options see `TverskyOptions`; the default name is `tversky` */
  constructor(options: TverskyOptions = {}) {
    super(options, { name: 'tversky', own: ['alpha', 'beta', 'axis'] });
    const { alpha, beta, axis } = checkArguments(options);
    this.alpha = alpha;
    this.beta = beta;
    this.axis = axis;
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    const { alpha, beta, axis } = this;
    return tversky(yTrue, yPred, { alpha, beta, axis });
  }

  override getConfig(): Config {
    return { ...super.getConfig(), alpha: this.alpha, beta: this.beta, axis: this.axis };
  }
}
