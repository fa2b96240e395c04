import { family, type Identifier, type NameOf } from '../support/family.ts';
import { Constant, Ones, Zeros } from './constant.ts';
import { GlorotNormal, GlorotUniform } from './glorot.ts';
import { HeNormal, HeUniform } from './he.ts';
import { Identity } from './identity.ts';
import { FunctionInitializer, Initializer, type InitializerFunction } from './initializer.ts';
import { LecunNormal, LecunUniform } from './lecun.ts';
import { Orthogonal } from './orthogonal.ts';
import { RandomNormal, RandomUniform, TruncatedNormal } from './random.ts';
import { STFT } from './stft.ts';
import { VarianceScaling } from './variance-scaling.ts';

const initializers = family({
  kind: 'initializer',
  module: 'keras.initializers',
  base: Initializer,
  wrapper: FunctionInitializer,
  classes: {
    Constant,
    GlorotNormal,
    GlorotUniform,
    HeNormal,
    HeUniform,
    Identity,
    LecunNormal,
    LecunUniform,
    Ones,
    Orthogonal,
    RandomNormal,
    RandomUniform,
    STFT,
    TruncatedNormal,
    VarianceScaling,
    Zeros,
  },
  aliases: {
    constant: Constant,
    glorot_normal: GlorotNormal,
    glorot_uniform: GlorotUniform,
    he_normal: HeNormal,
    he_uniform: HeUniform,
    identity: Identity,
    IdentityInitializer: Identity,
    lecun_normal: LecunNormal,
    lecun_uniform: LecunUniform,
    normal: RandomNormal,
    one: Ones,
    ones: Ones,
    orthogonal: Orthogonal,
    OrthogonalInitializer: Orthogonal,
    random_normal: RandomNormal,
    random_uniform: RandomUniform,
    stft: STFT,
    STFTInitializer: STFT,
    truncated_normal: TruncatedNormal,
    uniform: RandomUniform,
    variance_scaling: VarianceScaling,
    zero: Zeros,
    zeros: Zeros,
  },
});

/** Keras's names for initializers: snake case, class names and some short ones. */
export type InitializerName = NameOf<typeof initializers>;

/** What takes the place of an initializer: a name, an object, a class, a function, or a config. */
export type InitializerIdentifier = Identifier<Initializer, InitializerFunction, InitializerName>;

/**
 * The initializer that a name, an object, a class, a function or a config stands for; null for null.
 *
 * @throws ArgumentError when the name is unknown, with the nearest known one
 * @see https://keras.io/api/layers/initializers/
 *
 * @example
 * ```ts
 * import { initializers } from 'keratin';
 * console.log(initializers.get('he_normal').getConfig()); // => { seed: null, input_axes: null, output_axes: null }
 * ```
 */
export const get: typeof initializers.get = initializers.get;

/**
 * Keras's envelope around an initializer.
 *
 * @see https://keras.io/api/utils/serialization_utils/
 *
 * @example
 * ```ts
 * import { initializers } from 'keratin';
 * const envelope = initializers.serialize(new initializers.Constant({ value: 2 }));
 * console.log('class_name' in envelope && envelope.class_name); // => Constant
 * ```
 */
export const serialize: typeof initializers.serialize = initializers.serialize;

/**
 * The initializer in Keras's envelope; classes and functions of one's own are looked up in `customObjects`.
 *
 * @see https://keras.io/api/utils/serialization_utils/
 *
 * @example
 * ```ts
 * import { initializers } from 'keratin';
 * const envelope = initializers.serialize(new initializers.Constant({ value: 2 }));
 * console.log(initializers.deserialize(envelope).getConfig()); // => { value: 2 }
 * ```
 */
export const deserialize: typeof initializers.deserialize = initializers.deserialize;

export { Constant, Ones, Zeros } from './constant.ts';
export { computeFans, type Fans } from './fans.ts';
export { GlorotNormal, GlorotUniform } from './glorot.ts';
export { HeNormal, HeUniform } from './he.ts';
export { Identity, Identity as IdentityInitializer } from './identity.ts';
export { Initializer, type InitializerFunction, type InitializerOptions } from './initializer.ts';
export { LecunNormal, LecunUniform } from './lecun.ts';
export { Orthogonal, Orthogonal as OrthogonalInitializer } from './orthogonal.ts';
export {
  RandomNormal,
  type RandomNormalOptions,
  RandomUniform,
  type RandomUniformOptions,
  TruncatedNormal,
} from './random.ts';
export type { InitializerSeed } from './random-initializer.ts';
export { STFT, STFT as STFTInitializer, type STFTOptions } from './stft.ts';
export {
  type FanMode,
  type FanOptions,
  type VarianceDistribution,
  VarianceScaling,
  type VarianceScalingOptions,
} from './variance-scaling.ts';
