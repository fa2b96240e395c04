/** Optimizers: `keras.optimizers`. */
import { badArgument, unknownName } from '../support/errors.ts';
import {
  type CustomObjects,
  deserializeObject,
  isSerialized,
  registerClasses,
  type SerializedObject,
  serializeObject,
} from '../support/registry.ts';
import { Adadelta } from './adadelta.ts';
import { Adafactor } from './adafactor.ts';
import { Adagrad } from './adagrad.ts';
import { Adam } from './adam.ts';
import { AdamW } from './adam-w.ts';
import { Adamax } from './adamax.ts';
import { Ftrl } from './ftrl.ts';
import { Lamb } from './lamb.ts';
import { Lion } from './lion.ts';
import { LossScaleOptimizer } from './loss-scale-optimizer.ts';
import { MultiOptimizer } from './multi-optimizer.ts';
import { Muon } from './muon.ts';
import { Nadam } from './nadam.ts';
import { Optimizer } from './optimizer.ts';
import { OptimizerMap } from './optimizer-map.ts';
import { RMSprop } from './rmsprop.ts';
import { ScheduleFreeAdamW } from './schedule-free-adam-w.ts';
import { SGD } from './sgd.ts';

export { Adadelta, type AdadeltaOptions } from './adadelta.ts';
export { Adafactor, type AdafactorOptions } from './adafactor.ts';
export { Adagrad, type AdagradOptions } from './adagrad.ts';
export { Adam, type AdamOptions } from './adam.ts';
export { AdamW, type AdamWOptions } from './adam-w.ts';
export { Adamax, type AdamaxOptions } from './adamax.ts';
export { Ftrl, type FtrlOptions } from './ftrl.ts';
export { Lamb, type LambOptions } from './lamb.ts';
export { Lion, type LionOptions } from './lion.ts';
export { LossScaleOptimizer, type LossScaleOptimizerOptions } from './loss-scale-optimizer.ts';
export { MultiOptimizer, type MultiOptimizerOptions } from './multi-optimizer.ts';
export { Muon, type MuonOptions } from './muon.ts';
export { Nadam, type NadamOptions } from './nadam.ts';
export { Optimizer, type UpdateRule } from './optimizer.ts';
export { OptimizerMap } from './optimizer-map.ts';
export type { OptimizerOptions, OptimizerSettings } from './options.ts';
export { RMSprop, type RMSpropOptions } from './rmsprop.ts';
export { ScheduleFreeAdamW, type ScheduleFreeAdamWOptions } from './schedule-free-adam-w.ts';
export * as schedules from './schedules/index.ts';
export { SGD, type SGDOptions } from './sgd.ts';
export type { WeightDecayExclusion } from './weight-decay.ts';

const MODULE = 'keras.optimizers';

/** By the names that strings may have: the class name, and that in lower case. */
const classes = {
  Adadelta,
  Adafactor,
  Adagrad,
  Adam,
  AdamW,
  Adamax,
  Ftrl,
  Lamb,
  Lion,
  Muon,
  Nadam,
  RMSprop,
  SGD,
  ScheduleFreeAdamW,
};

type ClassName = keyof typeof classes;

/** What may stand for an optimizer with its default options, such as `'adam'` or `'Adam'`. */
export type OptimizerName = ClassName | Lowercase<ClassName>;

/** Whatever `get` takes. */
export type OptimizerIdentifier = OptimizerName | Optimizer | SerializedObject;

registerClasses(MODULE, [...Object.values(classes), LossScaleOptimizer, MultiOptimizer, OptimizerMap]);

/**
 * Keras's envelope around an optimizer's config.
 *
 * @see https://keras.io/api/utils/serialization_utils/
 *
 * @example
 * ```ts
 * import { optimizers } from 'keratin';
 * console.log(optimizers.serialize(new optimizers.SGD()).class_name); // => SGD
 * ```
 */
export const serialize = (optimizer: Optimizer): SerializedObject => serializeObject(optimizer);

/**
 * Makes an optimizer from Keras's envelope; its state (iterations, slots) starts anew.
 *
 * @throws ArgumentError when the class is unknown or is no optimizer
 * @see https://keras.io/api/utils/serialization_utils/
 *
 * @example
 * ```ts
 * import { optimizers } from 'keratin';
 * const envelope = optimizers.serialize(new optimizers.SGD({ momentum: 0.9 }));
 * console.log(optimizers.deserialize(envelope).getConfig().momentum); // => 0.9
 * ```
 */
export function deserialize(config: unknown, options: { customObjects?: CustomObjects } = {}): Optimizer {
  const object = deserializeObject(config, { module: MODULE, customObjects: options.customObjects });
  if (!(object instanceof Optimizer)) throw badArgument('config', 'that of an optimizer', config);
  return object;
}

/**
 * An optimizer from its name, from its envelope, or as it is.
 *
 * @throws ArgumentError for unknown names, with the nearest known one
 * @see https://keras.io/api/optimizers/
 *
 * @example
 * ```ts
 * import { optimizers } from 'keratin';
 * console.log(optimizers.get('adam').getLearningRate()); // => 0.0010000000474974513
 * ```
 */
export function get(identifier: null): null;
export function get(identifier: OptimizerIdentifier): Optimizer;
export function get(identifier: OptimizerIdentifier | null): Optimizer | null;
export function get(identifier: OptimizerIdentifier | null): Optimizer | null {
  if (identifier === null || identifier instanceof Optimizer) return identifier;
  if (isSerialized(identifier)) return deserialize(identifier);
  if (typeof identifier !== 'string')
    throw badArgument('identifier', 'the name of an optimizer, its config or an optimizer', identifier);
  const found = Object.entries(classes).find(([name]) => name === identifier || name.toLowerCase() === identifier);
  if (found === undefined)
    throw unknownName(
      'optimizer',
      identifier,
      Object.keys(classes).flatMap((name) => [name.toLowerCase(), name]),
    );
  return new found[1]();
}
