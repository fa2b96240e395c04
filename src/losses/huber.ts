import * as ops from '../ops/index.ts';
import { positiveNumber } from '../support/check-values.ts';
import type { Config } from '../support/registry.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Loss, type LossOptions } from './loss.ts';
import { lossOperands } from './operands.ts';

/**
 * Huber loss, quadratic for small errors and linear for large ones: for an error e = yPred - yTrue,
 * `e² / 2` where |e| <= delta, else `delta * |e| - delta² / 2`, and the mean of these over the last axis.
 *
 * Huber 1964, "Robust estimation of a location parameter"; see https://keras.io/api/losses/regression_losses/#huber-class.
 *
 * @param yTrue targets, [batch, ..., d]
 * @param yPred predictions, of the same shape
 * @param options `delta`: where the quadratic part ends. Default 1.
 * @returns the loss of each sample, [batch, ...]
 * @throws ArgumentError when the shapes cannot be broadcast together, or delta isn't positive
 *
 * @example
 * ```ts
 * import { losses } from 'keratin';
 * console.log(await losses.huber([[0, 0]], [[0.5, 3]]).array()); // => [1.3125]
 * ```
 */
export function huber(yTrue: TensorLike, yPred: TensorLike, options: { readonly delta?: number } = {}): Tensor {
  const delta = positiveNumber('delta', options.delta ?? 1);
  const [target, pred] = lossOperands(yTrue, yPred);
  const error = ops.subtract(pred, target);
  const size = ops.abs(error);
  const quadratic = ops.multiply(0.5, ops.square(error));
  const linear = ops.subtract(ops.multiply(delta, size), 0.5 * delta * delta);
  return ops.mean(ops.where(ops.lessEqual(size, delta), quadratic, linear), { axis: -1 });
}

/** Options of `Huber`. */
export interface HuberOptions extends LossOptions {
  /** Where the quadratic part ends, in units of the targets. Default 1. */
  readonly delta?: number;
}

/**
 * Huber loss of a batch (see `losses.huber`), weighted and reduced.
 *
 * See https://keras.io/api/losses/regression_losses/#huber-class.
 *
 * @example
 * ```ts
 * import { losses } from 'keratin';
 * const loss = new losses.Huber({ delta: 2 });
 * console.log(await loss.apply([[0, 0]], [[1, 3]]).item()); // => 2.25
 * ```
 */
export class Huber extends Loss {
  static override readonly className: string = 'Huber';
  readonly delta: number;

  /** @param options see `HuberOptions`; the default name is `huber_loss` */
  constructor(options: HuberOptions = {}) {
    super(options, { name: 'huber_loss', own: ['delta'] });
    this.delta = positiveNumber('delta', options.delta ?? 1);
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return huber(yTrue, yPred, { delta: this.delta });
  }

  /** Keras leaves `delta` out and so forgets it; its constructor takes it, so it is written unless it is the default. */
  override getConfig(): Config {
    return { ...super.getConfig(), ...(this.delta === 1 ? {} : { delta: this.delta }) };
  }
}
