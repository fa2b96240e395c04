import * as ops from '../ops/index.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import { accumulate, Metric, type MetricOptions, type UpdateOptions } from './metric.ts';
import { reduceToSamplewise } from './samplewise.ts';
import { updateOperand, weightOf } from './update-operands.ts';

/**
 * Weighted sum of values: `sum(weight * value)`.
 *
 * See https://keras.io/api/metrics/reduction_metrics/#sum-class.
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * const sum = new metrics.Sum();
 * sum.updateState([1, 3, 5, 7], { sampleWeight: [1, 1, 0, 0] });
 * console.log(await sum.result().item()); // => 4
 * ```
 */
export class Sum extends Metric {
  static override readonly className: string = 'Sum';
  readonly total: Variable;

  /** @param options see `MetricOptions`; the default name is `sum` */
  constructor(options: MetricOptions = {}) {
    super(options, { name: 'sum', own: [] });
    this.total = this.addVariable([], { name: 'total' });
  }

  /**
   * @param values [batch, ...]
   * @param options see `UpdateOptions`
   * @throws ArgumentError when the weights do not fit the values
   */
  override updateState(values: TensorLike, options: UpdateOptions = {}): void {
    const weight = weightOf('Sum.updateState', options);
    const [samples] = reduceToSamplewise(updateOperand('values', values, 'float32'), weight, ops.sum);
    accumulate(this.total, ops.sum(samples));
  }

  override result(): Tensor {
    return this.total.value;
  }
}
