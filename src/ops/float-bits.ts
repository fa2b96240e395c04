import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { isFloat } from '../support/dtype.ts';
import { badArgument } from '../support/errors.ts';
import { broadcastShapes } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { constant, plus } from './node-terms.ts';
import { broadcastNodes, floatDtype, nodeOf, singleNode, tensor } from './operands.ts';

const isNan = (x: Node): Node => g.compare('ne', x, x);

/**
 * The neighbour of x1 among all float32 numbers in the direction of x2 (x2 where they are equal).
 *
 * @see https://keras.io/api/ops/numpy/#nextafter-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.nextafter(1, 2).item()); // => 1.0000001192092896
 * ```
 */
export function nextafter(x1: TensorLike, x2: TensorLike): Tensor {
  const [from, to] = broadcastNodes([x1, x2], 'float32') as [Node, Node];
  const bits = g.bitcast(from, 'int32');
  const zero = g.zerosLike(from);
  // Away from zero the bits count up, towards it down; from zero the smallest number follows.
  const away = g.eq(g.gt(to, from), g.gt(from, zero));
  const stepped = g.bitcast(g.add(bits, g.where(away, constant(bits, 1), constant(bits, -1))), 'float32');
  const smallest = g.where(g.gt(to, zero), constant(bits, 1), constant(bits, -(2 ** 31) + 1));
  const moved = g.where(g.eq(from, zero), g.bitcast(smallest, 'float32'), stepped);
  const unordered = g.binary('bitOr', isNan(from), isNan(to));
  return tensor(g.where(unordered, g.add(from, to), g.where(g.eq(from, to), to, moved)));
}

/** 2^n of integers from -126 to 127, exactly: n is the exponent's bits. */
const powerOfTwo = (n: Node): Node => g.bitcast(g.binary('shiftLeft', plus(n, 127), constant(n, 23)), 'float32');

/**
 * x1 * 2^x2, exactly where the result is a normal number.
 *
 * @param x2 integers
 * @see https://keras.io/api/ops/numpy/#ldexp-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.ldexp([1.5, 3], ops.array([3, -1], 'int32')).array()); // => [12, 1.5]
 * ```
 */
export function ldexp(x1: TensorLike, x2: TensorLike): Tensor {
  const given = nodeOf(x2);
  const whole = typeof x2 === 'number' && Number.isInteger(x2);
  if (isFloat(given.dtype) && !whole) throw badArgument('x2', 'integers', tensor(given));
  const mantissa = singleNode(x1);
  const shape = broadcastShapes(mantissa.shape, given.shape);
  const exponent = g.broadcastTo(g.cast(given, 'int32'), shape);
  const limited = (n: Node, size: number) => g.binary('max', g.binary('min', n, constant(n, size)), constant(n, -size));
  // Three factors reach from the smallest number to the largest.
  let rest = limited(exponent, 300);
  let value = g.broadcastTo(mantissa, shape);
  for (let i = 0; i < 3; i++) {
    const step = limited(rest, 126);
    value = g.mul(value, powerOfTwo(step));
    rest = g.sub(rest, step);
  }
  return tensor(g.cast(value, floatDtype(x1)));
}

/**
 * 0 where x1 is negative, 1 where it is positive, x2 where it is 0.
 *
 * @see https://keras.io/api/ops/numpy/#heaviside-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.heaviside([-1, 0, 2], 0.5).array()); // => [0, 0.5, 1]
 * ```
 */
export function heaviside(x1: TensorLike, x2: TensorLike): Tensor {
  const [x, half] = broadcastNodes([x1, x2], floatDtype(x1, x2)) as [Node, Node];
  const zero = g.zerosLike(x);
  const step = g.where(g.lt(x, zero), zero, g.where(g.gt(x, zero), constant(x, 1), half));
  return tensor(g.where(isNan(x), x, step));
}
