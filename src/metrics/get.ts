import { type CustomMembers, customClasses, customMember, isConfigurableClass } from '../support/custom-members.ts';
import { ArgumentError, badArgument, describe, unknownName } from '../support/errors.ts';
import {
  type Config,
  type ConfigurableClass,
  classesIn,
  deserializeObject,
  isSerialized,
  type SerializedObject,
  serializeObject,
} from '../support/registry.ts';
import type { SerializedFunction } from '../support/serialized-function.ts';
import { serializedFunctionName, serializeFunction } from '../support/serialized-function.ts';
import { METRICS_MODULE, type MetricAlias, type MetricClassName, metricAliases, unaliased } from './classes.ts';
import {
  type MetricFunction,
  type MetricFunctionName,
  metricFunctionName,
  metricFunctionNamed,
  metricFunctions,
} from './functions.ts';
import { Metric } from './metric.ts';

/** Names that `metrics.get` and `compile` know: classes, their snake-case and short names, and functions. */
export type MetricName = MetricClassName | MetricAlias | MetricFunctionName;

/** Whatever names a metric: a name, an object, a function, a class, or a config. */
export type MetricIdentifier<M extends Metric = Metric> =
  | MetricName
  | M
  | MetricFunction
  | ConfigurableClass<M>
  | SerializedObject
  | SerializedFunction;

/** Classes and functions of the user's own, by the names under which configs mention them. */
export type CustomMetrics = CustomMembers<MetricFunction>;

const everyName = (custom: CustomMetrics): string[] => [
  ...Object.keys(custom),
  ...Object.keys(metricAliases),
  ...Object.keys(metricFunctions),
  ...classesIn(METRICS_MODULE).keys(),
];

function requireMetric(object: unknown): Metric {
  if (object instanceof Metric) return object;
  throw new ArgumentError(`Expected the config of a metric. Received: that of ${describe(object)}`);
}

const fromClassOrFunction = (own: ConfigurableClass | MetricFunction, options: Config): Metric | MetricFunction =>
  isConfigurableClass(own) ? requireMetric(own.fromConfig(options)) : own;

/** What a name stands for; an object is made with the options given. */
export function metricNamed(name: string, options: Config, custom: CustomMetrics = {}): Metric | MetricFunction {
  const own = customMember(custom, name);
  if (own !== undefined) return fromClassOrFunction(own, options);
  const cls = classesIn(METRICS_MODULE).get(unaliased(name));
  if (cls !== undefined) return requireMetric(cls.fromConfig(options));
  const fn = metricFunctionNamed(name);
  if (fn !== undefined) return fn;
  throw unknownName('metric', name, everyName(custom));
}

function functionNamed(name: string, custom: CustomMetrics): MetricFunction {
  const own = customMember(custom, name);
  const fn = own !== undefined && !isConfigurableClass(own) ? own : metricFunctionNamed(name);
  if (fn === undefined) throw unknownName('metric function', name, everyName(custom));
  return fn;
}

/**
 * Makes a metric from what `serialize` (or Keras) gave.
 *
 * @param config a name, or Keras's envelope of an object or a function
 * @param options `customObjects`: classes and functions of your own by name
 * @returns a `Metric`, or a function where the config names one
 * @throws ArgumentError for an unknown name, with the nearest known one
 * @see https://keras.io/api/utils/serialization_utils/
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * const config = metrics.serialize(new metrics.BinaryAccuracy({ threshold: 0.7 }));
 * const metric = metrics.deserialize(config);
 * console.log(metric instanceof metrics.BinaryAccuracy && metric.threshold); // => 0.7
 * ```
 */
export function deserialize(
  config: unknown,
  options: { readonly customObjects?: CustomMetrics } = {},
): Metric | MetricFunction {
  const custom = options.customObjects ?? {};
  if (typeof config === 'string') return metricNamed(config, {}, custom);
  const functionName = serializedFunctionName(config);
  if (functionName !== undefined) return functionNamed(functionName, custom);
  return requireMetric(deserializeObject(config, { module: METRICS_MODULE, customObjects: customClasses(custom) }));
}

/**
 * Keras's JSON of a metric: an envelope of class name and config, or of a function's name.
 *
 * @see https://keras.io/api/utils/serialization_utils/
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * console.log(metrics.serialize(new metrics.Mean()).class_name); // => Mean
 * ```
 */
export function serialize(metric: Metric | MetricFunction): SerializedObject | SerializedFunction {
  return metric instanceof Metric ? serializeObject(metric) : serializeFunction(metricFunctionName(metric));
}

/**
 * The metric that an identifier stands for: null for null; a name, such as `'mse'` or `'MeanSquaredError'`, gives an
 * object with default options (a function, where only a function has that name); objects and functions are returned
 * as they are.
 *
 * @throws ArgumentError for an unknown name, with the nearest known one
 * @see https://keras.io/api/metrics/
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * console.log(metrics.get('mse') instanceof metrics.MeanSquaredError); // => true
 * ```
 */
export function get(identifier: MetricIdentifier): Metric | MetricFunction;
export function get(identifier: MetricIdentifier | null): Metric | MetricFunction | null;
export function get(identifier: MetricIdentifier | null): Metric | MetricFunction | null {
  if (identifier === null || identifier instanceof Metric) return identifier;
  if (typeof identifier === 'string') return metricNamed(identifier, {});
  if (typeof identifier === 'function') return fromClassOrFunction(identifier, {});
  if (isSerialized(identifier) || serializedFunctionName(identifier) !== undefined) return deserialize(identifier);
  throw badArgument('metric', 'a name, a Metric, a function (yTrue, yPred) => values, a config or null', identifier);
}
