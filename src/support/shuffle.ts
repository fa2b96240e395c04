import { nonNegativeInteger, uint32 } from './check-values.ts';
import { entropy, MersenneTwister, type TwisterState } from './mersenne-twister.ts';

/**
 * NumPy's legacy generator (`numpy.random.RandomState`), as far as Keras uses it: the permutation that shuffles the
 * samples of an epoch, number for number.
 */
export class Shuffler {
  readonly #generator = new MersenneTwister();

  /** @param seed 0 to 2^32 - 1; without one, the operating system's randomness */
  constructor(seed?: number) {
    if (seed === undefined) this.#generator.seedByWords(entropy(8));
    else this.seed(seed);
  }

  /** Starts the stream that `numpy.random.seed(n)` starts. */
  seed(seed: number): void {
    this.#generator.seedByNumber(uint32('seed', seed));
  }

  /** Where the stream stands. */
  get state(): TwisterState {
    return this.#generator.state;
  }

  set state(state: TwisterState) {
    this.#generator.state = state;
  }

  /** The numbers 0..n-1 in random order (Fisher and Yates, from the end), as `numpy.random.permutation(n)`. */
  permutation(n: number): Int32Array<ArrayBuffer> {
    nonNegativeInteger('n', n);
    const order = Int32Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = this.integer(i);
      const moved = order[i] ?? 0;
      order[i] = order[j] ?? 0;
      order[j] = moved;
    }
    return order;
  }

  /** A whole number from 0 to `max` (below 2^31): as many low bits as it has, drawn until they don't exceed it. */
  integer(max: number): number {
    if (max === 0) return 0;
    const mask = 0xffffffff >>> Math.clz32(max);
    for (;;) {
      const value = (this.#generator.next() & mask) >>> 0;
      if (value <= max) return value;
    }
  }
}

/** Documented global state: the stream that `fit` shuffles with; `utils.setRandomSeed` starts it anew. */
export const globalShuffler = new Shuffler();

/** The numbers 0..n-1 in random order, from the global stream. */
export const permutation = (n: number): Int32Array<ArrayBuffer> => globalShuffler.permutation(n);
