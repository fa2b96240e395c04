import { type CustomMembers, customClasses, customMember, isConfigurableClass } from '../support/custom-members.ts';
import { ArgumentError, badArgument, describe, unknownName } from '../support/errors.ts';
import {
  type ConfigurableClass,
  classesIn,
  deserializeObject,
  isSerialized,
  registerClasses,
  type SerializedObject,
  serializeObject,
} from '../support/registry.ts';
import type { SerializedFunction } from '../support/serialized-function.ts';
import { serializedFunctionName, serializeFunction } from '../support/serialized-function.ts';
import { BinaryCrossentropy } from './binary-crossentropy.ts';
import { BinaryFocalCrossentropy } from './binary-focal-crossentropy.ts';
import { CategoricalCrossentropy } from './categorical-crossentropy.ts';
import { CategoricalFocalCrossentropy } from './categorical-focal-crossentropy.ts';
import { CategoricalGeneralizedCrossEntropy } from './categorical-generalized-cross-entropy.ts';
import { CategoricalHinge } from './categorical-hinge.ts';
import { Circle } from './circle.ts';
import { CosineSimilarity } from './cosine-similarity.ts';
import { CTC } from './ctc.ts';
import { Dice } from './dice.ts';
import { FunctionLoss } from './function-loss.ts';
import { type LossFunctionName, lossAliases, lossFunctionName, lossFunctionNamed, lossFunctions } from './functions.ts';
import { Hinge } from './hinge.ts';
import { Huber } from './huber.ts';
import { KLDivergence } from './kl-divergence.ts';
import { LogCosh } from './log-cosh.ts';
import { Loss, type LossFunction } from './loss.ts';
import { MeanAbsoluteError } from './mean-absolute-error.ts';
import { MeanAbsolutePercentageError } from './mean-absolute-percentage-error.ts';
import { MeanSquaredError } from './mean-squared-error.ts';
import { MeanSquaredLogarithmicError } from './mean-squared-logarithmic-error.ts';
import { Poisson } from './poisson.ts';
import { SparseCategoricalCrossentropy } from './sparse-categorical-crossentropy.ts';
import { SquaredHinge } from './squared-hinge.ts';
import { Tversky } from './tversky.ts';

const MODULE = 'keras.losses';

const lossClasses = {
  BinaryCrossentropy,
  BinaryFocalCrossentropy,
  CategoricalCrossentropy,
  CategoricalFocalCrossentropy,
  CategoricalGeneralizedCrossEntropy,
  CategoricalHinge,
  Circle,
  CosineSimilarity,
  CTC,
  Dice,
  Hinge,
  Huber,
  KLDivergence,
  LogCosh,
  MeanAbsoluteError,
  MeanAbsolutePercentageError,
  MeanSquaredError,
  MeanSquaredLogarithmicError,
  Poisson,
  SparseCategoricalCrossentropy,
  SquaredHinge,
  Tversky,
} satisfies Record<string, ConfigurableClass<Loss>>;

registerClasses(MODULE, Object.values(lossClasses));

/** Names that `losses.get` and `compile` know: Keras's functions, their short names, and the classes. */
export type LossName = LossFunctionName | keyof typeof lossClasses;

/** Whatever names a loss: a name, an object, a function, a class, or a config. */
export type LossIdentifier =
  | LossName
  | Loss
  | LossFunction
  | ConfigurableClass<Loss>
  | SerializedObject
  | SerializedFunction;

/** Classes and functions of the user's own, by the names under which configs mention them. */
export type CustomLosses = CustomMembers<LossFunction>;

const everyName = (custom: CustomLosses): string[] => [
  ...Object.keys(custom),
  ...Object.keys(lossFunctions),
  ...Object.keys(lossAliases),
  ...classesIn(MODULE).keys(),
];

function requireLoss(object: unknown): Loss {
  if (object instanceof Loss) return object;
  throw new ArgumentError(`Expected the config of a loss. Received: that of ${describe(object)}`);
}

const fromClassOrFunction = (own: ConfigurableClass | LossFunction): Loss | LossFunction =>
  isConfigurableClass(own) ? requireLoss(own.fromConfig({})) : own;

function named(name: string, custom: CustomLosses): Loss | LossFunction {
  const own = customMember(custom, name);
  if (own !== undefined) return fromClassOrFunction(own);
  const fn = lossFunctionNamed(name);
  if (fn !== undefined) return fn;
  const cls = classesIn(MODULE).get(name);
  if (cls !== undefined) return requireLoss(cls.fromConfig({}));
  throw unknownName('loss', name, everyName(custom));
}

/**
 * Makes a loss from what `serialize` (or Keras) gave.
 *
 * @param config a name, or Keras's envelope of an object or a function
 * @param options `customObjects`: classes and functions of your own by name
 * @returns a `Loss`, or a function where the config names one
 * @throws ArgumentError for an unknown name, with the nearest known one
 * @see https://keras.io/api/utils/serialization_utils/
 *
 * @example
 * ```ts
 * import { losses } from 'keratin';
 * const config = losses.serialize(new losses.Huber({ delta: 2 }));
 * const loss = losses.deserialize(config);
 * console.log(loss instanceof losses.Huber && loss.delta); // => 2
 * ```
 */
export function deserialize(
  config: unknown,
  options: { readonly customObjects?: CustomLosses } = {},
): Loss | LossFunction {
  const custom = options.customObjects ?? {};
  if (typeof config === 'string') return named(config, custom);
  const functionName = serializedFunctionName(config);
  if (functionName !== undefined) return named(functionName, custom);
  return requireLoss(deserializeObject(config, { module: MODULE, customObjects: customClasses(custom) }));
}

/**
 * Keras's JSON of a loss: an envelope of class name and config, or of a function's name.
 *
 * @see https://keras.io/api/utils/serialization_utils/
 *
 * @example
 * ```ts
 * import { losses } from 'keratin';
 * console.log(losses.serialize(new losses.MeanSquaredError()).class_name); // => MeanSquaredError
 * ```
 */
export function serialize(loss: Loss | LossFunction): SerializedObject | SerializedFunction {
  return loss instanceof Loss ? serializeObject(loss) : serializeFunction(lossFunctionName(loss));
}

/**
 * The loss that an identifier stands for: null for null; a name of a function, such as `'mse'`, gives the function, as
 * in Keras; a class name gives an object with default options; objects and functions are returned as they are.
 *
 * @throws ArgumentError for an unknown name, with the nearest known one
 * @see https://keras.io/api/losses/
 *
 * @example
 * ```ts
 * import { losses } from 'keratin';
 * console.log(losses.get('mse') === losses.meanSquaredError); // => true
 * ```
 */
export function get(identifier: LossIdentifier): Loss | LossFunction;
export function get(identifier: LossIdentifier | null): Loss | LossFunction | null;
export function get(identifier: LossIdentifier | null): Loss | LossFunction | null {
  if (identifier === null || identifier instanceof Loss) return identifier;
  if (typeof identifier === 'string') return named(identifier, {});
  if (typeof identifier === 'function') return fromClassOrFunction(identifier);
  if (isSerialized(identifier) || serializedFunctionName(identifier) !== undefined) return deserialize(identifier);
  throw badArgument('loss', 'a name, a Loss, a function (yTrue, yPred) => losses, a config or null', identifier);
}

/** The same as an object: functions become losses with the usual weighting and reduction. What training works with. */
export function toLoss(identifier: LossIdentifier): Loss {
  const loss = get(identifier);
  return loss instanceof Loss ? loss : new FunctionLoss(loss);
}
