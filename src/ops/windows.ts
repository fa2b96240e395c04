import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { nonNegativeInteger } from '../support/check-values.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { i0 } from './bessel.ts';
import { constant, plus, scaled } from './node-terms.ts';
import { singleNode, tensor } from './operands.ts';

/** A window of `count` weights: a function of the position from 0 to 1; one weight alone is 1. */
function windowOf(count: number, weight: (position: Node) => Node): Tensor {
  nonNegativeInteger('x', count);
  if (count <= 1) return tensor(g.constant(1, [count]));
  return tensor(weight(scaled(g.iota([count], 0, 'float32'), 1 / (count - 1))));
}

const cosine = (position: Node, turns: number): Node => g.unary('cos', scaled(position, 2 * Math.PI * turns));

/**
 * Bartlett's window: a triangle that is 0 at both ends.
 *
 * @param x the number of weights
 * @see https://keras.io/api/ops/numpy/#bartlett-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.bartlett(5).array()); // => [0, 0.5, 1, 0.5, 0]
 * ```
 */
export function bartlett(x: number): Tensor {
  return windowOf(x, (p) => g.sub(constant(p, 1), g.unary('abs', plus(scaled(p, 2), -1))));
}

/**
 * Blackman's window: 0.42 - 0.5 cos(2 pi p) + 0.08 cos(4 pi p).
 *
 * @param x the number of weights
 * @see https://keras.io/api/ops/numpy/#blackman-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log((await ops.blackman(5).data()).map((w) => Math.round(100 * w))); // => Float32Array(5) [ 0, 34, 100, 34, 0 ]
 * ```
 */
export function blackman(x: number): Tensor {
  return windowOf(x, (p) => g.add(plus(scaled(cosine(p, 1), -0.5), 0.42), scaled(cosine(p, 2), 0.08)));
}

/**
 * Hamming's window: 0.54 - 0.46 cos(2 pi p).
 *
 * @param x the number of weights
 * @see https://keras.io/api/ops/numpy/#hamming-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.hamming(3).array()); // => [0.08, 1, 0.08]
 * ```
 */
export function hamming(x: number): Tensor {
  return windowOf(x, (p) => plus(scaled(cosine(p, 1), -0.46), 0.54));
}

/**
 * Hann's window: 0.5 - 0.5 cos(2 pi p).
 *
 * @param x the number of weights
 * @see https://keras.io/api/ops/numpy/#hanning-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.hanning(3).array()); // => [0, 1, 0]
 * ```
 */
export function hanning(x: number): Tensor {
  return windowOf(x, (p) => plus(scaled(cosine(p, 1), -0.5), 0.5));
}

/**
 * Kaiser's window: I0(beta sqrt(1 - (2 p - 1)²)) / I0(beta).
 *
 * @param x the number of weights
 * @param beta how fast it falls; 0 gives ones
 * @see https://keras.io/api/ops/numpy/#kaiser-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.kaiser(3, 0).array()); // => [1, 1, 1]
 * ```
 */
export function kaiser(x: number, beta: TensorLike): Tensor {
  return windowOf(x, (p) => {
    const steepness = g.broadcastTo(singleNode(beta), p.shape);
    const side = plus(scaled(p, 2), -1);
    const height = g.sqrt(g.binary('max', g.sub(constant(p, 1), g.mul(side, side)), constant(p, 0)));
    return g.div(i0(tensor(g.mul(steepness, height))).node, i0(tensor(steepness)).node);
  });
}
