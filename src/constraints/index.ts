import { family, type Identifier, type NameOf } from '../support/family.ts';
import { Constraint, type ConstraintFunction, FunctionConstraint } from './constraint.ts';
import { NonNeg } from './non-neg.ts';
import { MaxNorm, MinMaxNorm, UnitNorm } from './norms.ts';

const constraints = family({
  kind: 'constraint',
  module: 'keras.constraints',
  base: Constraint,
  wrapper: FunctionConstraint,
  classes: { MaxNorm, MinMaxNorm, NonNeg, UnitNorm },
  aliases: { max_norm: MaxNorm, min_max_norm: MinMaxNorm, non_neg: NonNeg, unit_norm: UnitNorm },
});

/** Keras's names for constraints: snake case, class names and some short ones. */
export type ConstraintName = NameOf<typeof constraints>;

/** What takes the place of a constraint: a name, an object, a class, a function, or a config. */
export type ConstraintIdentifier = Identifier<Constraint, ConstraintFunction, ConstraintName>;

/**
 * The constraint that a name, an object, a class, a function or a config stands for; null for null.
 *
 * @throws ArgumentError when the name is unknown, with the nearest known one
 * @see https://keras.io/api/layers/constraints/
 *
 * @example
 * ```ts
 * import { constraints } from 'keratin';
 * console.log(constraints.get('unit_norm').getConfig()); // => { axis: 0 }
 * ```
 */
export const get: typeof constraints.get = constraints.get;

/**
 * Keras's envelope around a constraint.
 *
 * @see https://keras.io/api/utils/serialization_utils/
 *
 * @example
 * ```ts
 * import { constraints } from 'keratin';
 * const envelope = constraints.serialize(new constraints.MaxNorm({ maxValue: 3 }));
 * console.log('class_name' in envelope && envelope.class_name); // => MaxNorm
 * ```
 */
export const serialize: typeof constraints.serialize = constraints.serialize;

/**
 * The constraint in Keras's envelope; classes and functions of one's own are looked up in `customObjects`.
 *
 * @see https://keras.io/api/utils/serialization_utils/
 *
 * @example
 * ```ts
 * import { constraints } from 'keratin';
 * const envelope = constraints.serialize(new constraints.UnitNorm({ axis: 1 }));
 * console.log(constraints.deserialize(envelope).getConfig()); // => { axis: 1 }
 * ```
 */
export const deserialize: typeof constraints.deserialize = constraints.deserialize;

export { Constraint, type ConstraintFunction } from './constraint.ts';
export { NonNeg } from './non-neg.ts';
export { MaxNorm, type MaxNormOptions, MinMaxNorm, type MinMaxNormOptions, UnitNorm } from './norms.ts';
