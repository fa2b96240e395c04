import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { erf } from '../graph/primitives/error-function.ts';
import { shapeOf } from '../ops/options.ts';
import type { DType } from '../support/dtype.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import { Tensor } from '../tensor/tensor.ts';
import { erfInverse } from './erf-inverse.ts';
import { drawSeed, type Seed } from './seed-generator.ts';
import { requireFloat, uniformNode, uniformOfBits } from './uniform.ts';

/** The float32 next to -1 towards 0. */
const ABOVE_MINUS_ONE = -1 + 2 ** -24;
const ROOT_TWO = Math.fround(Math.SQRT2);

/** Where a truncated draw ends, in standard deviations, and the floats just inside. */
const BOUND = 2;
const INSIDE_BOUND = 2 - 2 ** -23;

/** The inverse of the normal distribution function, taken of 2 p - 1. */
function quantile(u: Node): Node {
  return g.mul(g.likeConstant(u, ROOT_TWO), erfInverse(u));
}

/** Normally distributed numbers from given bits. */
export const normalOfBits = (bits: Node): Node => quantile(uniformOfBits(bits, ABOVE_MINUS_ONE, 1));

function scaled(sample: Node, mean: number, stddev: number): Tensor {
  return new Tensor(g.add(g.mul(sample, g.likeConstant(sample, stddev)), g.likeConstant(sample, mean)));
}

export interface NormalOptions {
  /** Default 0. */
  readonly mean?: number;
  /** Standard deviation, not negative. Default 1. */
  readonly stddev?: number;
  readonly dtype?: DType | null;
  readonly seed?: Seed;
}

function checked(where: string, options: NormalOptions): { mean: number; stddev: number } {
  checkOptions(where, options, ['mean', 'stddev', 'dtype', 'seed']);
  const { mean = 0, stddev = 1 } = options;
  requireFloat(options.dtype);
  if (!(stddev >= 0)) throw badArgument('stddev', 'a number that is not negative', stddev);
  return { mean, stddev };
}

/**
 * Normally distributed numbers, the same as Keras draws on JAX for the same seed.
 *
 * @param shape the shape of the result
 * @see https://keras.io/api/random/random_ops/#normal-function
 *
 * @example
 * ```ts
 * import { random } from 'keratin';
 * console.log(random.normal([3], { mean: 2, stddev: 0.1, seed: 0 }).shape); // => [3]
 * ```
 */
export function normal(shape: number | readonly number[], options: NormalOptions = {}): Tensor {
  const { mean, stddev } = checked('normal', options);
  const target = shapeOf(shape);
  return scaled(quantile(uniformNode(drawSeed(options.seed).node, target, ABOVE_MINUS_ONE, 1)), mean, stddev);
}

/**
 * Normally distributed numbers, none farther than two standard deviations from the mean. Their own standard deviation
 * is 0.88 of `stddev`.
 *
 * @param shape the shape of the result
 * @see https://keras.io/api/random/random_ops/#truncated_normal-function
 *
 * @example
 * ```ts
 * import { random } from 'keratin';
 * console.log(random.truncatedNormal([3], { seed: 0 }).shape); // => [3]
 * ```
 */
export function truncatedNormal(shape: number | readonly number[], options: NormalOptions = {}): Tensor {
  const { mean, stddev } = checked('truncatedNormal', options);
  const target = shapeOf(shape);
  const edge = Math.fround(erf(Math.fround(BOUND / ROOT_TWO)));
  const sample = quantile(uniformNode(drawSeed(options.seed).node, target, -edge, edge));
  const low = g.binary('max', sample, g.likeConstant(sample, -INSIDE_BOUND));
  return scaled(g.binary('min', low, g.likeConstant(sample, INSIDE_BOUND)), mean, stddev);
}
