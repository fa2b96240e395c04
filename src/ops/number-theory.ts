import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { isFloat } from '../support/dtype.ts';
import { badArgument } from '../support/errors.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { broadcastNodes, numeric, resultDtype, tensor } from './operands.ts';

/** Pairs of Euclid's steps that any two 32-bit integers need: neighbours in Fibonacci's sequence take 46 steps. */
const ROUNDS = 23;

function integers(x1: TensorLike, x2: TensorLike): [Node, Node] {
  const dtype = numeric(resultDtype(x1, x2));
  const pair = broadcastNodes([x1, x2], dtype) as [Node, Node];
  if (isFloat(dtype)) throw badArgument('x1', 'of integers, as `x2`', tensor(pair[0]));
  return [g.unary('abs', pair[0]), g.unary('abs', pair[1])];
}

/** Euclid's algorithm with a fixed number of steps; a remainder by 0 leaves the number as it is. */
function divisor(first: Node, second: Node): Node {
  const reduce = (x: Node, by: Node) => g.where(g.eq(by, g.zerosLike(by)), x, g.binary('rem', x, by));
  let [a, b] = [first, second];
  for (let round = 0; round < ROUNDS; round++) {
    a = reduce(a, b);
    b = reduce(b, a);
  }
  return g.binary('max', a, b);
}

/**
 * The greatest common divisor of integers, elementwise; gcd(0, 0) is 0.
 *
 * @see https://keras.io/api/ops/numpy/#gcd-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const [a, b] = [ops.array([12, 7], 'int32'), ops.array([18, 21], 'int32')];
 * console.log(await ops.gcd(a, b).array()); // => [6, 7]
 * ```
 */
export function gcd(x1: TensorLike, x2: TensorLike): Tensor {
  return tensor(divisor(...integers(x1, x2)));
}

/**
 * The least common multiple of integers, elementwise: |x1 x2| / gcd(x1, x2), 0 where one of them is.
 *
 * @see https://keras.io/api/ops/numpy/#lcm-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.lcm(ops.array([4, 3], 'int32'), ops.array([6, 0], 'int32')).array()); // => [12, 0]
 * ```
 */
export function lcm(x1: TensorLike, x2: TensorLike): Tensor {
  const [a, b] = integers(x1, x2);
  // Integer division by 0 gives 0, which is the result that is wanted.
  return tensor(g.mul(g.div(a, divisor(a, b)), b));
}
