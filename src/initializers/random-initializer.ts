import { SeedGenerator } from '../random/seed-generator.ts';
import { type DType, type FloatDType, isFloat, standardizeDtype } from '../support/dtype.ts';
import { badArgument } from '../support/errors.ts';
import { floatx } from '../support/floatx.ts';
import { makeDefaultSeed } from '../support/python-random.ts';
import { type Config, deserializeObject, isSerialized, serializeObject } from '../support/registry.ts';
import { Initializer } from './initializer.ts';

/** An integer gives the same values at every call, a generator new ones; null draws an integer when the object is made. */
export type InitializerSeed = number | SeedGenerator | null;

function checkSeed(seed: unknown): InitializerSeed {
  if (seed === null || seed === undefined || seed instanceof SeedGenerator) return seed ?? null;
  if (typeof seed === 'number' && Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32) return seed;
  if (isSerialized(seed)) {
    const object = deserializeObject(seed, { module: 'keras.random' });
    if (object instanceof SeedGenerator) return object;
  }
  throw badArgument('seed', 'null, a whole number from 0 to 2^32 - 1, or a SeedGenerator', seed);
}

/** What random initializers share: their seed. */
export abstract class RandomInitializer extends Initializer {
  static override readonly className: string = 'RandomInitializer';
  /** The seed that draws are made with. */
  protected readonly seed: number | SeedGenerator;
  readonly #given: InitializerSeed;

  constructor(seed: InitializerSeed | undefined) {
    super();
    this.#given = checkSeed(seed);
    // As in Keras, the draw happens here: the order in which layers are made decides their initial weights.
    this.seed = this.#given ?? makeDefaultSeed();
  }

  override getConfig(): Config {
    return { seed: this.#given instanceof SeedGenerator ? serializeObject(this.#given) : this.#given };
  }
}

/** The dtype that random weights have: they are drawn as floats, whatever the layer computes in. */
export function weightDtype(dtype: DType | null | undefined): FloatDType {
  const wanted = standardizeDtype(dtype ?? floatx());
  if (!isFloat(wanted)) throw badArgument('dtype', 'a float for random weights', dtype);
  return wanted;
}
