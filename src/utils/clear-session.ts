import { resetGlobalSeedGenerator } from '../random/seed-generator.ts';
import { resetNames } from '../support/naming.ts';

/**
 * Forgets what is shared by all models of a process: automatic names count from the start again (`dense`, `dense_1`,
 * ...), and the generator behind random functions without a seed is made anew. Models that exist stay as they are;
 * their memory goes when nothing refers to them any more, and needs no call.
 *
 * @param _options Keras's `freeMemory`, without effect
 *
 * Source: https://keras.io/api/utils/config_utils/#clearsession-function
 *
 * @example
 * ```ts
 * import { layers, utils } from 'keratin';
 * new layers.Dense(3);
 * utils.clearSession();
 * console.log(new layers.Dense(3).name); // => dense
 * ```
 */
export function clearSession(_options: boolean | { readonly freeMemory?: boolean } = true): void {
  resetNames();
  resetGlobalSeedGenerator();
}
