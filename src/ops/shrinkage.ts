import * as g from '../graph/build.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { above, atMost, constant, scaled } from './node-terms.ts';
import { floatNode, tensor } from './operands.ts';
import { numberOption } from './options.ts';

/**
 * x - tanh(x).
 *
 * @see https://keras.io/api/layers/activations/#tanh_shrink-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.tanhShrink([0, 2]).array()); // => [0, 1.035972]
 * ```
 */
export function tanhShrink(x: TensorLike): Tensor {
  const node = floatNode(x);
  return tensor(g.sub(node, g.unary('tanh', node)));
}

/**
 * x where |x| > threshold (0.5), 0 elsewhere.
 *
 * @see https://keras.io/api/layers/activations/#hard_shrink-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.hardShrink([-0.4, 0.6]).array()); // => [0, 0.6]
 * ```
 */
export function hardShrink(x: TensorLike, options: number | { threshold?: number } = {}): Tensor {
  const limit = numberOption('hardShrink', options, 'threshold', 0.5);
  const node = floatNode(x);
  return tensor(g.where(atMost(g.unary('abs', node), limit), constant(node, 0), node));
}

/**
 * x moved towards 0 by threshold (0.5), and 0 where it would change its sign.
 *
 * @see https://keras.io/api/layers/activations/#soft_shrink-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.softShrink([-0.4, 0.75]).array()); // => [0, 0.25]
 * ```
 */
export function softShrink(x: TensorLike, options: number | { threshold?: number } = {}): Tensor {
  const limit = numberOption('softShrink', options, 'threshold', 0.5);
  const node = floatNode(x);
  const shrunk = g.sub(node, scaled(g.unary('sign', node), limit));
  return tensor(g.where(atMost(g.unary('abs', node), limit), constant(node, 0), shrunk));
}

/**
 * x where x > threshold, defaultValue elsewhere.
 *
 * @see https://keras.io/api/layers/activations/#threshold-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.threshold([0.1, 0.7], 0.5, -1).array()); // => [-1, 0.7]
 * ```
 */
export function threshold(x: TensorLike, threshold: number, defaultValue: number): Tensor {
  const node = floatNode(x);
  return tensor(g.where(above(node, threshold), node, constant(node, defaultValue)));
}
