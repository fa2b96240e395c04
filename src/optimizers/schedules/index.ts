/** Learning rates that follow the number of steps: `keras.optimizers.schedules`. */
import { badArgument } from '../../support/errors.ts';
import {
  type CustomObjects,
  deserializeObject,
  registerClasses,
  type SerializedObject,
  serializeObject,
} from '../../support/registry.ts';
import { CosineDecay } from './cosine-decay.ts';
import { CosineDecayRestarts } from './cosine-decay-restarts.ts';
import { ExponentialDecay } from './exponential-decay.ts';
import { InverseTimeDecay } from './inverse-time-decay.ts';
import { LearningRateSchedule } from './learning-rate-schedule.ts';
import { PiecewiseConstantDecay } from './piecewise-constant-decay.ts';
import { PolynomialDecay } from './polynomial-decay.ts';

export { CosineDecay, type CosineDecayOptions } from './cosine-decay.ts';
export { CosineDecayRestarts, type CosineDecayRestartsOptions } from './cosine-decay-restarts.ts';
export { ExponentialDecay, type ExponentialDecayOptions } from './exponential-decay.ts';
export { InverseTimeDecay, type InverseTimeDecayOptions } from './inverse-time-decay.ts';
export { LearningRateSchedule } from './learning-rate-schedule.ts';
export { PiecewiseConstantDecay, type PiecewiseConstantDecayOptions } from './piecewise-constant-decay.ts';
export { PolynomialDecay, type PolynomialDecayOptions } from './polynomial-decay.ts';

const MODULE = 'keras.optimizers.schedules';

registerClasses(MODULE, [
  CosineDecay,
  CosineDecayRestarts,
  ExponentialDecay,
  InverseTimeDecay,
  PiecewiseConstantDecay,
  PolynomialDecay,
]);

/**
 * Keras's envelope around a schedule's config.
 *
 * @see https://keras.io/api/utils/serialization_utils/
 *
 * @example
 * ```ts
 * import { optimizers } from 'keratin';
 * const schedule = new optimizers.schedules.ExponentialDecay(0.1, 100, 0.5);
 * console.log(optimizers.schedules.serialize(schedule).class_name); // => ExponentialDecay
 * ```
 */
export const serialize = (schedule: LearningRateSchedule): SerializedObject => serializeObject(schedule);

/**
 * Makes a schedule from Keras's envelope.
 *
 * @throws ArgumentError when the class is unknown or is no schedule
 * @see https://keras.io/api/utils/serialization_utils/
 *
 * @example
 * ```ts
 * import { optimizers } from 'keratin';
 * const schedule = new optimizers.schedules.ExponentialDecay(0.1, 100, 0.5);
 * const copy = optimizers.schedules.deserialize(optimizers.schedules.serialize(schedule));
 * console.log(copy.getConfig().decay_rate); // => 0.5
 * ```
 */
export function deserialize(config: unknown, options: { customObjects?: CustomObjects } = {}): LearningRateSchedule {
  const object = deserializeObject(config, { module: MODULE, customObjects: options.customObjects });
  if (!(object instanceof LearningRateSchedule))
    throw badArgument('config', 'that of a learning-rate schedule', config);
  return object;
}
