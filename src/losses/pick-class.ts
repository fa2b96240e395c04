import * as ops from '../ops/index.ts';
import { at, normalizeAxis } from '../support/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';

/**
 * The value of each label's class: `values[..., label]`. Written as a comparison and a sum, which fuse with what
 * precedes and follows and have a dense gradient; a gather would be a kernel of its own, and a scatter backwards.
 * A label outside the classes gives 0.
 *
 * @param values [batch, ..., classes], the classes along `axis`
 * @param labels int32, the shape of values without that axis
 */
export function pickClass(values: Tensor, labels: Tensor, axis: number): Tensor {
  const classAxis = normalizeAxis(axis, values.rank);
  const classes = ops.reshape(
    ops.arange(at(values.shape, classAxis), { dtype: 'int32' }),
    values.shape.map((n, i) => (i === classAxis ? n : 1)),
  );
  const chosen = ops.equal(ops.expandDims(labels, { axis: classAxis }), classes);
  return ops.sum(ops.where(chosen, values, 0), { axis: classAxis });
}
