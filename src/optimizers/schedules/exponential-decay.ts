import * as ops from '../../ops/index.ts';
import { finiteNumber, flag, positiveNumber } from '../../support/check-values.ts';
import { checkOptions } from '../../support/errors.ts';
import { type Config, optionsFromConfig } from '../../support/registry.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { LearningRateSchedule, scheduleName } from './learning-rate-schedule.ts';

export interface ExponentialDecayOptions {
  /** Decay in jumps, at multiples of `decaySteps`. Default false. */
  readonly staircase?: boolean;
  /** Default 'ExponentialDecay'. */
  readonly name?: string;
}

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
export class ExponentialDecay extends LearningRateSchedule {
  static override readonly className: string = 'ExponentialDecay';
  readonly initialLearningRate: number;
  readonly decaySteps: number;
  readonly decayRate: number;
  readonly staircase: boolean;
  readonly name: string;

  /**
   * @param initialLearningRate learning rate at step 0
   * @param decaySteps steps in which the learning rate is multiplied by `decayRate` once; positive
   * @param decayRate factor
   */
  constructor(
    initialLearningRate: number,
    decaySteps: number,
    decayRate: number,
    options: ExponentialDecayOptions = {},
  ) {
    super();
    checkOptions('ExponentialDecay', options, ['staircase', 'name']);
    this.initialLearningRate = finiteNumber('initialLearningRate', initialLearningRate);
    this.decaySteps = positiveNumber('decaySteps', decaySteps);
    this.decayRate = finiteNumber('decayRate', decayRate);
    this.staircase = flag('staircase', options.staircase ?? false);
    this.name = scheduleName(options.name ?? 'ExponentialDecay');
  }

  override call(step: Tensor): Tensor {
    const exponent = ops.divide(step, this.decaySteps);
    return ops.multiply(
      this.initialLearningRate,
      ops.power(this.decayRate, this.staircase ? ops.floor(exponent) : exponent),
    );
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

  static fromConfig({ initial_learning_rate, decay_steps, decay_rate, ...rest }: Config): ExponentialDecay {
    return new ExponentialDecay(
      finiteNumber('initial_learning_rate', initial_learning_rate),
      finiteNumber('decay_steps', decay_steps),
      finiteNumber('decay_rate', decay_rate),
      optionsFromConfig(rest),
    );
  }
}
