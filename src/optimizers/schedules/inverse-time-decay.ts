import * as ops from '../../ops/index.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { RateDecay, type RateDecayOptions } from './rate-decay.ts';

export type InverseTimeDecayOptions = RateDecayOptions;

/**
 * Divides the learning rate by a linearly growing number:
 * initialLearningRate / (1 + decayRate * step / decaySteps), with the quotient rounded down when `staircase` is set.
 *
 * Source: https://keras.io/api/optimizers/learning_rate_schedules/inverse_time_decay/
 *
 * @example
 * ```ts
 * import { optimizers } from 'keratin';
 * const schedule = new optimizers.schedules.InverseTimeDecay(0.5, 10, 1);
 * console.log(await schedule.apply([0, 10, 30]).array()); // => [0.5, 0.25, 0.125]
 * ```
 */
export class InverseTimeDecay extends RateDecay {
  static override readonly className: string = 'InverseTimeDecay';

  /**
   * @param initialLearningRate learning rate at step 0
   * @param decaySteps steps in which the divisor grows by `decayRate`; positive
   * @param decayRate growth of the divisor
   * @param options `{ staircase: false, name: 'InverseTimeDecay' }`
   */
  constructor(
    initialLearningRate: number,
    decaySteps: number,
    decayRate: number,
    options: InverseTimeDecayOptions = {},
  ) {
    super(initialLearningRate, decaySteps, decayRate, options);
  }

  override call(step: Tensor): Tensor {
    return ops.divide(this.initialLearningRate, ops.add(ops.multiply(this.decayRate, this.periods(step)), 1));
  }
}
