import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';

/** Coefficients in w - 2.5 for w < 5, and in sqrt(w) - 3 beyond, highest power first. */
const CENTRAL = [
  2.81022636e-8, 3.43273939e-7, -3.5233877e-6, -4.39150654e-6, 0.00021858087, -0.00125372503, -0.00417768164,
  0.246640727, 1.50140941,
];
const TAIL = [
  -0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773, -0.0076224613, 0.00943887047,
  1.00167406, 2.83297682,
];
const SPLIT = 5;

/**
 * The inverse error function in single precision: x p(w) with w = -log(1 - x²) (Giles 2010, "Approximating the erfinv
 * function", table 5). Normal draws go through these very polynomials, and not through a more exact inverse, because
 * JAX does: that is what makes them agree with Keras's to the last bit or two.
 */
export function erfInverse(x: Node): Node {
  const constant = (value: number) => g.likeConstant(x, value);
  const w = g.neg(g.unary('log1p', g.neg(g.mul(x, x))));
  const central = g.lt(w, constant(SPLIT));
  const argument = g.where(central, g.sub(w, constant(2.5)), g.sub(g.sqrt(w), constant(3)));
  const polynomial = CENTRAL.reduce<Node | null>((sum, coefficient, i) => {
    const term = g.where(central, constant(coefficient), constant(TAIL[i] ?? 0));
    return sum === null ? term : g.add(g.mul(sum, argument), term);
  }, null);
  return polynomial === null ? x : g.mul(polynomial, x);
}
