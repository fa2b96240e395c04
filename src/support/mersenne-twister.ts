import { badArgument } from './errors.ts';

const SIZE = 624;
const SHIFT = 397;

/** Where a generator stands: what it gives from here on is fixed. */
export interface TwisterState {
  /** 624 words of 32 bits. */
  readonly words: readonly number[];
  /** How many of them have been given out. */
  readonly position: number;
}

/**
 * The 32-bit Mersenne Twister MT19937 (Matsumoto and Nishimura 1998), which both Python's `random` and NumPy's legacy
 * generator run on; they differ in how a seed fills its state.
 */
export class MersenneTwister {
  readonly #state = new Uint32Array(SIZE);
  #position = SIZE;

  get state(): TwisterState {
    return { words: [...this.#state], position: this.#position };
  }

  set state({ words, position }: TwisterState) {
    if (words.length !== SIZE) throw badArgument('state', `that of a generator with ${SIZE} words`, words);
    this.#state.set(words);
    this.#position = Math.min(SIZE, Math.max(0, position));
  }

  /** Fills the state from one 32-bit number (`init_genrand`). */
  seedByNumber(seed: number): void {
    const state = this.#state;
    state[0] = seed;
    for (let i = 1; i < SIZE; i++) {
      const previous = state[i - 1] ?? 0;
      state[i] = Math.imul(1812433253, previous ^ (previous >>> 30)) + i;
    }
    this.#position = SIZE;
  }

  /** Fills the state from 32-bit words (`init_by_array`). */
  seedByWords(words: readonly number[]): void {
    this.seedByNumber(19650218);
    const state = this.#state;
    const mixed = (i: number) => (state[i - 1] ?? 0) ^ ((state[i - 1] ?? 0) >>> 30);
    let i = 1;
    let j = 0;
    const advance = () => {
      i += 1;
      if (i < SIZE) return;
      state[0] = state[SIZE - 1] ?? 0;
      i = 1;
    };
    for (let k = Math.max(SIZE, words.length); k > 0; k--) {
      state[i] = ((state[i] ?? 0) ^ Math.imul(mixed(i), 1664525)) + (words[j] ?? 0) + j;
      j = (j + 1) % words.length;
      advance();
    }
    for (let k = SIZE - 1; k > 0; k--) {
      state[i] = ((state[i] ?? 0) ^ Math.imul(mixed(i), 1566083941)) - i;
      advance();
    }
    state[0] = 0x80000000;
  }

  /** The next 32 random bits. */
  next(): number {
    if (this.#position === SIZE) this.#twist();
    let y = this.#state[this.#position++] ?? 0;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  #twist(): void {
    const state = this.#state;
    for (let i = 0; i < SIZE; i++) {
      const y = ((state[i] ?? 0) & 0x80000000) | ((state[(i + 1) % SIZE] ?? 0) & 0x7fffffff);
      state[i] = (state[(i + SHIFT) % SIZE] ?? 0) ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.#position = 0;
  }
}

/** 32-bit words that nobody can foresee, for generators that no one has seeded. */
export const entropy = (words: number): number[] => [...crypto.getRandomValues(new Uint32Array(words))];
