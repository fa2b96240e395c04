import * as g from '../../graph/build.ts';
import type { Node } from '../../graph/node.ts';
import { at } from '../../support/shape.ts';
import { constant, plus, scaled } from '../node-terms.ts';

/** Ways to weigh neighbours; Keras's and JAX's names. */
export type ResampleMethod =
  | 'linear'
  | 'bilinear'
  | 'trilinear'
  | 'cubic'
  | 'bicubic'
  | 'tricubic'
  | 'lanczos3'
  | 'lanczos5';

/** radius sin(pi x) sin(pi x / radius) / (pi x)², 1 near 0 (Lanczos' window of a sinc). */
function lanczos(x: Node, radius: number): Node {
  const sine = (factor: number) => g.unary('sin', scaled(x, factor));
  const square = g.where(g.eq(x, constant(x, 0)), constant(x, 1), scaled(g.mul(x, x), Math.PI ** 2));
  const value = g.div(scaled(g.mul(sine(Math.PI), sine(Math.PI / radius)), radius), square);
  const inner = g.where(g.gt(x, constant(x, 1e-3)), value, constant(x, 1));
  return g.where(g.gt(x, constant(x, radius)), constant(x, 0), inner);
}

/** Keys' cubic convolution with a = -1/2 (1981, "Cubic convolution interpolation for digital image processing"). */
function cubic(x: Node): Node {
  const near = plus(g.mul(g.mul(plus(scaled(x, 1.5), -2.5), x), x), 1);
  const far = plus(g.mul(plus(g.mul(plus(scaled(x, -0.5), 2.5), x), -4), x), 2);
  const within = g.where(g.compare('ge', x, constant(x, 1)), far, near);
  return g.where(g.compare('ge', x, constant(x, 2)), constant(x, 0), within);
}

/** The weight of a neighbour at distance x >= 0. */
function kernel(method: ResampleMethod, x: Node): Node {
  switch (method) {
    case 'linear':
    case 'bilinear':
    case 'trilinear':
      return g.binary('max', constant(x, 0), g.sub(constant(x, 1), x));
    case 'cubic':
    case 'bicubic':
    case 'tricubic':
      return cubic(x);
    case 'lanczos3':
      return lanczos(x, 3);
    case 'lanczos5':
      return lanczos(x, 5);
  }
}

/** Below this total the samples of a pixel count as none at all. */
const LEAST_TOTAL = 1000 * 2 ** -23;

/**
 * Weights [input, output] of every input sample in every output sample along one axis that is scaled and then moved:
 * output pixel i has its center at ((i + 1/2) - translation) / scale - 1/2 of the input. They sum to 1, or are 0 where
 * the center lies outside. With antialiasing the kernel is widened when the axis shrinks.
 *
 * @param scale and translation: scalars
 */
export function resampleWeights(
  extents: { readonly input: number; readonly output: number },
  scale: Node,
  translation: Node,
  method: ResampleMethod,
  antialias: boolean,
): Node {
  const shape = [extents.input, extents.output];
  const wide = (x: Node) => g.broadcastTo(x, shape);
  const inverse = g.div(constant(scale, 1), scale);
  const start = wide(plus(g.neg(g.mul(translation, inverse)), -0.5));
  const center = g.add(g.mul(plus(g.iota(shape, 1, 'float32'), 0.5), wide(inverse)), start);
  const distance = g.unary('abs', g.sub(center, g.iota(shape, 0, 'float32')));
  const width = antialias ? g.binary('max', inverse, constant(inverse, 1)) : constant(inverse, 1);
  const weights = kernel(method, g.div(distance, wide(width)));
  const total = wide(g.reduceKeep('reduceSum', weights, [0]));
  const zero = constant(weights, 0);
  const enough = g.gt(g.unary('abs', total), constant(total, LEAST_TOTAL));
  const normal = g.where(enough, g.div(weights, g.where(enough, total, constant(total, 1))), zero);
  const inside = g.binary(
    'bitAnd',
    g.compare('ge', center, constant(center, -0.5)),
    g.compare('le', center, constant(center, extents.input - 0.5)),
  );
  return g.where(inside, normal, zero);
}

/** Replaces one axis by weighted sums over it: weights are [input, output]. */
export function weigh(node: Node, axis: number, weights: Node): Node {
  const product = g.dot(weights, node, { leftBatch: [], rightBatch: [], leftContract: [0], rightContract: [axis] });
  // The new axis stands in front; it belongs where the old one was.
  const rest = node.shape.slice(1).map((_, i) => i + 1);
  return g.transpose(product, [...rest.slice(0, axis), 0, ...rest.slice(axis)]);
}

/**
 * Weights [input, output] of a filter that slides along an axis: output i is the sum of
 * `weightAt(k) * input[i + k - offset]` over k = 0..size-1, where inputs outside count as 0.
 */
export function filterWeights(
  extents: { readonly input: number; readonly output: number },
  filter: { readonly size: number; readonly offset: number },
  weightAt: (position: Node) => Node,
): Node {
  const shape = [extents.input, extents.output];
  const position = plus(g.sub(g.iota(shape, 0, 'float32'), g.iota(shape, 1, 'float32')), filter.offset);
  const inside = g.binary(
    'bitAnd',
    g.compare('ge', position, constant(position, 0)),
    g.lt(position, constant(position, filter.size)),
  );
  return g.where(inside, weightAt(position), constant(position, 0));
}

/** Gaussian weights exp(-(k - (size - 1) / 2)² / (2 sigma²)) of a filter, which sum to 1. */
export function gaussian(size: number, sigma: Node): (position: Node) => Node {
  const bell = (position: Node) => {
    const ratio = g.div(plus(position, -(size - 1) / 2), g.broadcastTo(sigma, position.shape));
    return g.exp(scaled(g.mul(ratio, ratio), -0.5));
  };
  const total = g.reduceSum(bell(g.iota([size], 0, 'float32')), [0]);
  return (position) => g.div(bell(position), g.broadcastTo(total, position.shape));
}

/** The extent along an axis. */
export const extent = (node: Node, axis: number): number => at(node.shape, axis);
