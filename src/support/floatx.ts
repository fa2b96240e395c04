import type { FloatDType } from './dtype.ts';

/** Documented global configuration: the dtype of numbers and results that nobody gave one. */
let chosen: FloatDType = 'float32';

/**
 * The float dtype of what has none of its own: `config.floatx()`.
 *
 * @see https://keras.io/api/utils/config_utils/#floatx-function
 *
 * @example
 * ```ts
 * import { config } from 'keratin';
 * console.log(config.floatx()); // => float32
 * ```
 */
export const floatx = (): FloatDType => chosen;

/** `config.setFloatx`, which checks the name. */
export function chooseFloatx(dtype: FloatDType): void {
  chosen = dtype;
}
