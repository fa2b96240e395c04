import { family, type SerializedFunction } from '../support/family.ts';
import { type ConfigurableClass, registerClasses, type SerializedObject } from '../support/registry.ts';
import { Constraint, type ConstraintFunction, FunctionConstraint } from './constraint.ts';
import { NonNeg } from './non-neg.ts';
import { MaxNorm, MinMaxNorm, UnitNorm } from './norms.ts';

const MODULE = 'keras.constraints';

const classes = { MaxNorm, MinMaxNorm, NonNeg, UnitNorm };

const aliases = { max_norm: MaxNorm, min_max_norm: MinMaxNorm, non_neg: NonNeg, unit_norm: UnitNorm };

registerClasses(MODULE, Object.values(classes), aliases);

/** Keras's names for constraints. */
export type ConstraintName = keyof typeof classes | keyof typeof aliases;

/** What takes the place of a constraint: a name, an object, a class, a function, or a config. */
export type ConstraintIdentifier =
  | ConstraintName
  | Constraint
  | ConstraintFunction
  | ConfigurableClass<Constraint>
  | SerializedObject
  | SerializedFunction;

const constraints = family<Constraint, ConstraintFunction, ConstraintIdentifier>({
  kind: 'constraint',
  module: MODULE,
  isMember: (x) => x instanceof Constraint,
  wrap: (fn) => new FunctionConstraint(fn),
});

/**
 * The constraint that a name, an object, a class, a function or a config stands for; null for null.
 *
 * @throws ArgumentError when the name is unknown, with the nearest known one
 *
 * @example
 * ```ts
 * import { constraints } from 'keratin';
 * console.log(constraints.get('unit_norm').getConfig()); // => { axis: 0 }
 * ```
 */
export const get: typeof constraints.get = constraints.get;

/** Keras's envelope around a constraint. */
export const serialize: typeof constraints.serialize = constraints.serialize;

/** The constraint in Keras's envelope; classes and functions of one's own are looked up in `customObjects`. */
export const deserialize: typeof constraints.deserialize = constraints.deserialize;

export { Constraint, type ConstraintFunction } from './constraint.ts';
export { NonNeg } from './non-neg.ts';
export { MaxNorm, type MaxNormOptions, MinMaxNorm, type MinMaxNormOptions, UnitNorm } from './norms.ts';
