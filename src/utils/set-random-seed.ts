import { resetGlobalSeedGenerator } from '../random/seed-generator.ts';
import { uint32 } from '../support/check-values.ts';
import { globalRandom } from '../support/python-random.ts';
import { globalShuffler } from '../support/shuffle.ts';

/**
 * Makes what follows reproducible: the initial weights, dropout and other random layers that were given no seed of
 * their own, random functions without a seed, and the order in which `fit` shuffles. The same seed gives the same
 * initial weights as `keras.utils.set_random_seed` does with Keras on JAX.
 *
 * @param seed a whole number from 0 to 2^32 - 1
 * @throws ArgumentError for any other seed
 * @see https://keras.io/api/utils/python_utils/#setrandomseed-function
 *
 * @example
 * ```ts
 * import { random, utils } from 'keratin';
 * utils.setRandomSeed(42);
 * const first = await random.uniform([2]).array();
 * utils.setRandomSeed(42);
 * const again = await random.uniform([2]).array(); // the same numbers
 * ```
 */
export function setRandomSeed(seed: number): void {
  uint32('seed', seed);
  globalRandom.seed(seed);
  globalShuffler.seed(seed);
  resetGlobalSeedGenerator();
}
