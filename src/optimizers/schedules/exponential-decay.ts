import * as ops from '../../ops/index.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { RateDecay, type RateDecayOptions } from './rate-decay.ts';

export type ExponentialDecayOptions = RateDecayOptions;

/**
 * Multiplies the learning rate by `decayRate` every `decaySteps` steps:
 * initialLearningRate * decayRate^(step / decaySteps), with the exponent rounded down when `staircase` is set.
 *
 * Source: https://keras.io/api/optimizers/learning_rate_schedules/exponential_decay/
 *
 * @example
 * ```ts
 * import { optimizers } from 'keratin';
 * const schedule = new optimizers.schedules.ExponentialDecay(0.5, 10, 0.25);
 * console.log(await schedule.apply([0, 10]).array()); // => [0.5, 0.125]
 * ```
 */
export class ExponentialDecay extends RateDecay {
  static override readonly className: string = 'ExponentialDecay';

  /**
   * @param initialLearningRate learning rate at step 0
   * @param decaySteps steps in which the learning rate is multiplied by `decayRate` once; positive
   * @param decayRate factor
   * @param options `{ staircase: false, name: 'ExponentialDecay' }`
   */
  constructor(
    initialLearningRate: number,
    decaySteps: number,
    decayRate: number,
    options: ExponentialDecayOptions = {},
  ) {
    super(initialLearningRate, decaySteps, decayRate, options);
  }

  override call(step: Tensor): Tensor {
    return ops.multiply(this.initialLearningRate, ops.power(this.decayRate, this.periods(step)));
  }
}
