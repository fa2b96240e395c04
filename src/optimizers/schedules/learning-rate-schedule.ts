import { cast } from '../../ops/index.ts';
import { badArgument } from '../../support/errors.ts';
import type { Config, Configurable } from '../../support/registry.ts';
import { convertToTensor, type TensorLike } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';

/**
 * A learning rate as a function of the step: what an optimizer takes instead of a number. Subclasses override
 * `call(step)` and `getConfig()`. It is computed inside the training step, so `call` uses `ops` alone.
 *
 * Source: https://keras.io/api/optimizers/learning_rate_schedules/learning_rate_schedule/
 *
 * @example
 * ```ts
 * import { ops, optimizers, type Tensor } from 'keratin';
 * class InverseRoot extends optimizers.schedules.LearningRateSchedule {
 *   override call(step: Tensor) {
 *     return ops.divide(0.1, ops.sqrt(ops.add(step, 1)));
 *   }
 *   override getConfig() {
 *     return {};
 *   }
 * }
 * console.log(await new InverseRoot().apply(3).item()); // => 0.05000000074505806
 * new optimizers.SGD({ learningRate: new InverseRoot() });
 * ```
 */
export abstract class LearningRateSchedule implements Configurable {
  static readonly className: string = 'LearningRateSchedule';

  /**
   * The learning rate at a step.
   *
   * @param step number of updates done so far, float32; a scalar, or of any shape for as many steps at once
   * @returns float32, of the shape of `step`
   */
  abstract call(step: Tensor): Tensor;

  abstract getConfig(): Config;

  /** The learning rate at one step, or at each of several (`schedule.apply([0, 1, 2])`, for plots). */
  apply(step: TensorLike): Tensor {
    return this.call(cast(convertToTensor(step), 'float32'));
  }
}

/** The name of a schedule: nothing but a label in its config. */
export function scheduleName(name: unknown): string {
  if (typeof name !== 'string') throw badArgument('name', 'a string', name);
  return name;
}
