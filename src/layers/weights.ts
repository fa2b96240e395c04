import { reshape } from '../ops/shape.ts';
import { ArgumentError, describe } from '../support/errors.ts';
import { formatShape, sameShape, sizeOf } from '../support/shape.ts';
import { convertToTensor, type TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';

function valueFor(weight: Variable, value: TensorLike, index: number, owner: string): Tensor {
  const tensor = convertToTensor(value);
  if (sameShape(tensor.shape, weight.shape)) return tensor;
  if (ArrayBuffer.isView(value) && sizeOf(tensor.shape) === sizeOf(weight.shape)) return reshape(tensor, weight.shape);
  throw new ArgumentError(
    `setWeights of ${owner}: weight ${index}, ${weight.path}, has shape ${formatShape(weight.shape)}. Received: a value of shape ${formatShape(tensor.shape)}`,
  );
}

/**
 * Assigns values to weights after checking all of them: either every weight changes or none.
 *
 * @throws ArgumentError when the number of values or a shape does not fit
 */
export function assignWeights(weights: readonly Variable[], values: readonly TensorLike[], owner: string): void {
  if (!Array.isArray(values))
    throw new ArgumentError(`setWeights of ${owner} takes a list of values. Received: ${describe(values)}`);
  if (values.length !== weights.length) {
    throw new ArgumentError(
      `setWeights of ${owner} takes ${weights.length} values, one for each weight. Received: ${values.length} values`,
    );
  }
  const tensors = values.map((value: TensorLike, i) => {
    const weight = weights[i];
    if (weight === undefined) throw new RangeError('There are as many weights as values.');
    return valueFor(weight, value, i, owner);
  });
  weights.forEach((weight, i) => {
    const tensor = tensors[i];
    if (tensor !== undefined) weight.assign(tensor);
  });
}
