import * as ops from '../../ops/index.ts';
import { finiteNumber, positiveNumber } from '../../support/check-values.ts';
import { checkOptions } from '../../support/errors.ts';
import { type Config, optionsFromConfig } from '../../support/registry.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { LearningRateSchedule, scheduleName } from './learning-rate-schedule.ts';

export interface CosineDecayRestartsOptions {
  /** Factor between the lengths of two periods. Default 2. */
  readonly tMul?: number;
  /** Factor between the learning rates at the start of two periods. Default 1. */
  readonly mMul?: number;
  /** Learning rate at the end of a period as a share of `initialLearningRate`. Default 0. */
  readonly alpha?: number;
  /** Default 'SGDRDecay'. */
  readonly name?: string;
}

/**
 * Cosine decay that starts again and again, each period `tMul` times as long as the one before and starting at `mMul`
 * times its learning rate. In period i, at the share p of it:
 * initial * ((1 - alpha) * mMul^i * (1 + cos(pi * p)) / 2 + alpha).
 *
 * Source: Loshchilov and Hutter 2017, https://arxiv.org/abs/1608.03983;
 * https://keras.io/api/optimizers/learning_rate_schedules/cosine_decay_restarts/
 *
 * @example
 * ```ts
 * import { optimizers } from 'keratin';
 * const schedule = new optimizers.schedules.CosineDecayRestarts(1, 10);
 * console.log(await schedule.apply([0, 10, 30, 70]).array()); // => [1, 1, 1, 1]
 * ```
 */
export class CosineDecayRestarts extends LearningRateSchedule {
  static override readonly className: string = 'CosineDecayRestarts';
  readonly initialLearningRate: number;
  readonly firstDecaySteps: number;
  readonly tMul: number;
  readonly mMul: number;
  readonly alpha: number;
  readonly name: string;

  /**
   * @param initialLearningRate learning rate at step 0
   * @param firstDecaySteps steps of the first period; positive
   */
  constructor(initialLearningRate: number, firstDecaySteps: number, options: CosineDecayRestartsOptions = {}) {
    super();
    checkOptions('CosineDecayRestarts', options, ['tMul', 'mMul', 'alpha', 'name']);
    this.initialLearningRate = finiteNumber('initialLearningRate', initialLearningRate);
    this.firstDecaySteps = positiveNumber('firstDecaySteps', firstDecaySteps);
    this.tMul = positiveNumber('tMul', options.tMul ?? 2);
    this.mMul = finiteNumber('mMul', options.mMul ?? 1);
    this.alpha = finiteNumber('alpha', options.alpha ?? 0);
    this.name = scheduleName(options.name ?? 'SGDRDecay');
  }

  /** Which period each point in time (in first periods) is in, and the share of that period which has passed. */
  #period(time: Tensor): [index: Tensor, progress: Tensor] {
    const { tMul } = this;
    if (tMul === 1) {
      const index = ops.floor(time);
      return [index, ops.subtract(time, index)];
    }
    // Period i starts at (1 - t^i) / (1 - t). Solved for i, this gives whole numbers at restarts up to rounding, hence
    // the nudge: without it a restart could come a step late.
    const exact = ops.divide(ops.log(ops.subtract(1, ops.multiply(time, 1 - tMul))), Math.log(tMul));
    const index = ops.floor(ops.multiply(exact, 1 + 5e-7));
    const length = ops.power(tMul, index);
    const start = ops.divide(ops.subtract(1, length), 1 - tMul);
    return [index, ops.divide(ops.subtract(time, start), length)];
  }

  override call(step: Tensor): Tensor {
    const [index, progress] = this.#period(ops.divide(step, this.firstDecaySteps));
    const wave = ops.multiply(0.5, ops.add(ops.cos(ops.multiply(progress, Math.PI)), 1));
    const level = ops.multiply(wave, ops.power(this.mMul, index));
    return ops.multiply(ops.add(ops.multiply(level, 1 - this.alpha), this.alpha), this.initialLearningRate);
  }

  override getConfig(): Config {
    return {
      initial_learning_rate: this.initialLearningRate,
      first_decay_steps: this.firstDecaySteps,
      t_mul: this.tMul,
      m_mul: this.mMul,
      alpha: this.alpha,
      name: this.name,
    };
  }

  static fromConfig({ initial_learning_rate, first_decay_steps, ...rest }: Config): CosineDecayRestarts {
    return new CosineDecayRestarts(
      finiteNumber('initial_learning_rate', initial_learning_rate),
      finiteNumber('first_decay_steps', first_decay_steps),
      optionsFromConfig(rest),
    );
  }
}
