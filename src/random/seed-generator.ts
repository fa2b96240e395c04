import { add, multiply } from '../ops/arithmetic.ts';
import { mod } from '../ops/division.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import { makeDefaultSeed } from '../support/python-random.ts';
import { type Config, registerClasses } from '../support/registry.ts';
import { Storage } from '../tensor/storage.ts';
import { Tensor } from '../tensor/tensor.ts';
import { Variable } from '../tensor/variable.ts';

/** What random functions take as `seed`: a number gives the same draw every time, a generator a new one, null the global generator's. */
export type Seed = number | SeedGenerator | null;

const isSeed = (seed: unknown): seed is number =>
  typeof seed === 'number' && Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32;

const keyOf = (seed: number): Tensor => new Tensor(Storage.from([seed, 0], [2], 'uint32'));

/**
 * A sequence of seeds for random functions: its state is a variable, so that draws inside a compiled step differ from
 * step to step.
 *
 * @param options `{ seed, name }`: the seed (0 to 2^32 - 1) of the sequence; by default one that depends on
 *   `utils.setRandomSeed`
 * @see https://keras.io/api/random/seed_generator/
 *
 * @example
 * ```ts
 * import { random } from 'keratin';
 * const generator = new random.SeedGenerator({ seed: 42 });
 * const a = random.normal([2], { seed: generator });
 * const b = random.normal([2], { seed: generator }); // other numbers than a
 * ```
 */
export class SeedGenerator {
  static readonly className: string = 'SeedGenerator';
  readonly name: string;
  /** [seed, number of seeds given out], as uint32. */
  readonly state: Variable;
  readonly #seed: number | null;

  constructor(options: number | { seed?: number | null; name?: string | null } = {}) {
    const chosen: { seed?: number | null; name?: string | null } =
      typeof options === 'number' ? { seed: options } : options;
    checkOptions('SeedGenerator', chosen, ['seed', 'name']);
    const seed = chosen.seed ?? null;
    if (seed !== null && !isSeed(seed)) throw badArgument('seed', 'null or an integer from 0 to 2^32 - 1', seed);
    this.name = chosen.name ?? 'seed_generator';
    this.#seed = seed;
    this.state = new Variable(keyOf(seed ?? makeDefaultSeed()), {
      name: 'seed_generator_state',
      path: `${this.name}/seed_generator_state`,
      trainable: false,
    });
  }

  /**
   * The present state, a uint32 key of shape [2]; the state moves on.
   *
   * @param options `{ ordered }`: true (the default) counts the second word up; false jumps about, as Keras's global
   *   generator does
   */
  next(options: { ordered?: boolean } = {}): Tensor {
    const key = this.state.value;
    const step = new Tensor(Storage.from([0, 1], [2], 'uint32'));
    this.state.assign((options.ordered ?? true) ? add(key, step) : mod(multiply(add(key, 1), 5387), 933199));
    return key;
  }

  getConfig(): Config {
    return { seed: this.#seed };
  }

  static fromConfig(config: Config): SeedGenerator {
    const seed = config.seed ?? null;
    if (seed !== null && !isSeed(seed)) throw badArgument('seed', 'null or an integer from 0 to 2^32 - 1', seed);
    return new SeedGenerator({ seed });
  }
}

registerClasses('keras.random', [SeedGenerator]);

/** Documented global state: made at first use, made anew after `utils.setRandomSeed`. */
let globalGenerator: SeedGenerator | undefined;

/** The generator behind random functions that are called without a seed. */
export function globalSeedGenerator(): SeedGenerator {
  globalGenerator ??= new SeedGenerator({ name: 'global_seed_generator' });
  return globalGenerator;
}

/** The key of the global generator: null before its first use. */
export async function globalSeedState(): Promise<readonly number[] | null> {
  return globalGenerator === undefined ? null : [...(await globalGenerator.state.data())];
}

/** Sets the global generator to a key that `globalSeedState` gave. */
export function setGlobalSeedState(state: readonly number[] | null): void {
  if (state === null) globalGenerator = undefined;
  else globalSeedGenerator().state.assign(new Tensor(Storage.from(state, [2], 'uint32')));
}

/** Forgets the global generator; the next one draws its seed from the seeded stream. */
export function resetGlobalSeedGenerator(): void {
  globalGenerator = undefined;
}

/** The uint32 key [2] of one draw. */
export function drawSeed(seed: Seed | undefined): Tensor {
  if (seed === null || seed === undefined) return globalSeedGenerator().next({ ordered: false });
  if (seed instanceof SeedGenerator) return seed.next();
  if (!isSeed(seed)) throw badArgument('seed', 'null, an integer from 0 to 2^32 - 1, or a SeedGenerator', seed);
  return keyOf(seed);
}
