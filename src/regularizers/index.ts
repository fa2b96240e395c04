import { family, type Identifier, type NameOf } from '../support/family.ts';
import { L1, L1L2, L2 } from './l1-l2.ts';
import { OrthogonalRegularizer } from './orthogonal.ts';
import { FunctionRegularizer, Regularizer, type RegularizerFunction } from './regularizer.ts';

const regularizers = family({
  kind: 'regularizer',
  module: 'keras.regularizers',
  base: Regularizer,
  wrapper: FunctionRegularizer,
  classes: { L1, L1L2, L2, OrthogonalRegularizer },
  aliases: { l1: L1, l2: L2, l1_l2: L1L2, l1l2: L1L2, orthogonal_regularizer: OrthogonalRegularizer },
});

/** Keras's names for regularizers: snake case, class names and some short ones. */
export type RegularizerName = NameOf<typeof regularizers>;

/** What takes the place of a regularizer: a name, an object, a class, a function, or a config. */
export type RegularizerIdentifier = Identifier<Regularizer, RegularizerFunction, RegularizerName>;

/**
 * The regularizer that a name, an object, a class, a function or a config stands for; null for null.
 *
 * @throws ArgumentError when the name is unknown, with the nearest known one
 * @see https://keras.io/api/layers/regularizers/
 *
 * @example
 * ```ts
 * import { regularizers } from 'keratin';
 * console.log(regularizers.get('l2').getConfig()); // => { l2: 0.01 }
 * ```
 */
export const get: typeof regularizers.get = regularizers.get;

/**
 * Keras's envelope around a regularizer.
 *
 * @see https://keras.io/api/utils/serialization_utils/
 *
 * @example
 * ```ts
 * import { regularizers } from 'keratin';
 * const envelope = regularizers.serialize(new regularizers.L2(0.5));
 * console.log('class_name' in envelope && envelope.class_name); // => L2
 * ```
 */
export const serialize: typeof regularizers.serialize = regularizers.serialize;

/**
 * The regularizer in Keras's envelope; classes and functions of one's own are looked up in `customObjects`.
 *
 * @see https://keras.io/api/utils/serialization_utils/
 *
 * @example
 * ```ts
 * import { regularizers } from 'keratin';
 * const envelope = regularizers.serialize(new regularizers.L2(0.5));
 * console.log(regularizers.deserialize(envelope).getConfig()); // => { l2: 0.5 }
 * ```
 */
export const deserialize: typeof regularizers.deserialize = regularizers.deserialize;

export { L1, L1L2, L2 } from './l1-l2.ts';
export { OrthogonalRegularizer } from './orthogonal.ts';
export { Regularizer, type RegularizerFunction } from './regularizer.ts';
