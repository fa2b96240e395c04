import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { type DType, dtypeOfArray, type FloatDType, integerLimits, isFloat, promote } from '../support/dtype.ts';
import { badArgument } from '../support/errors.ts';
import { floatx } from '../support/floatx.ts';
import { isLowFloat } from '../support/low-float.ts';
import { broadcastShapes, type Shape } from '../support/shape.ts';
import { isShapedArray } from '../support/shaped-array.ts';
import { convertToTensor, type TensorLike } from '../tensor/convert.ts';
import type { NestedInput } from '../tensor/nested.ts';
import { Tensor } from '../tensor/tensor.ts';
import { Variable } from '../tensor/variable.ts';

const allBoolean = (x: NestedInput): boolean => (Array.isArray(x) ? x.every(allBoolean) : typeof x === 'boolean');
const hasElements = (x: NestedInput): boolean => !Array.isArray(x) || x.some(hasElements);

/** The dtype that an operand has as a tensor, found without making one: host arrays may be large. */
function dtypeOfOperand(x: TensorLike): DType {
  if (x instanceof Tensor || x instanceof Variable) return x.dtype;
  if (ArrayBuffer.isView(x)) return dtypeOfArray(x);
  if (isShapedArray(x)) return dtypeOfArray(x.data);
  return allBoolean(x) && hasElements(x) ? 'bool' : floatx();
}

/**
 * The dtype of an operation on several operands. Tensors promote bool < integers < floats (`promote` has the details). A
 * JavaScript number is weakly typed, as a Python number is: a whole one takes the dtype of the tensors (int32 next to
 * bool), any other that of the floats among them, or `config.floatx()`. Numbers alone are `config.floatx()`.
 */
export function resultDtype(...operands: readonly TensorLike[]): DType {
  const strong = operands.filter((x) => typeof x !== 'number').map(dtypeOfOperand);
  const weak = operands.filter((x) => typeof x === 'number');
  const dtype = promote(...strong);
  if (strong.length === 0 || weak.some((x) => !Number.isInteger(x))) return asFloat(dtype);
  return dtype === 'bool' && weak.length > 0 ? 'int32' : dtype;
}

/**
 * The dtype of sums of products: int32 where all factors are int8, so that nothing wraps, as Keras's matmul and einsum
 * have it; else that of other operations.
 */
export const productDtype = (...factors: readonly TensorLike[]): DType =>
  factors.every((x) => typeof x !== 'number' && dtypeOfOperand(x) === 'int8') ? 'int32' : resultDtype(...factors);

/** A number as a tensor of one dtype; whole numbers must fit. */
function numberNode(value: number, shape: Shape, dtype: DType): Node {
  if (dtype === 'bool') return g.constant(value === 0 ? 0 : 1, shape, dtype);
  if (!isFloat(dtype)) {
    const [low, high] = integerLimits(dtype);
    if (value < low || value > high) throw badArgument('x', `a number that fits ${dtype}`, value);
  }
  return g.constant(value, shape, dtype);
}

/** The node of one operand, cast to a dtype. */
export const nodeOf = (x: TensorLike, dtype?: DType): Node =>
  typeof x === 'number' ? numberNode(x, [], dtype ?? floatx()) : convertToTensor(x, dtype).node;

const asFloat = (dtype: DType): FloatDType => (isFloat(dtype) ? dtype : floatx());

/** The float dtype that functions such as exp compute in: that of their operands, `config.floatx()` of integers. */
export const floatDtype = (...operands: readonly TensorLike[]): FloatDType => asFloat(resultDtype(...operands));

/** The node of one operand as a float. */
export const floatNode = (x: TensorLike): Node => nodeOf(x, floatDtype(x));

/** The node of one operand as float32, for what is not computed with fewer bits. */
export const singleNode = (x: TensorLike): Node => nodeOf(x, 'float32');

/** A result of float32 in the dtype of what it was computed of, where that has fewer bits. */
export const likeOperand = (result: Node, x: Tensor | Node): Node =>
  isLowFloat(x.dtype) ? g.cast(result, x.dtype) : result;

/** The nodes of several operands, cast to one dtype and broadcast to one shape. */
export function broadcastNodes(operands: readonly TensorLike[], dtype: DType): Node[] {
  const nodes = operands.map((x) => (typeof x === 'number' ? x : nodeOf(x, dtype)));
  const shape = broadcastShapes(...nodes.map((node) => (typeof node === 'number' ? [] : node.shape)));
  return nodes.map((node) => (typeof node === 'number' ? numberNode(node, shape, dtype) : g.broadcastTo(node, shape)));
}

/** An elementwise operation of two operands in a common dtype (by default the promoted one). */
export function combine(
  op: (a: Node, b: Node) => Node,
  x1: TensorLike,
  x2: TensorLike,
  dtype: DType = resultDtype(x1, x2),
): Tensor {
  const [a, b] = broadcastNodes([x1, x2], dtype) as [Node, Node];
  return new Tensor(op(a, b));
}

/** The dtype in which arithmetic on booleans is done. */
export const numeric = (dtype: DType): DType => (dtype === 'bool' ? 'int32' : dtype);

export const tensor = (node: Node): Tensor => new Tensor(node);
