import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { erf } from '../graph/primitives/error-function.ts';
import { shapeOf } from '../ops/options.ts';
import type { DType, FloatDType } from '../support/dtype.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import { floatLimits } from '../support/low-float.ts';
import { Tensor } from '../tensor/tensor.ts';
import { erfInverse } from './erf-inverse.ts';
import { drawSeed, type Seed } from './seed-generator.ts';
import { randomDtype, uniformOf, uniformOfBits } from './uniform.ts';

/** The number of a dtype next to -1 towards 0. */
const aboveMinusOne = (dtype: FloatDType): number => -1 + floatLimits(dtype).eps / 2;
const ROOT_TWO = Math.fround(Math.SQRT2);

/** Where a truncated draw ends, in standard deviations. */
const BOUND = 2;

/** The inverse of the normal distribution function, taken of 2 p - 1. */
function quantile(u: Node): Node {
  // In float32 also for floats of 16 bits, as JAX does.
  const inverse = g.cast(erfInverse(g.cast(u, 'float32')), u.dtype);
  return g.mul(g.likeConstant(u, ROOT_TWO), inverse);
}

/** Normally distributed numbers from given bits. */
export const normalOfBits = (bits: Node): Node => quantile(uniformOfBits(bits, aboveMinusOne('float32'), 1));

function scaled(sample: Node, mean: number, stddev: number): Tensor {
  return new Tensor(g.add(g.mul(sample, g.likeConstant(sample, stddev)), g.likeConstant(sample, mean)));
}

export interface NormalOptions {
  /** Default 0. */
  readonly mean?: number;
  /** Standard deviation, not negative. Default 1. */
  readonly stddev?: number;
  /** A float. Default `config.floatx()`, which is 'float32'. */
  readonly dtype?: DType | null;
  readonly seed?: Seed;
}

function checked(where: string, options: NormalOptions): { mean: number; stddev: number; dtype: FloatDType } {
  checkOptions(where, options, ['mean', 'stddev', 'dtype', 'seed']);
  const { mean = 0, stddev = 1 } = options;
  if (!(stddev >= 0)) throw badArgument('stddev', 'a number that is not negative', stddev);
  return { mean, stddev, dtype: randomDtype(options.dtype) };
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
  const { mean, stddev, dtype } = checked('normal', options);
  const target = shapeOf(shape);
  const draw = uniformOf(dtype, drawSeed(options.seed).node, target, aboveMinusOne(dtype), 1);
  return scaled(quantile(draw), mean, stddev);
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
  const { mean, stddev, dtype } = checked('truncatedNormal', options);
  const target = shapeOf(shape);
  const edge = Math.fround(erf(Math.fround(BOUND / ROOT_TWO)));
  const sample = quantile(uniformOf(dtype, drawSeed(options.seed).node, target, -edge, edge));
  const inside = BOUND - floatLimits(dtype).eps;
  const low = g.binary('max', sample, g.likeConstant(sample, -inside));
  return scaled(g.binary('min', low, g.likeConstant(sample, inside)), mean, stddev);
}
