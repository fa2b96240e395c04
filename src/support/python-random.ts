import { badArgument } from './errors.ts';
import { entropy, MersenneTwister, type TwisterState } from './mersenne-twister.ts';

/**
 * Python's `random.Random`, as far as Keras uses it: `seed(n)` and `randint(a, b)`, number for number. Keras draws the
 * seed of every layer and initializer that was given none from it.
 */
export class PythonRandom {
  readonly #generator = new MersenneTwister();

  /** @param seed a whole number; without one, the operating system's randomness */
  constructor(seed?: number) {
    if (seed === undefined) this.#generator.seedByWords(entropy(8));
    else this.seed(seed);
  }

  /** Starts the stream that Python's `random.seed(n)` starts (its sign is ignored there, too). */
  seed(seed: number): void {
    if (!Number.isSafeInteger(seed)) throw badArgument('seed', 'an integer', seed);
    const magnitude = Math.abs(seed);
    const high = Math.floor(magnitude / 2 ** 32);
    this.#generator.seedByWords(high === 0 ? [magnitude] : [magnitude % 2 ** 32, high]);
  }

  /** Where the stream stands. */
  get state(): TwisterState {
    return this.#generator.state;
  }

  set state(state: TwisterState) {
    this.#generator.state = state;
  }

  /** A whole number from `low` to `high`, both included; up to 2^32 - 1 apart. */
  randint(low: number, high: number): number {
    const count = high - low + 1;
    if (!Number.isInteger(low) || !Number.isInteger(high) || count < 1 || count >= 2 ** 32) {
      throw badArgument('high', 'an integer from `low` on, less than 2^32 - 1 above it', high);
    }
    // As CPython: as many bits as the count has, drawn until they fall below it.
    const bits = 32 - Math.clz32(count);
    for (;;) {
      const value = this.#generator.next() >>> (32 - bits);
      if (value < count) return low + value;
    }
  }
}

/** Documented global state: the stream that `utils.setRandomSeed` starts anew. */
export const globalRandom = new PythonRandom();

/** A seed for a layer or initializer that was given none: Keras's `random.randint(1, 1e9)`. */
export const makeDefaultSeed = (): number => globalRandom.randint(1, 1e9);
