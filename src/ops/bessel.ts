import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { constant, plus, scaled } from './node-terms.ts';
import { singleNode, tensor } from './operands.ts';

/** Coefficients of 1, t², t⁴, ... for |x| <= 3.75, with t = x / 3.75 (Abramowitz and Stegun 1964, 9.8.1). */
const NEAR = [1, 3.5156229, 3.0899424, 1.2067492, 0.2659732, 0.0360768, 0.0045813];
/** Coefficients of sqrt(x) exp(-x) I0(x) in powers of 3.75 / x for larger x (9.8.2). */
const FAR = [
  0.39894228, 0.01328592, 0.00225319, -0.00157565, 0.00916281, -0.02057706, 0.02635537, -0.01647633, 0.00392377,
];

const polynomial = (x: Node, coefficients: readonly number[]): Node =>
  coefficients.reduceRight<Node>((sum, c) => plus(g.mul(sum, x), c), constant(x, 0));

/**
 * The modified Bessel function of the first kind and order 0, to about 2e-7.
 *
 * @see Abramowitz and Stegun 1964, "Handbook of Mathematical Functions", 9.8
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log((await ops.i0(1).item()).toFixed(5)); // => 1.26607
 * ```
 */
export function i0(x: TensorLike): Tensor {
  const node = singleNode(x);
  const size = g.unary('abs', node);
  const limit = constant(size, 3.75);
  const isNear = g.compare('le', size, limit);
  const t = scaled(g.where(isNear, size, limit), 1 / 3.75);
  const large = g.where(isNear, limit, size);
  const near = polynomial(g.mul(t, t), NEAR);
  const far = g.mul(g.div(g.exp(large), g.sqrt(large)), polynomial(g.div(limit, large), FAR));
  return tensor(g.where(isNear, near, far));
}
