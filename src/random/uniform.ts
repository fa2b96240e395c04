import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { shapeOf } from '../ops/options.ts';
import { type DType, type FloatDType, isFloat, standardizeDtype } from '../support/dtype.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import { floatx } from '../support/floatx.ts';
import { isLowFloat, type LowFloat, roundTo } from '../support/low-float.ts';
import type { Shape } from '../support/shape.ts';
import { Tensor } from '../tensor/tensor.ts';
import { drawSeed, type Seed } from './seed-generator.ts';

/** The bits of 1.0: with 23 random bits below, a number in [1, 2). */
const ONE_BITS = 0x3f800000;

/** Masks that keep the upper half of a float32's 24 significant bits. */
const UPPER_HALF = 0xfffff800;
const UPPER_HALF_OF_RANGE = 0xfffff000;

/** The first 12 significant bits of a number. */
function upperHalf(value: number): number {
  const bits = new Uint32Array(Float32Array.of(value).buffer);
  return new Float32Array(Uint32Array.of((bits[0] ?? 0) & UPPER_HALF_OF_RANGE).buffer)[0] ?? 0;
}

/** Whether multiplying by a number only shifts the exponent. */
const isPowerOfTwo = (value: number): boolean => Number.isInteger(Math.log2(value));

/**
 * unit * range + low, rounded once, as the fused multiply-add that XLA makes of it: the rounding errors of the product
 * (exact in halves of 12 bits, Dekker 1971) and of the sum (Knuth's two-sum) are added at the end. Rounding twice would
 * change every third weight by its last bit.
 */
function fusedScale(unit: Node, upper: Node, range: number, low: number): Node {
  const constant = (value: number) => g.likeConstant(unit, value);
  const product = g.mul(unit, constant(range));
  const sum = g.add(constant(low), product);
  if (isPowerOfTwo(range)) return sum;
  const rangeUpper = upperHalf(range);
  const lower = g.sub(unit, upper);
  const partial = (half: Node, factor: number) => g.mul(half, constant(factor));
  const mixed = g.add(partial(upper, range - rangeUpper), partial(lower, rangeUpper));
  const productError = g.add(
    g.add(g.sub(partial(upper, rangeUpper), product), mixed),
    partial(lower, range - rangeUpper),
  );
  const kept = g.sub(sum, constant(low));
  const sumError = g.add(g.sub(constant(low), g.sub(sum, kept)), g.sub(product, kept));
  return g.add(sum, g.add(sumError, productError));
}

/** Numbers uniformly distributed on [low, high), from the upper 23 of 32 random bits, as JAX makes them. */
export const uniformNode = (key: Node, shape: Shape, low: number, high: number): Node =>
  uniformOfBits(g.randomBits(key, shape), low, high);

/** As `uniformNode`, from given bits. */
export function uniformOfBits(random: Node, low: number, high: number): Node {
  const mantissa = g.binary('shiftRight', random, g.likeConstant(random, 9));
  const bits = g.binary('bitOr', mantissa, g.likeConstant(random, ONE_BITS));
  const lessOne = (pattern: Node) => {
    const float = g.bitcast(pattern, 'float32');
    return g.sub(float, g.likeConstant(float, 1));
  };
  const unit = lessOne(bits);
  if (low === 0 && high === 1) return unit;
  const from = Math.fround(low);
  const upper = lessOne(g.binary('bitAnd', bits, g.likeConstant(bits, UPPER_HALF)));
  const scaled = fusedScale(unit, upper, Math.fround(Math.fround(high) - from), from);
  return g.binary('max', scaled, g.likeConstant(unit, from));
}

/** As `uniformNode`, from as many bits as a float of 16 bits has in its fraction; each step is rounded to it. */
function lowUniformNode(key: Node, shape: Shape, low: number, high: number, dtype: LowFloat): Node {
  const bits = g.randomBits(key, shape);
  // JAX draws 16 bits for float16 and 8 for bfloat16, and takes the upper ones of these.
  const [drawn, kept] = dtype === 'float16' ? [16, 10] : [8, 7];
  const field = g.binary('bitAnd', bits, g.likeConstant(bits, 2 ** drawn - 1));
  const fraction = g.cast(g.binary('shiftRight', field, g.likeConstant(bits, drawn - kept)), 'float32');
  const unit = g.cast(g.mul(fraction, g.likeConstant(fraction, 2 ** -kept)), dtype);
  if (low === 0 && high === 1) return unit;
  const [from, to] = [roundTo(dtype, low), roundTo(dtype, high)];
  const scaled = g.add(g.mul(unit, g.likeConstant(unit, to - from)), g.likeConstant(unit, from));
  return g.binary('max', scaled, g.likeConstant(unit, from));
}

/** Numbers uniformly distributed on [low, high) in any float dtype, with the bits that JAX takes for it. */
export const uniformOf = (dtype: FloatDType, key: Node, shape: Shape, low: number, high: number): Node =>
  isLowFloat(dtype) ? lowUniformNode(key, shape, low, high, dtype) : uniformNode(key, shape, low, high);

/** The dtype of random floats: the one that is asked for, or `config.floatx()`. */
export function randomDtype(dtype: DType | null | undefined): FloatDType {
  const wanted = standardizeDtype(dtype ?? floatx());
  if (!isFloat(wanted)) throw badArgument('dtype', "a float: 'float32', 'float16' or 'bfloat16'", dtype);
  return wanted;
}

export interface UniformOptions {
  /** Lower bound, included. Default 0. */
  readonly minval?: number;
  /** Upper bound, excluded. Default 1. */
  readonly maxval?: number;
  /** A float. Default `config.floatx()`, which is 'float32'. For whole numbers there is `randint`. */
  readonly dtype?: DType | null;
  readonly seed?: Seed;
}

/**
 * Numbers uniformly distributed on [minval, maxval), the same as Keras draws on JAX for the same seed.
 *
 * @param shape the shape of the result
 * @throws ArgumentError when minval is above maxval
 * @see https://keras.io/api/random/random_ops/#uniform-function
 *
 * @example
 * ```ts
 * import { random } from 'keratin';
 * console.log(random.uniform([2, 3], { minval: -1, maxval: 1, seed: 7 }).shape); // => [2, 3]
 * ```
 */
export function uniform(shape: number | readonly number[], options: UniformOptions = {}): Tensor {
  checkOptions('uniform', options, ['minval', 'maxval', 'dtype', 'seed']);
  const { minval = 0, maxval = 1 } = options;
  const dtype = randomDtype(options.dtype);
  if (!(minval <= maxval)) throw badArgument('maxval', `a number from \`minval\` (${minval}) on`, maxval);
  const target = shapeOf(shape);
  return new Tensor(uniformOf(dtype, drawSeed(options.seed).node, target, minval, maxval));
}
