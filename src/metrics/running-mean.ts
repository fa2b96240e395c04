import * as ops from '../ops/index.ts';
import type { DType } from '../support/dtype.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import { accumulate, Metric, type MetricOptions } from './metric.ts';
import { reduceToSamplewise } from './samplewise.ts';

/** A weighted mean over all samples seen: the state and result of `Mean` and of every mean of a function. */
export abstract class RunningMean extends Metric {
  /** Weighted sum of the values. */
  readonly total: Variable;
  /** Sum of the weights. */
  readonly count: Variable;

  constructor(
    options: MetricOptions,
    known: { readonly name?: string; readonly own?: readonly string[]; readonly dtype?: DType },
  ) {
    super(options, known);
    this.total = this.addVariable([], { name: 'total' });
    this.count = this.addVariable([], { name: 'count' });
  }

  /** Takes values of samples, [batch, ...], into the mean. */
  protected add(values: Tensor, sampleWeight: Tensor | null): void {
    const [samples, weight] = reduceToSamplewise(ops.cast(values, 'float32'), sampleWeight, ops.mean);
    accumulate(this.total, ops.sum(samples));
    accumulate(this.count, weight === null ? (samples.shape[0] ?? 1) : ops.sum(weight));
  }

  /** The mean, 0 before the first update. */
  override result(): Tensor {
    return ops.divideNoNan(this.total, this.count);
  }
}
