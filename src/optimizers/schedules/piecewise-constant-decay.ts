import * as ops from '../../ops/index.ts';
import { finiteNumber } from '../../support/check-values.ts';
import { badArgument, checkOptions } from '../../support/errors.ts';
import { type Config, optionsFromConfig } from '../../support/registry.ts';
import { at } from '../../support/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { LearningRateSchedule, scheduleName } from './learning-rate-schedule.ts';

export interface PiecewiseConstantDecayOptions {
  /** Default 'PiecewiseConstant'. */
  readonly name?: string;
}

const numbers = (name: string, list: unknown): number[] => {
  if (!Array.isArray(list) || list.length === 0) throw badArgument(name, 'a list of numbers that is not empty', list);
  return list.map((value) => finiteNumber(name, value));
};

/**
 * One learning rate up to and including each boundary step, and a last one from then on.
 *
 * Source: https://keras.io/api/optimizers/learning_rate_schedules/piecewise_constant_decay/
 *
 * @example
 * ```ts
 * import { optimizers } from 'keratin';
 * const schedule = new optimizers.schedules.PiecewiseConstantDecay([100, 200], [1, 0.5, 0.25]);
 * console.log(await schedule.apply([100, 101, 200, 1000]).array()); // => [1, 0.5, 0.5, 0.25]
 * ```
 */
export class PiecewiseConstantDecay extends LearningRateSchedule {
  static override readonly className: string = 'PiecewiseConstantDecay';
  readonly boundaries: readonly number[];
  readonly values: readonly number[];
  readonly name: string;

  /**
   * @param boundaries steps at which the learning rate changes, strictly increasing
   * @param values learning rates, one more than boundaries
   */
  constructor(boundaries: readonly number[], values: readonly number[], options: PiecewiseConstantDecayOptions = {}) {
    super();
    checkOptions('PiecewiseConstantDecay', options, ['name']);
    this.boundaries = numbers('boundaries', boundaries);
    this.values = numbers('values', values);
    if (this.boundaries.some((step, i) => i > 0 && step <= at(this.boundaries, i - 1))) {
      throw badArgument('boundaries', 'strictly increasing', boundaries);
    }
    if (this.values.length !== this.boundaries.length + 1) {
      throw badArgument('values', `a list of ${this.boundaries.length + 1} numbers, one more than boundaries`, values);
    }
    this.name = scheduleName(options.name ?? 'PiecewiseConstant');
  }

  override call(step: Tensor): Tensor {
    let rate = ops.fullLike(step, at(this.values, this.boundaries.length));
    for (let i = this.boundaries.length - 1; i >= 0; i--) {
      rate = ops.where(ops.lessEqual(step, at(this.boundaries, i)), at(this.values, i), rate);
    }
    return rate;
  }

  override getConfig(): Config {
    return { boundaries: this.boundaries, values: this.values, name: this.name };
  }

  static fromConfig({ boundaries, values, ...rest }: Config): PiecewiseConstantDecay {
    return new PiecewiseConstantDecay(
      numbers('boundaries', boundaries),
      numbers('values', values),
      optionsFromConfig(rest),
    );
  }
}
