import * as g from '../graph/build.ts';
import { shapeOf } from '../ops/options.ts';
import { integer } from '../support/check-values.ts';
import { type DType, standardizeDtype } from '../support/dtype.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import { Tensor } from '../tensor/tensor.ts';
import { drawSeed, type Seed } from './seed-generator.ts';
import { splitKey } from './threefry.ts';

/**
 * Whole numbers from minval to maxval - 1, equally likely, the same as Keras draws on JAX for the same seed.
 *
 * @param shape the shape of the result
 * @param options `{ dtype, seed }`; the dtype is int32 by default
 * @throws ArgumentError when maxval is not above minval
 * @see https://keras.io/api/random/random_ops/#randint-function
 *
 * @example
 * ```ts
 * import { random } from 'keratin';
 * console.log(await random.randint([5], 0, 10, { seed: 0 }).array()); // => [9, 0, 2, 3, 1]
 * ```
 */
export function randint(
  shape: number | readonly number[],
  minval: number,
  maxval: number,
  options: { dtype?: DType; seed?: Seed } = {},
): Tensor {
  checkOptions('randint', options, ['dtype', 'seed']);
  const dtype = standardizeDtype(options.dtype ?? 'int32');
  integer('minval', minval);
  const span = maxval - minval;
  if (!Number.isInteger(maxval) || span < 1 || span >= 2 ** 32)
    throw badArgument('maxval', `an integer above \`minval\` (${minval})`, maxval);
  const target = shapeOf(shape);
  const [high, low] = splitKey(drawSeed(options.seed).node).map((key) => g.randomBits(key, target));
  if (high === undefined || low === undefined) throw new Error('A key splits into two.');
  // 64 random bits modulo the span: high 2^32 + low, all of it modulo 2^32, as JAX computes it.
  const spanNode = g.likeConstant(high, span);
  const half = 2 ** 16 % span;
  const carry = (Math.imul(half, half) >>> 0) % span;
  const upper = g.mul(g.binary('rem', high, spanNode), g.likeConstant(high, carry));
  const offset = g.binary('rem', g.add(upper, g.binary('rem', low, spanNode)), spanNode);
  const shifted = g.add(g.bitcast(offset, 'int32'), g.constant(minval, target, 'int32'));
  return new Tensor(g.cast(shifted, dtype));
}
