import type { Tensor } from '../../tensor/tensor.ts';
import type { Variable } from '../../tensor/variable.ts';
import type { AddWeightOptions } from '../make-weight.ts';

/** A weight whose numbers are integers with scales. */
export interface QuantizedWeight {
  /** The integers, and then what they need to become floats, in the order of files. */
  readonly variables: readonly [integers: Variable, scale: Variable, ...others: Variable[]];
  /** The floats that the integers stand for, in the shape of the weight. */
  value(): Tensor;
  /** The same of some rows: those at whole numbers. */
  rows(indices: Tensor): Tensor;
}

/** What a layer does for its quantized weight. */
export interface WeightHost {
  addWeight(options: AddWeightOptions): Variable;
}
