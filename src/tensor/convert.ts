import * as g from '../graph/build.ts';
import { convertArray, type DType, dtypeOfArray, isTypedArray, type TypedArray } from '../support/dtype.ts';
import { ArgumentError, describe } from '../support/errors.ts';
import { noteNarrowing } from '../support/narrowing.ts';
import { formatShape, sizeOf } from '../support/shape.ts';
import { isShapedArray, type ShapedArray } from '../support/shaped-array.ts';
import { flattenNested, type NestedInput } from './nested.ts';
import { Storage } from './storage.ts';
import { Tensor } from './tensor.ts';
import { Variable } from './variable.ts';

/** Whatever a function takes where Keras takes an array: tensors, variables, typed arrays, elements with a
 * shape, nested arrays, numbers. */
export type TensorLike = Tensor | Variable | TypedArray | ShapedArray | NestedInput;

const isNested = (x: unknown): x is NestedInput => typeof x === 'number' || typeof x === 'boolean' || Array.isArray(x);

/** True for what `convertToTensor` accepts. */
export const isTensorLike = (x: unknown): x is TensorLike =>
  x instanceof Tensor || x instanceof Variable || isTypedArray(x) || isShapedArray(x) || isNested(x);

function fromNested(value: NestedInput, dtype: DType | undefined): Tensor {
  if (Array.isArray(value) && value.some((item) => item instanceof Tensor || item instanceof Variable)) {
    throw new ArgumentError(
      'A list that holds tensors is joined with ops.stack or ops.concatenate. Received: an array with tensors in it',
    );
  }
  const { shape, values, allBoolean } = flattenNested(value);
  const target = dtype ?? (allBoolean ? 'bool' : 'float32');
  const [scalar] = values;
  if (shape.length === 0 && scalar !== undefined) return new Tensor(g.constant(scalar, [], target));
  return new Tensor(Storage.from(convertArray(values, target), shape, target));
}

function fromShaped({ data, shape }: ShapedArray, dtype: DType | undefined): Tensor {
  if (sizeOf(shape) !== data.length) {
    throw new ArgumentError(
      `Shape ${formatShape(shape)} needs ${sizeOf(shape)} elements. Received: { data, shape } with ${data.length}`,
    );
  }
  noteNarrowing(data, dtype);
  const target = dtype ?? dtypeOfArray(data);
  return new Tensor(Storage.from(convertArray(data, target), shape, target));
}

/**
 * Makes a tensor of anything that can be one. Numbers become float32 (JavaScript has no other), booleans bool, typed
 * arrays keep their kind (64-bit floats become float32, with one warning where digits are lost; small integers int32).
 *
 * @param x a tensor, variable, typed array (rank 1), `{ data, shape }`, nested array, number or boolean
 * @param dtype the dtype of the result; by default as described
 * @throws ArgumentError when x is nothing of that kind, or ragged
 * @see https://keras.io/api/ops/core/#convert_to_tensor-function
 *
 * @example
 * ```ts
 * import { convertToTensor } from 'keratin';
 * console.log(convertToTensor([[1, 2], [3, 4]]).shape); // => [ 2, 2 ]
 * ```
 */
export function convertToTensor(x: TensorLike, dtype?: DType): Tensor {
  let tensor: Tensor;
  if (x instanceof Tensor) tensor = x;
  else if (x instanceof Variable) tensor = x.value;
  else if (isTypedArray(x)) {
    noteNarrowing(x, dtype);
    const target = dtype ?? dtypeOfArray(x);
    return new Tensor(Storage.from(convertArray(x, target), [x.length], target));
  } else if (isShapedArray(x)) return fromShaped(x, dtype);
  else if (isNested(x)) return fromNested(x, dtype);
  else {
    throw new ArgumentError(
      `Expected a tensor, a variable, a typed array, nested arrays of numbers or a number. Received: ${describe(x)}`,
    );
  }
  return dtype === undefined || dtype === tensor.dtype ? tensor : new Tensor(g.cast(tensor.node, dtype));
}
