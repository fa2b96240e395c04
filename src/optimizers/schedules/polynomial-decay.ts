import * as ops from '../../ops/index.ts';
import { finiteNumber, flag, positiveNumber } from '../../support/check-values.ts';
import { checkOptions } from '../../support/errors.ts';
import { type Config, optionsFromConfig } from '../../support/registry.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { LearningRateSchedule, scheduleName } from './learning-rate-schedule.ts';

export interface PolynomialDecayOptions {
  /** Learning rate at the end. Default 1e-4. */
  readonly endLearningRate?: number;
  /** Default 1, a straight line. */
  readonly power?: number;
  /** At the end, start again with a period that is longer by `decaySteps`. Default false: stay at the end. */
  readonly cycle?: boolean;
  /** Default 'PolynomialDecay'. */
  readonly name?: string;
}

/**
 * Goes from `initialLearningRate` to `endLearningRate` in `decaySteps` steps along
 * (initial - end) * (1 - step / decaySteps)^power + end.
 *
 * Source: https://keras.io/api/optimizers/learning_rate_schedules/polynomial_decay/
 *
 * @example
 * ```ts
 * import { optimizers } from 'keratin';
 * const schedule = new optimizers.schedules.PolynomialDecay(1, 10, { endLearningRate: 0, power: 2 });
 * console.log(await schedule.apply([0, 5, 10, 20]).array()); // => [1, 0.25, 0, 0]
 * ```
 */
export class PolynomialDecay extends LearningRateSchedule {
  static override readonly className: string = 'PolynomialDecay';
  readonly initialLearningRate: number;
  readonly decaySteps: number;
  readonly endLearningRate: number;
  readonly power: number;
  readonly cycle: boolean;
  readonly name: string;

  /**
   * @param initialLearningRate learning rate at step 0
   * @param decaySteps steps until the end; positive
   */
  constructor(initialLearningRate: number, decaySteps: number, options: PolynomialDecayOptions = {}) {
    super();
    checkOptions('PolynomialDecay', options, ['endLearningRate', 'power', 'cycle', 'name']);
    this.initialLearningRate = finiteNumber('initialLearningRate', initialLearningRate);
    this.decaySteps = positiveNumber('decaySteps', decaySteps);
    this.endLearningRate = finiteNumber('endLearningRate', options.endLearningRate ?? 0.0001);
    this.power = finiteNumber('power', options.power ?? 1);
    this.cycle = flag('cycle', options.cycle ?? false);
    this.name = scheduleName(options.name ?? 'PolynomialDecay');
  }

  override call(step: Tensor): Tensor {
    // In a cycle the period is the smallest multiple of decaySteps that reaches the step (one period at step 0).
    const periods = ops.maximum(ops.ceil(ops.divide(step, this.decaySteps)), 1);
    const progress = this.cycle
      ? ops.divide(step, ops.multiply(periods, this.decaySteps))
      : ops.divide(ops.minimum(step, this.decaySteps), this.decaySteps);
    const left = ops.power(ops.subtract(1, progress), this.power);
    return ops.add(ops.multiply(left, this.initialLearningRate - this.endLearningRate), this.endLearningRate);
  }

  override getConfig(): Config {
    return {
      initial_learning_rate: this.initialLearningRate,
      decay_steps: this.decaySteps,
      end_learning_rate: this.endLearningRate,
      power: this.power,
      cycle: this.cycle,
      name: this.name,
    };
  }

  static fromConfig({ initial_learning_rate, decay_steps, ...rest }: Config): PolynomialDecay {
    return new PolynomialDecay(
      finiteNumber('initial_learning_rate', initial_learning_rate),
      finiteNumber('decay_steps', decay_steps),
      optionsFromConfig(rest),
    );
  }
}
