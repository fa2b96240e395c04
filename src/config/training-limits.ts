import { environment } from '../support/environment.ts';
import { ArgumentError, badArgument } from '../support/errors.ts';

/** A limit that the environment sets, in a form that can be counted to. */
function fromEnvironment(name: string): number | null {
  const text = environment(name);
  if (text === undefined) return null;
  const limit = Number(text);
  if (Number.isInteger(limit) && limit > 0) return limit;
  throw new ArgumentError(`The environment variable ${name} must be a positive integer. Received: ${text}`);
}

/** Documented global configuration: undefined as long as nobody but the environment has set a limit. */
let epochs: number | null | undefined;
let steps: number | null | undefined;

function limitOption(name: string, value: number | null): number | null {
  if (value !== null && !(Number.isInteger(value) && value > 0))
    throw badArgument(name, 'a positive integer, or null for no limit', value);
  return value;
}

/**
 * The most epochs that any `fit` trains for: null (no limit), unless `setMaxEpochs` or the environment variable
 * KERATIN_MAX_EPOCHS says otherwise.
 *
 * @see https://keras.io/api/utils/config_utils/
 *
 * @example
 * ```ts
 * import { config } from 'keratin';
 * console.log(config.maxEpochs()); // => null
 * ```
 */
export const maxEpochs = (): number | null => (epochs === undefined ? fromEnvironment('KERATIN_MAX_EPOCHS') : epochs);

/**
 * Limits the epochs of every `fit` from now on, whatever it is told: to try a long program quickly.
 *
 * @param value a positive integer, or null for no limit
 * @throws ArgumentError for anything else
 * @see https://keras.io/api/utils/config_utils/
 *
 * @example
 * ```ts
 * import { config } from 'keratin';
 * config.setMaxEpochs(1);
 * console.log(config.maxEpochs()); // => 1
 * config.setMaxEpochs(null);
 * ```
 */
export function setMaxEpochs(value: number | null): void {
  epochs = limitOption('value', value);
}

/**
 * The most steps of an epoch of any `fit`: null (no limit), unless `setMaxStepsPerEpoch` or the environment variable
 * KERATIN_MAX_STEPS_PER_EPOCH says otherwise.
 *
 * @see https://keras.io/api/utils/config_utils/
 *
 * @example
 * ```ts
 * import { config } from 'keratin';
 * console.log(config.maxStepsPerEpoch()); // => null
 * ```
 */
export const maxStepsPerEpoch = (): number | null =>
  steps === undefined ? fromEnvironment('KERATIN_MAX_STEPS_PER_EPOCH') : steps;

/**
 * Limits the steps of each epoch of every `fit` from now on, whatever it is told. Evaluation, `predict` and the
 * validation after an epoch are not cut short.
 *
 * @param value a positive integer, or null for no limit
 * @throws ArgumentError for anything else
 * @see https://keras.io/api/utils/config_utils/
 *
 * @example
 * ```ts
 * import { config } from 'keratin';
 * config.setMaxStepsPerEpoch(10);
 * console.log(config.maxStepsPerEpoch()); // => 10
 * config.setMaxStepsPerEpoch(null);
 * ```
 */
export function setMaxStepsPerEpoch(value: number | null): void {
  steps = limitOption('value', value);
}
