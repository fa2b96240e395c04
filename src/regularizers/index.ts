import { family, type SerializedFunction } from '../support/family.ts';
import { type ConfigurableClass, registerClasses, type SerializedObject } from '../support/registry.ts';
import { L1, L1L2, L2 } from './l1-l2.ts';
import { OrthogonalRegularizer } from './orthogonal.ts';
import { FunctionRegularizer, Regularizer, type RegularizerFunction } from './regularizer.ts';

const MODULE = 'keras.regularizers';

const classes = { L1, L1L2, L2, OrthogonalRegularizer };

const aliases = { l1: L1, l2: L2, l1_l2: L1L2, l1l2: L1L2, orthogonal_regularizer: OrthogonalRegularizer };

registerClasses(MODULE, Object.values(classes), aliases);

/** Keras's names for regularizers. */
export type RegularizerName = keyof typeof classes | keyof typeof aliases;

/** What takes the place of a regularizer: a name, an object, a class, a function, or a config. */
export type RegularizerIdentifier =
  | RegularizerName
  | Regularizer
  | RegularizerFunction
  | ConfigurableClass<Regularizer>
  | SerializedObject
  | SerializedFunction;

const regularizers = family<Regularizer, RegularizerFunction, RegularizerIdentifier>({
  kind: 'regularizer',
  module: MODULE,
  isMember: (x) => x instanceof Regularizer,
  wrap: (fn) => new FunctionRegularizer(fn),
});

/**
 * The regularizer that a name, an object, a class, a function or a config stands for; null for null.
 *
 * @throws ArgumentError when the name is unknown, with the nearest known one
 *
 * @example
 * ```ts
 * import { regularizers } from 'keratin';
 * console.log(regularizers.get('l2').getConfig()); // => { l2: 0.01 }
 * ```
 */
export const get: typeof regularizers.get = regularizers.get;

/** Keras's envelope around a regularizer. */
export const serialize: typeof regularizers.serialize = regularizers.serialize;

/** The regularizer in Keras's envelope; classes and functions of one's own are looked up in `customObjects`. */
export const deserialize: typeof regularizers.deserialize = regularizers.deserialize;

export { L1, L1L2, L2 } from './l1-l2.ts';
export { OrthogonalRegularizer } from './orthogonal.ts';
export { Regularizer, type RegularizerFunction } from './regularizer.ts';
