import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import type { DType } from '../support/dtype.ts';
import { standardizeDtype } from '../support/dtype.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import type { Shape } from '../support/shape.ts';
import { Tensor } from '../tensor/tensor.ts';
import { shapeOf } from '../ops/options.ts';
import { drawSeed, type Seed } from './seed-generator.ts';

/** The bits of 1.0: with 23 random bits below, a number in [1, 2). */
const ONE_BITS = 0x3f800000;

/** Numbers uniformly distributed on [low, high), from the upper 23 of 32 random bits, as JAX makes them. */
export function uniformNode(key: Node, shape: Shape, low: number, high: number): Node {
  const bits = g.randomBits(key, shape);
  const mantissa = g.binary('shiftRight', bits, g.likeConstant(bits, 9));
  const float = g.bitcast(g.binary('bitOr', mantissa, g.likeConstant(bits, ONE_BITS)), 'float32');
  const unit = g.sub(float, g.likeConstant(float, 1));
  if (low === 0 && high === 1) return unit;
  const from = Math.fround(low);
  const scaled = g.add(g.mul(unit, g.likeConstant(unit, Math.fround(high) - from)), g.likeConstant(unit, from));
  return g.binary('max', scaled, g.likeConstant(unit, from));
}

/** Random functions that give floats have only one float dtype to give. */
export function requireFloat(dtype: DType | null | undefined): void {
  if (dtype !== null && dtype !== undefined && standardizeDtype(dtype) !== 'float32') throw badArgument('dtype', "'float32'", dtype);
}

export interface UniformOptions {
  /** Lower bound, included. Default 0. */
  readonly minval?: number;
  /** Upper bound, excluded. Default 1. */
  readonly maxval?: number;
  /** 'float32' (default). For whole numbers there is `randint`. */
  readonly dtype?: DType | null;
  readonly seed?: Seed;
}

/**
 * Numbers uniformly distributed on [minval, maxval), the same as Keras draws on JAX for the same seed.
 *
 * @param shape the shape of the result
 * @throws ArgumentError when minval is above maxval
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
  requireFloat(options.dtype);
  if (!(minval <= maxval)) throw badArgument('maxval', `a number from \`minval\` (${minval}) on`, maxval);
  const target = shapeOf(shape);
  return new Tensor(uniformNode(drawSeed(options.seed).node, target, minval, maxval));
}
