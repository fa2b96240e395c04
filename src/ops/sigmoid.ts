import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { relu6 } from './activation.ts';
import { above, constant, plus, scaled } from './node-terms.ts';
import { floatNode, tensor } from './operands.ts';

/**
 * 1 / (1 + exp(-x)).
 *
 * @see https://keras.io/api/layers/activations/#sigmoid-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.sigmoid([0, 2]).array()); // => [0.5, 0.8807971]
 * ```
 */
export function sigmoid(x: TensorLike): Tensor {
  return tensor(g.unary('logistic', floatNode(x)));
}

/** log(1 + exp(x)) = max(x, 0) + log1p(exp(-|x|)): no overflow, and nothing lost far from 0. */
function softplusNode(node: Node): Node {
  const tail = g.unary('log1p', g.exp(g.neg(g.unary('abs', node))));
  return g.add(g.binary('max', node, constant(node, 0)), tail);
}

/**
 * log(1 + exp(x)).
 *
 * @see https://keras.io/api/layers/activations/#softplus-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.softplus([0, 20]).array()); // => [0.6931472, 20]
 * ```
 */
export function softplus(x: TensorLike): Tensor {
  return tensor(softplusNode(floatNode(x)));
}

/**
 * log(sigmoid(x)) = -softplus(-x).
 *
 * @see https://keras.io/api/layers/activations/#log_sigmoid-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.logSigmoid([0, -100]).array()); // => [-0.6931472, -100]
 * ```
 */
export function logSigmoid(x: TensorLike): Tensor {
  return tensor(g.neg(softplusNode(g.neg(floatNode(x)))));
}

/**
 * x / (1 + |x|).
 *
 * @see https://keras.io/api/layers/activations/#softsign-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.softsign([-1, 3]).array()); // => [-0.5, 0.75]
 * ```
 */
export function softsign(x: TensorLike): Tensor {
  const node = floatNode(x);
  return tensor(g.div(node, plus(g.unary('abs', node), 1)));
}

/**
 * x tanh(softplus(x)) (Misra 2019).
 *
 * @see https://keras.io/api/layers/activations/#mish-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.mish([-1, 2]).array()); // => [-0.3034015, 1.943959]
 * ```
 */
export function mish(x: TensorLike): Tensor {
  const node = floatNode(x);
  return tensor(g.mul(node, g.unary('tanh', softplusNode(node))));
}

/**
 * relu6(x + 3) / 6: a sigmoid of three straight lines.
 *
 * @see https://keras.io/api/layers/activations/#hard_sigmoid-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.hardSigmoid([-4, 0, 1.5]).array()); // => [0, 0.5, 0.75]
 * ```
 */
export function hardSigmoid(x: TensorLike): Tensor {
  const node = relu6(tensor(plus(floatNode(x), 3))).node;
  return tensor(g.div(node, constant(node, 6)));
}

/**
 * x hardSigmoid(x).
 *
 * @see https://keras.io/api/layers/activations/#hard_silu-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.hardSilu([-4, 1, 4]).array()); // => [-0, 0.6666667, 4]
 * ```
 */
export function hardSilu(x: TensorLike): Tensor {
  const node = floatNode(x);
  return tensor(g.mul(node, hardSigmoid(tensor(node)).node));
}

/**
 * The same as `hardSilu`.
 *
 * @see https://keras.io/api/layers/activations/#hard_swish-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.hardSwish([-4, 1, 4]).array()); // => [-0, 0.6666667, 4]
 * ```
 */
export const hardSwish = hardSilu;

/**
 * x limited to [-1, 1].
 *
 * @see https://keras.io/api/layers/activations/#hard_tanh-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.hardTanh([-4, 0.5, 4]).array()); // => [-1, 0.5, 1]
 * ```
 */
export function hardTanh(x: TensorLike): Tensor {
  const node = floatNode(x);
  const low = g.where(g.lt(node, constant(node, -1)), constant(node, -1), node);
  return tensor(g.where(above(node, 1), constant(node, 1), low));
}

/**
 * (x + 1) / 2 limited to [0, 1].
 *
 * @see https://keras.io/api/layers/activations/#sparse_sigmoid-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.sparseSigmoid([-2, 0, 3]).array()); // => [0, 0.5, 1]
 * ```
 */
export function sparseSigmoid(x: TensorLike): Tensor {
  const node = plus(floatNode(x), 1);
  const limited = g.binary('min', g.binary('max', node, constant(node, 0)), constant(node, 2));
  return tensor(scaled(limited, 0.5));
}
