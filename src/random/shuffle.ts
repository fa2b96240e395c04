import * as g from '../graph/build.ts';
import { takeAlongAxis } from '../ops/indexing.ts';
import { checkOptions } from '../support/errors.ts';
import { normalizeAxis, sizeOf } from '../support/shape.ts';
import { convertToTensor, type TensorLike } from '../tensor/convert.ts';
import { Tensor } from '../tensor/tensor.ts';
import { drawSeed, type Seed } from './seed-generator.ts';
import { splitKey } from './threefry.ts';

/** Sorting by 32-bit keys, with so many rounds that equal keys don't show (JAX's choice). */
const roundsFor = (size: number): number => Math.ceil((3 * Math.log(Math.max(1, size))) / Math.log(2 ** 32 - 1));

/**
 * The elements in random order along an axis (0 by default), each line of them in an order of its own, as Keras does
 * on JAX.
 *
 * @see https://keras.io/api/random/random_ops/#shuffle-function
 *
 * @example
 * ```ts
 * import { random } from 'keratin';
 * console.log(random.shuffle([1, 2, 3, 4], { seed: 3 }).shape); // => [4]
 * ```
 */
export function shuffle(x: TensorLike, options: number | { axis?: number; seed?: Seed } = {}): Tensor {
  const chosen: { axis?: number; seed?: Seed } = typeof options === 'number' ? { axis: options } : options;
  checkOptions('shuffle', chosen, ['axis', 'seed']);
  let value = convertToTensor(x);
  const axis = normalizeAxis(chosen.axis ?? 0, value.shape.length);
  let key = drawSeed(chosen.seed).node;
  for (let round = roundsFor(sizeOf(value.shape)); round > 0; round--) {
    const [next, sub] = splitKey(key);
    if (next === undefined || sub === undefined) throw new Error('A key splits into two.');
    key = next;
    value = takeAlongAxis(value, new Tensor(g.argsort(g.randomBits(sub, value.shape), axis)), axis);
  }
  return value;
}
