import type { InitializerIdentifier } from '../initializers/index.ts';
import * as initializers from '../initializers/index.ts';
import * as ops from '../ops/index.ts';
import { noteChange } from '../support/changes.ts';
import { type DType, standardizeDtype } from '../support/dtype.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import { autoName, classNameOf } from '../support/naming.ts';
import { type Config, optionsFromConfig } from '../support/registry.ts';
import type { Shape } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Variable } from '../tensor/variable.ts';

/** Options of every metric. */
export interface MetricOptions {
  /** The name in logs and history. Default: the class's name in snake case. */
  readonly name?: string | null;
  /** The dtype of the computation. Default `'float32'`. */
  readonly dtype?: DType | null;
}

/** Options of an update. */
export interface UpdateOptions {
  /** Weights of samples, [batch], or of samples and steps, [batch, steps]. Default null: all count the same. */
  readonly sampleWeight?: TensorLike | null;
}

/** Options of `addVariable` and `addWeight`. */
export interface StateOptions {
  /** What makes the first value. Default `'zeros'`. */
  readonly initializer?: InitializerIdentifier;
  /** Default `'variable'`. */
  readonly name?: string;
  /** Default: that of the metric. */
  readonly dtype?: DType;
}

const METRIC_OPTIONS = ['name', 'dtype'] as const;

/**
 * A number that says how good predictions are, gathered over many batches: `updateState` takes a batch in,
 * `result` gives the value so far, `resetState` starts anew. The state lives in variables, so that inside `jit` (and
 * `fit`) all of this is part of the compiled step.
 *
 * A custom metric extends this class, makes its variables with `addVariable` in the constructor, and overrides
 * `updateState` and `result`.
 *
 * See https://keras.io/api/metrics/base_metric/.
 *
 * @example
 * ```ts
 * import { metrics, ops, type Tensor, type Variable } from 'keratin';
 * class LargestError extends metrics.Metric {
 *   static override readonly className = 'LargestError';
 *   readonly largest: Variable = this.addVariable([]);
 *   override updateState(yTrue: Tensor, yPred: Tensor): void {
 *     this.largest.assign(ops.maximum(this.largest, ops.max(ops.abs(ops.subtract(yTrue, yPred)))));
 *   }
 *   override result(): Tensor {
 *     return this.largest.value;
 *   }
 * }
 * const metric = new LargestError({ name: 'largest' });
 * metric.updateState(ops.array([1, 2]), ops.array([1, 5]));
 * console.log(await metric.result().item()); // => 3
 * ```
 */
export abstract class Metric {
  static readonly className: string = 'Metric';

  readonly name: string;
  readonly dtype: DType;
  /** Whether more is better (`up`) or less (`down`), for callbacks that watch the metric. Undefined: nobody knows. */
  readonly direction?: 'up' | 'down' | undefined;
  readonly #variables: Variable[] = [];

  /**
   * @param options see `MetricOptions`
   * @param known the default name and dtype, and the names of the subclass's own options when all others are refused
   */
  constructor(
    options: MetricOptions = {},
    known: { readonly name?: string; readonly own?: readonly string[]; readonly dtype?: DType } = {},
  ) {
    noteChange();
    const className = classNameOf(this);
    if (known.own !== undefined) checkOptions(className, options, [...METRIC_OPTIONS, ...known.own]);
    if (typeof (options.name ?? '') !== 'string') throw badArgument('name', 'a string', options.name);
    this.dtype = standardizeDtype(options.dtype ?? known.dtype ?? 'float32');
    this.name = options.name ?? known.name ?? autoName(className);
  }

  /** Takes a batch into the state. Each metric says what it takes; most take `(yTrue, yPred, { sampleWeight })`. */
  abstract updateState(...values: never[]): void;

  /** The value so far, as a tensor. */
  abstract result(): Tensor;

  /** Sets the state to zeros. */
  resetState(): void {
    for (const variable of this.#variables) variable.assign(ops.zeros(variable.shape, variable.dtype));
  }

  /** Updates the state and gives the value so far, what calling a metric does in Keras. */
  apply(...values: Parameters<this['updateState']>): Tensor {
    this.updateState(...(values as never[]));
    return this.result();
  }

  /** The state. */
  get variables(): readonly Variable[] {
    return this.#variables;
  }

  /** Makes a variable of the state: for subclasses, as a rule in their constructor. */
  addVariable(shape: Shape, options: StateOptions = {}): Variable {
    checkOptions('addVariable', options, ['initializer', 'name', 'dtype']);
    const { initializer = 'zeros', name = 'variable', dtype = this.dtype } = options;
    const initial = initializers.get(initializer);
    const variable = new Variable(() => initial.apply(shape, { dtype }), {
      name,
      path: `${this.name}/${name}`,
      trainable: false,
    });
    this.#variables.push(variable);
    return variable;
  }

  /** The same as `addVariable`, a scalar unless a shape is given. */
  addWeight(options: StateOptions & { readonly shape?: Shape } = {}): Variable {
    const { shape = [], ...others } = options;
    return this.addVariable(shape, others);
  }

  /** Keras's config: the constructor's options in snake case. */
  getConfig(): Config {
    return { name: this.name, dtype: this.dtype };
  }

  /** Makes a metric from what `getConfig` (or Keras's `get_config`) gave. */
  static fromConfig<T extends Metric>(this: new (...args: never[]) => T, config: Config): T {
    // A config is JSON of any content: the constructor checks every value, whatever its type promises.
    return new this(optionsFromConfig(config) as never);
  }

  /** Metrics change while they are used; as part of a message they say what they are. */
  toString(): string {
    return `<${classNameOf(this)} name=${this.name}>`;
  }
}

/** A metric of targets and predictions: what `compile` takes. */
export interface PredictionMetric extends Metric {
  updateState(yTrue: TensorLike, yPred: TensorLike, options?: UpdateOptions): void;
}

/** Adds to a variable of a state. */
export function accumulate(variable: Variable, amount: Tensor | number): void {
  variable.assign(ops.add(variable, amount));
}
