import { snakeCase } from '../support/case.ts';
import { badArgument, unknownName } from '../support/errors.ts';
import { type Config, optionsFromConfig } from '../support/registry.ts';
import { serializedFunctionName, serializeFunction } from '../support/serialized-function.ts';
import type { Tensor } from '../tensor/tensor.ts';
import {
  isLossFunction,
  type MetricFunction,
  metricFunctionName,
  metricFunctionNamed,
  metricFunctions,
} from './functions.ts';
import type { Metric, MetricOptions } from './metric.ts';
import { PredictionMean } from './prediction-mean.ts';

/** Options of `MeanMetricWrapper`; all but `name` and `dtype` are passed on to the function. */
export type MeanMetricWrapperOptions = MetricOptions & { readonly [option: string]: unknown };

/** A function from a config: itself, its name, or Keras's envelope of its name. */
function functionOf(fn: unknown): MetricFunction {
  if (typeof fn === 'function') return fn as MetricFunction;
  const name = typeof fn === 'string' ? fn : serializedFunctionName(fn);
  if (name === undefined) throw badArgument('fn', 'a function (yTrue, yPred) => values, or the name of one', fn);
  const known = metricFunctionNamed(name);
  if (known === undefined) throw unknownName('metric function', name, Object.keys(metricFunctions));
  return known;
}

/**
 * The weighted mean of a function of targets and predictions.
 *
 * See https://keras.io/api/metrics/base_metric/.
 *
 * @example
 * ```ts
 * import { losses, metrics } from 'keratin';
 * const metric = new metrics.MeanMetricWrapper(losses.huber, { name: 'huber', delta: 2 });
 * metric.updateState([[0, 0]], [[1, 3]]);
 * console.log(await metric.result().item()); // => 2.25
 * ```
 */
export class MeanMetricWrapper extends PredictionMean {
  static override readonly className: string = 'MeanMetricWrapper';
  override readonly direction: 'down' | undefined;
  readonly fn: MetricFunction;
  readonly fnOptions: Readonly<Record<string, unknown>>;

  /**
   * @param fn gives the value of each sample, [batch, ...]; the targets and predictions it gets are tensors
   * @param options see `MeanMetricWrapperOptions`; the default name is `mean_metric_wrapper`
   */
  constructor(fn: MetricFunction, options: MeanMetricWrapperOptions = {}) {
    const checked = functionOf(fn);
    const { name, dtype, ...fnOptions } = options;
    super({ ...(name === undefined ? {} : { name }), ...(dtype === undefined ? {} : { dtype }) }, {});
    this.fn = checked;
    this.fnOptions = fnOptions;
    this.direction = isLossFunction(checked) ? 'down' : undefined;
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    if (Object.keys(this.fnOptions).length === 0) return this.fn(yTrue, yPred);
    // What the function takes as options is its own affair; it checks them.
    return this.fn(yTrue, yPred, this.fnOptions as never);
  }

  override getConfig(): Config {
    const fnConfig = Object.entries(this.fnOptions).map(([key, value]) => [snakeCase(key), value]);
    return {
      ...super.getConfig(),
      fn: serializeFunction(metricFunctionName(this.fn)),
      ...Object.fromEntries(fnConfig),
    };
  }

  static override fromConfig<T extends Metric>(this: new (...args: never[]) => T, config: Config): T {
    const { fn, ...options } = config;
    return new this(functionOf(fn) as never, optionsFromConfig(options) as never);
  }
}
