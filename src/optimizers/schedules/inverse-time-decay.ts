import * as ops from '../../ops/index.ts';
import { finiteNumber, flag, positiveNumber } from '../../support/check-values.ts';
import { checkOptions } from '../../support/errors.ts';
import { type Config, optionsFromConfig } from '../../support/registry.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { LearningRateSchedule, scheduleName } from './learning-rate-schedule.ts';

export interface InverseTimeDecayOptions {
  /** Decay in jumps, at multiples of `decaySteps`. Default false. */
  readonly staircase?: boolean;
  /** Default 'InverseTimeDecay'. */
  readonly name?: string;
}

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
export class InverseTimeDecay extends LearningRateSchedule {
  static override readonly className: string = 'InverseTimeDecay';
  readonly initialLearningRate: number;
  readonly decaySteps: number;
  readonly decayRate: number;
  readonly staircase: boolean;
  readonly name: string;

  /**
   * @param initialLearningRate learning rate at step 0
   * @param decaySteps steps in which the divisor grows by `decayRate`; positive
   * @param decayRate growth of the divisor
   */
  constructor(
    initialLearningRate: number,
    decaySteps: number,
    decayRate: number,
    options: InverseTimeDecayOptions = {},
  ) {
    super();
    checkOptions('InverseTimeDecay', options, ['staircase', 'name']);
    this.initialLearningRate = finiteNumber('initialLearningRate', initialLearningRate);
    this.decaySteps = positiveNumber('decaySteps', decaySteps);
    this.decayRate = finiteNumber('decayRate', decayRate);
    this.staircase = flag('staircase', options.staircase ?? false);
    this.name = scheduleName(options.name ?? 'InverseTimeDecay');
  }

  override call(step: Tensor): Tensor {
    const periods = ops.divide(step, this.decaySteps);
    const growth = ops.multiply(this.decayRate, this.staircase ? ops.floor(periods) : periods);
    return ops.divide(this.initialLearningRate, ops.add(growth, 1));
  }

  override getConfig(): Config {
    return {
      initial_learning_rate: this.initialLearningRate,
      decay_steps: this.decaySteps,
      decay_rate: this.decayRate,
      staircase: this.staircase,
      name: this.name,
    };
  }

  static fromConfig({ initial_learning_rate, decay_steps, decay_rate, ...rest }: Config): InverseTimeDecay {
    return new InverseTimeDecay(
      finiteNumber('initial_learning_rate', initial_learning_rate),
      finiteNumber('decay_steps', decay_steps),
      finiteNumber('decay_rate', decay_rate),
      optionsFromConfig(rest),
    );
  }
}
