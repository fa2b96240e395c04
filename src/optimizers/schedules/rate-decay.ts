import * as ops from '../../ops/index.ts';
import { finiteNumber, flag, positiveNumber } from '../../support/check-values.ts';
import { checkOptions } from '../../support/errors.ts';
import { classNameOf } from '../../support/naming.ts';
import { type Config, optionsFromConfig } from '../../support/registry.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { LearningRateSchedule, scheduleName } from './learning-rate-schedule.ts';

export interface RateDecayOptions {
  /** Decay in jumps, at multiples of `decaySteps`. Default false. */
  readonly staircase?: boolean;
  /** Default: the class name. */
  readonly name?: string;
}

/** A schedule that decays without end, by `decayRate` in each period of `decaySteps` steps. */
export abstract class RateDecay extends LearningRateSchedule {
  readonly initialLearningRate: number;
  readonly decaySteps: number;
  readonly decayRate: number;
  readonly staircase: boolean;
  readonly name: string;

  /**
   * @param initialLearningRate learning rate at step 0
   * @param decaySteps steps of one period; positive
   * @param decayRate what the period does to the learning rate: the subclass says how
   */
  constructor(initialLearningRate: number, decaySteps: number, decayRate: number, options: RateDecayOptions = {}) {
    super();
    const className = classNameOf(this);
    checkOptions(className, options, ['staircase', 'name']);
    this.initialLearningRate = finiteNumber('initialLearningRate', initialLearningRate);
    this.decaySteps = positiveNumber('decaySteps', decaySteps);
    this.decayRate = finiteNumber('decayRate', decayRate);
    this.staircase = flag('staircase', options.staircase ?? false);
    this.name = scheduleName(options.name ?? className);
  }

  /** How many periods have passed: only whole ones when `staircase` is set. */
  protected periods(step: Tensor): Tensor {
    const periods = ops.divide(step, this.decaySteps);
    return this.staircase ? ops.floor(periods) : periods;
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

  static fromConfig<T extends RateDecay>(
    this: new (
      initialLearningRate: number,
      decaySteps: number,
      decayRate: number,
      options: RateDecayOptions,
    ) => T,
    { initial_learning_rate, decay_steps, decay_rate, ...rest }: Config,
  ): T {
    return new this(
      finiteNumber('initial_learning_rate', initial_learning_rate),
      finiteNumber('decay_steps', decay_steps),
      finiteNumber('decay_rate', decay_rate),
      optionsFromConfig(rest),
    );
  }
}
