import * as ops from '../../ops/index.ts';
import { finiteNumber, nonNegativeInteger, optional, positiveNumber } from '../../support/check-values.ts';
import { checkOptions } from '../../support/errors.ts';
import { type Config, optionsFromConfig } from '../../support/registry.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { LearningRateSchedule, scheduleName } from './learning-rate-schedule.ts';

export interface CosineDecayOptions {
  /** Learning rate at the end as a share of the one that the decay starts with. Default 0. */
  readonly alpha?: number;
  /** Default 'CosineDecay'. */
  readonly name?: string;
  /** Learning rate that the warmup rises to and the decay starts with. Default null: no warmup. */
  readonly warmupTarget?: number | null;
  /** Steps of the linear warmup, before those of the decay. Default 0. */
  readonly warmupSteps?: number;
}

/**
 * Half a cosine wave from the initial learning rate down to `alpha` times that, in `decaySteps` steps:
 * initial * ((1 - alpha) * (1 + cos(pi * step / decaySteps)) / 2 + alpha). With a `warmupTarget`, the learning rate
 * first rises on a line from `initialLearningRate` to it, in `warmupSteps` steps, and then decays from there.
 *
 * Source: Loshchilov and Hutter 2017, https://arxiv.org/abs/1608.03983;
 * https://keras.io/api/optimizers/learning_rate_schedules/cosine_decay/
 *
 * @example
 * ```ts
 * import { optimizers } from 'keratin';
 * const schedule = new optimizers.schedules.CosineDecay(0, 1000, { warmupTarget: 1, warmupSteps: 100 });
 * console.log(await schedule.apply([0, 50, 100, 1100]).array()); // => [0, 0.5, 1, 0]
 * ```
 */
export class CosineDecay extends LearningRateSchedule {
  static override readonly className: string = 'CosineDecay';
  readonly initialLearningRate: number;
  readonly decaySteps: number;
  readonly alpha: number;
  readonly name: string;
  readonly warmupTarget: number | null;
  readonly warmupSteps: number;

  /**
   * @param initialLearningRate learning rate at step 0
   * @param decaySteps steps of the decay; positive
   */
  constructor(initialLearningRate: number, decaySteps: number, options: CosineDecayOptions = {}) {
    super();
    checkOptions('CosineDecay', options, ['alpha', 'name', 'warmupTarget', 'warmupSteps']);
    this.initialLearningRate = finiteNumber('initialLearningRate', initialLearningRate);
    this.decaySteps = positiveNumber('decaySteps', decaySteps);
    this.alpha = finiteNumber('alpha', options.alpha ?? 0);
    this.name = scheduleName(options.name ?? 'CosineDecay');
    this.warmupTarget = optional(finiteNumber, 'warmupTarget', options.warmupTarget);
    this.warmupSteps = nonNegativeInteger('warmupSteps', options.warmupSteps ?? 0);
  }

  #decay(step: Tensor, start: number): Tensor {
    const progress = ops.divide(ops.minimum(step, this.decaySteps), this.decaySteps);
    const wave = ops.multiply(0.5, ops.add(ops.cos(ops.multiply(progress, Math.PI)), 1));
    return ops.multiply(ops.add(ops.multiply(wave, 1 - this.alpha), this.alpha), start);
  }

  override call(step: Tensor): Tensor {
    const { warmupTarget, warmupSteps, initialLearningRate } = this;
    if (warmupTarget === null) return this.#decay(step, initialLearningRate);
    const decay = this.#decay(ops.subtract(step, warmupSteps), warmupTarget);
    if (warmupSteps === 0) return decay;
    const rise = ops.multiply(ops.divide(step, warmupSteps), warmupTarget - initialLearningRate);
    return ops.where(ops.less(step, warmupSteps), ops.add(rise, initialLearningRate), decay);
  }

  override getConfig(): Config {
    return {
      initial_learning_rate: this.initialLearningRate,
      decay_steps: this.decaySteps,
      alpha: this.alpha,
      name: this.name,
      warmup_target: this.warmupTarget,
      warmup_steps: this.warmupSteps,
    };
  }

  static fromConfig({ initial_learning_rate, decay_steps, ...rest }: Config): CosineDecay {
    return new CosineDecay(
      finiteNumber('initial_learning_rate', initial_learning_rate),
      finiteNumber('decay_steps', decay_steps),
      optionsFromConfig(rest),
    );
  }
}
