import * as g from '../graph/build.ts';
import { type DType, integerLimits, isFloat, isNarrow, standardizeDtype } from '../support/dtype.ts';
import type { Shape } from '../support/shape.ts';
import { type TensorLike, convertToTensor as toTensor } from '../tensor/convert.ts';
import { Tensor } from '../tensor/tensor.ts';
import { nodeOf, tensor } from './operands.ts';
import { type DtypeOptions, dtypeOf } from './options.ts';

/**
 * Makes a tensor of nested arrays, a typed array, a number, a variable or a tensor. Numbers become float32, booleans
 * bool; typed arrays keep their kind.
 *
 * @see https://keras.io/api/ops/core/#convert_to_tensor-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(ops.convertToTensor([[1, 2], [3, 4]], 'int32').dtype); // => int32
 * ```
 */
export function convertToTensor(x: TensorLike, options?: DType | DtypeOptions): Tensor {
  return toTensor(x, dtypeOf('convertToTensor', options));
}

/**
 * The same as `convertToTensor`, under NumPy's name.
 *
 * @see https://keras.io/api/ops/numpy/#array-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.array([[1, 2]], 'int32').array()); // => [[1, 2]]
 * ```
 */
export const array = convertToTensor;

/**
 * The same values in another dtype; floats are cut off towards zero, anything but zero is true.
 *
 * @see https://keras.io/api/ops/core/#cast-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.cast([1.9, -1.9], 'int32').array()); // => [1, -1]
 * ```
 */
export function cast(x: TensorLike, dtype: DType): Tensor {
  const target = standardizeDtype(dtype);
  // Numbers of the host saturate as floats do, where the dtype is narrow.
  return toTensor(isNarrow(target) ? toTensor(x) : x, target);
}

/**
 * As `cast`, but numbers outside the range of the new dtype become its extremes.
 *
 * @see https://keras.io/api/ops/core/#saturate_cast-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.saturateCast(ops.convertToTensor([-5, 5], 'int32'), 'uint32').array()); // => [0, 5]
 * ```
 */
export function saturateCast(x: TensorLike, dtype: DType): Tensor {
  const target = standardizeDtype(dtype);
  const node = nodeOf(x);
  // Casts from floats saturate by themselves.
  if (isFloat(node.dtype) || node.dtype === 'bool' || isFloat(target) || target === node.dtype) return cast(x, target);
  const [own, goal] = [integerLimits(node.dtype), integerLimits(target)];
  const [low, high] = [Math.max(goal[0], own[0]), Math.min(goal[1], own[1])];
  const limited = g.binary('min', g.binary('max', node, g.likeConstant(node, low)), g.likeConstant(node, high));
  return tensor(g.cast(limited, target));
}

/**
 * The same bits read as another dtype.
 *
 * @see https://keras.io/api/ops/numpy/#view-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.view([1, 2], 'int32').array()); // => [1065353216, 1073741824]
 * ```
 */
export function view(x: TensorLike, options?: DType | DtypeOptions): Tensor {
  const node = nodeOf(x);
  return tensor(g.bitcast(node, dtypeOf('view', options) ?? node.dtype));
}

/**
 * The same value, through which no gradient flows.
 *
 * @see https://keras.io/api/ops/core/#stop_gradient-function
 *
 * @example
 * ```ts
 * import { gradients, ops, Variable } from 'keratin';
 * const x = new Variable(3);
 * const [dx] = gradients(ops.multiply(x, ops.stopGradient(x)), [x]);
 * console.log(await dx?.item()); // => 3
 * ```
 */
export function stopGradient(variable: TensorLike): Tensor {
  return tensor(g.unary('stopGradient', nodeOf(variable)));
}

/**
 * The same value. Tensors are immutable, so that nothing needs copying.
 *
 * @see https://keras.io/api/ops/numpy/#copy-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.copy([1, 2]).array()); // => [1, 2]
 * ```
 */
export function copy(x: TensorLike): Tensor {
  return toTensor(x);
}

/**
 * The shape of a tensor, all of it known.
 *
 * @see https://keras.io/api/ops/core/#shape-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(ops.shape([[1, 2, 3]])); // => [1, 3]
 * ```
 */
export function shape(x: TensorLike): Shape {
  return toTensor(x).shape;
}

/**
 * The number of axes.
 *
 * @see https://keras.io/api/ops/numpy/#ndim-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(ops.ndim([[1, 2, 3]])); // => 2
 * ```
 */
export function ndim(x: TensorLike): number {
  return toTensor(x).shape.length;
}

/**
 * The number of elements.
 *
 * @see https://keras.io/api/ops/numpy/#size-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(ops.size([[1, 2, 3]])); // => 3
 * ```
 */
export function size(x: TensorLike): number {
  return toTensor(x).shape.reduce((product, n) => product * n, 1);
}

/**
 * The dtype of a tensor, or the standard name of a dtype.
 *
 * @see https://keras.io/api/ops/core/#dtype-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(ops.dtype([[1, 2, 3]])); // => float32
 * ```
 */
export function dtype(x: TensorLike | string): DType {
  return typeof x === 'string' ? standardizeDtype(x) : toTensor(x).dtype;
}

/**
 * Whether x is a tensor (a variable is not).
 *
 * @see https://keras.io/api/ops/core/#is_tensor-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(ops.isTensor(ops.ones(2)), ops.isTensor([1, 1])); // => true false
 * ```
 */
export function isTensor(x: unknown): x is Tensor {
  return x instanceof Tensor;
}

/**
 * The elements as a typed array in row-major order.
 *
 * @see https://keras.io/api/ops/core/#convert_to_numpy-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log((await ops.convertToNumpy([1, 2])).length); // => 2
 * ```
 */
export function convertToNumpy(x: TensorLike): ReturnType<Tensor['data']> {
  return toTensor(x).data();
}
