import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { combine, floatNode, tensor } from './operands.ts';

const times = (x: Node, factor: number): Node => g.mul(x, g.likeConstant(x, factor));

/** e to the power x, as float32. */
export function exp(x: TensorLike): Tensor {
  return tensor(g.exp(floatNode(x)));
}

/** 2 to the power x, as float32. */
export function exp2(x: TensorLike): Tensor {
  const node = floatNode(x);
  return tensor(g.binary('pow', g.likeConstant(node, 2), node));
}

/** exp(x) - 1, accurate near 0. */
export function expm1(x: TensorLike): Tensor {
  return tensor(g.unary('expm1', floatNode(x)));
}

/** The natural logarithm; -Infinity at 0, NaN below. */
export function log(x: TensorLike): Tensor {
  return tensor(g.unary('log', floatNode(x)));
}

/** log(1 + x), accurate near 0. */
export function log1p(x: TensorLike): Tensor {
  return tensor(g.unary('log1p', floatNode(x)));
}

/** The logarithm to the base 2. */
export function log2(x: TensorLike): Tensor {
  return tensor(times(g.unary('log', floatNode(x)), Math.LOG2E));
}

/** The logarithm to the base 10. */
export function log10(x: TensorLike): Tensor {
  return tensor(times(g.unary('log', floatNode(x)), Math.LOG10E));
}

/** max(a, b) + f(|a - b|), where f(d) = log(1 + exp(-d)) in some base; infinities of one sign add up. */
function addLogs(a: Node, b: Node, base: number): Node {
  const difference = g.sub(a, b);
  const undefinedThere = g.compare('ne', difference, difference);
  const distance = g.unary('abs', g.where(undefinedThere, g.zerosLike(a), difference));
  const rest = g.unary('log1p', g.exp(times(distance, -Math.log(base))));
  const sum = g.add(g.binary('max', a, b), times(rest, 1 / Math.log(base)));
  return g.where(undefinedThere, g.add(a, b), sum);
}

/** log(exp(x1) + exp(x2)), without overflow. */
export function logaddexp(x1: TensorLike, x2: TensorLike): Tensor {
  return combine((a, b) => addLogs(a, b, Math.E), x1, x2, 'float32');
}

/** log2(2^x1 + 2^x2), without overflow. */
export function logaddexp2(x1: TensorLike, x2: TensorLike): Tensor {
  return combine((a, b) => addLogs(a, b, 2), x1, x2, 'float32');
}

/** The square root; NaN for negative numbers. */
export function sqrt(x: TensorLike): Tensor {
  return tensor(g.sqrt(floatNode(x)));
}

/** 1 / sqrt(x). */
export function rsqrt(x: TensorLike): Tensor {
  return tensor(g.unary('rsqrt', floatNode(x)));
}

/** The real cube root, also of negative numbers. */
export function cbrt(x: TensorLike): Tensor {
  const node = floatNode(x);
  const magnitude = g.binary('pow', g.unary('abs', node), g.likeConstant(node, 1 / 3));
  return tensor(g.mul(g.unary('sign', node), magnitude));
}

/** The error function 2/sqrt(pi) ∫₀ˣ exp(-t²) dt. */
export function erf(x: TensorLike): Tensor {
  return tensor(g.unary('erf', floatNode(x)));
}

/** 1 - erf(x). */
export function erfc(x: TensorLike): Tensor {
  const node = floatNode(x);
  return tensor(g.sub(g.likeConstant(node, 1), g.unary('erf', node)));
}

/** The inverse of erf, on (-1, 1). */
export function erfinv(x: TensorLike): Tensor {
  return tensor(g.unary('erfInv', floatNode(x)));
}
