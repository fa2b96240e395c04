import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { broadcastNodes, combine, nodeOf, numeric, resultDtype, tensor } from './operands.ts';

/**
 * x1 + x2, elementwise with broadcasting. For booleans: or.
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.add([[1, 2], [3, 4]], [10, 20]).array()); // => [[11, 22], [13, 24]]
 * ```
 */
export function add(x1: TensorLike, x2: TensorLike): Tensor {
  return resultDtype(x1, x2) === 'bool' ? combine((a, b) => g.binary('bitOr', a, b), x1, x2) : combine(g.add, x1, x2);
}

/** x1 - x2, elementwise with broadcasting. Booleans count as 0 and 1. */
export function subtract(x1: TensorLike, x2: TensorLike): Tensor {
  return combine(g.sub, x1, x2, numeric(resultDtype(x1, x2)));
}

/** x1 * x2, elementwise with broadcasting. For booleans: and. */
export function multiply(x1: TensorLike, x2: TensorLike): Tensor {
  return resultDtype(x1, x2) === 'bool' ? combine((a, b) => g.binary('bitAnd', a, b), x1, x2) : combine(g.mul, x1, x2);
}

/**
 * x1 / x2, elementwise with broadcasting, always float32: integers are divided as real numbers.
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.divide(new Int32Array([1, 3]), 2).array()); // => [0.5, 1.5]
 * ```
 */
export function divide(x1: TensorLike, x2: TensorLike): Tensor {
  return combine(g.div, x1, x2, 'float32');
}

/** The same as `divide`. */
export const trueDivide = divide;

/** x1 / x2, and 0 where x2 is 0; its gradient is finite there, too. */
export function divideNoNan(x1: TensorLike, x2: TensorLike): Tensor {
  return combine(
    (a, b) => {
      const zero = g.zerosLike(b);
      const undefinedThere = g.eq(b, zero);
      return g.where(undefinedThere, zero, g.div(a, g.where(undefinedThere, g.likeConstant(b, 1), b)));
    },
    x1,
    x2,
    'float32',
  );
}

/** True where a remainder must be moved to the divisor's sign. */
function wrongSign(remainder: Node, divisor: Node): Node {
  const zero = g.zerosLike(divisor);
  const differs = g.binary('bitXor', g.lt(remainder, zero), g.lt(divisor, zero));
  return g.binary('bitAnd', g.compare('ne', remainder, zero), differs);
}

function flooredRemainder(a: Node, b: Node): Node {
  const remainder = g.binary('rem', a, b);
  return g.where(wrongSign(remainder, b), g.add(remainder, b), remainder);
}

/** Remainder of the floored division, with the sign of the divisor: x1 - floor(x1 / x2) x2, as Python's `%`. */
export function mod(x1: TensorLike, x2: TensorLike): Tensor {
  return combine(flooredRemainder, x1, x2, numeric(resultDtype(x1, x2)));
}

/** Remainder of the truncated division, with the sign of the dividend, as C's and JavaScript's `%`. */
export function fmod(x1: TensorLike, x2: TensorLike): Tensor {
  return combine((a, b) => g.binary('rem', a, b), x1, x2, numeric(resultDtype(x1, x2)));
}

/** floor(x1 / x2), computed exactly: integers stay integers. Integer division by zero gives 0. */
export function floorDivide(x1: TensorLike, x2: TensorLike): Tensor {
  return combine(
    (a, b) => {
      if (a.dtype === 'float32') {
        const quotient = g.unary('round', g.div(g.sub(a, flooredRemainder(a, b)), b));
        return g.where(g.eq(b, g.zerosLike(b)), g.div(a, b), quotient);
      }
      const quotient = g.div(a, b);
      return g.where(wrongSign(g.binary('rem', a, b), b), g.sub(quotient, g.likeConstant(a, 1)), quotient);
    },
    x1,
    x2,
    numeric(resultDtype(x1, x2)),
  );
}

/** -x. */
export function negative(x: TensorLike): Tensor {
  return tensor(g.neg(nodeOf(x, numeric(resultDtype(x)))));
}

/** |x|; booleans and unsigned integers stay as they are. */
export function absolute(x: TensorLike): Tensor {
  const node = nodeOf(x);
  return tensor(node.dtype === 'bool' || node.dtype === 'uint32' ? node : g.unary('abs', node));
}

/** The same as `absolute`. */
export const abs = absolute;

/** |x| as float32. */
export function fabs(x: TensorLike): Tensor {
  return tensor(g.unary('abs', nodeOf(x, 'float32')));
}

/** -1, 0 or 1, in the dtype of x. Its gradient is zero. */
export function sign(x: TensorLike): Tensor {
  const node = nodeOf(x);
  if (node.dtype === 'bool') return tensor(node);
  if (node.dtype === 'uint32') return tensor(g.binary('min', node, g.likeConstant(node, 1)));
  return tensor(g.unary('sign', node));
}

/** True where the sign bit is set: negative numbers and -0. */
export function signbit(x: TensorLike): Tensor {
  const node = nodeOf(x);
  if (node.dtype === 'bool' || node.dtype === 'uint32') return tensor(g.constant(0, node.shape, 'bool'));
  const bits = g.bitcast(node, 'int32');
  return tensor(g.lt(bits, g.zerosLike(bits)));
}

/** x². */
export function square(x: TensorLike): Tensor {
  const node = nodeOf(x, numeric(resultDtype(x)));
  return tensor(g.mul(node, node));
}

/** 1 / x, as float32. */
export function reciprocal(x: TensorLike): Tensor {
  const node = nodeOf(x, 'float32');
  return tensor(g.div(g.likeConstant(node, 1), node));
}

const MAX_UNROLLED_EXPONENT = 3;

/**
 * x1 to the power x2, elementwise with broadcasting. A negative base with a fractional exponent gives NaN; an integer
 * base takes an integer exponent.
 */
export function power(x1: TensorLike, x2: TensorLike): Tensor {
  const dtype = numeric(resultDtype(x1, x2));
  if (typeof x2 === 'number' && Number.isInteger(x2) && x2 >= 1 && x2 <= MAX_UNROLLED_EXPONENT) {
    const base = nodeOf(x1, dtype);
    let product = base;
    for (let i = 1; i < x2; i++) product = g.mul(product, base);
    return tensor(product);
  }
  return combine((a, b) => g.binary('pow', a, b), x1, x2, dtype);
}

/** The larger of two, elementwise; NaN where either is NaN. Equal operands share the gradient. */
export function maximum(x1: TensorLike, x2: TensorLike): Tensor {
  return resultDtype(x1, x2) === 'bool' ? add(x1, x2) : combine((a, b) => g.binary('max', a, b), x1, x2);
}

/** The smaller of two, elementwise; NaN where either is NaN. Equal operands share the gradient. */
export function minimum(x1: TensorLike, x2: TensorLike): Tensor {
  return resultDtype(x1, x2) === 'bool' ? multiply(x1, x2) : combine((a, b) => g.binary('min', a, b), x1, x2);
}

const isNan = (x: Node): Node => g.compare('ne', x, x);

/** The larger of two, elementwise, ignoring NaN where the other is a number. */
export function fmax(x1: TensorLike, x2: TensorLike): Tensor {
  return combine((a, b) => g.where(isNan(b), a, g.where(isNan(a), b, g.where(g.gt(a, b), a, b))), x1, x2);
}

/** The smaller of two, elementwise, ignoring NaN where the other is a number. */
export function fmin(x1: TensorLike, x2: TensorLike): Tensor {
  return combine((a, b) => g.where(isNan(b), a, g.where(isNan(a), b, g.where(g.lt(a, b), a, b))), x1, x2);
}

/** sqrt(x1² + x2²), without overflow. */
export function hypot(x1: TensorLike, x2: TensorLike): Tensor {
  return combine(
    (a, b) => {
      const [u, v] = [g.unary('abs', a), g.unary('abs', b)];
      const largest = g.binary('max', u, v);
      const scale = g.where(g.eq(largest, g.zerosLike(a)), g.likeConstant(a, 1), largest);
      const ratio = g.div(g.binary('min', u, v), scale);
      return g.mul(largest, g.sqrt(g.add(g.likeConstant(a, 1), g.mul(ratio, ratio))));
    },
    x1,
    x2,
    'float32',
  );
}

/** The values limited to [xMin, xMax]. The gradient is that of minimum(maximum(x, xMin), xMax). */
export function clip(x: TensorLike, xMin: TensorLike, xMax: TensorLike): Tensor {
  const [value, low, high] = broadcastNodes([x, xMin, xMax], numeric(resultDtype(x, xMin, xMax))) as [Node, Node, Node];
  return tensor(g.binary('min', g.binary('max', value, low), high));
}

/** Replaces NaN by `nan` (0) and infinities by the largest finite numbers or what is given. */
export function nanToNum(
  x: TensorLike,
  options: { nan?: number; posinf?: number | null; neginf?: number | null } = {},
): Tensor {
  const node = nodeOf(x);
  if (node.dtype !== 'float32') return tensor(node);
  const largest = 3.4028234663852886e38;
  const put = (condition: Node, value: number, rest: Node) => g.where(condition, g.likeConstant(node, value), rest);
  const infinite = (value: number) => g.eq(node, g.likeConstant(node, value));
  const positive = put(infinite(Number.POSITIVE_INFINITY), options.posinf ?? largest, node);
  const finite = put(infinite(Number.NEGATIVE_INFINITY), options.neginf ?? -largest, positive);
  return tensor(put(isNan(node), options.nan ?? 0, finite));
}
