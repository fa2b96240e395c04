import * as g from '../graph/build.ts';
import { positiveInteger } from '../support/check-values.ts';
import { type DType, standardizeDtype } from '../support/dtype.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import { convertToTensor, type TensorLike } from '../tensor/convert.ts';
import { Tensor } from '../tensor/tensor.ts';
import { drawSeed, type Seed } from './seed-generator.ts';
import { uniformNode } from './uniform.ts';

/** The smallest normal float32: keeps the logarithm of a draw finite. */
const TINY = 2 ** -126;

/**
 * Class indices drawn with probabilities softmax(logits): the index of the largest logit after Gumbel noise
 * -log(-log u) is added to each (Gumbel 1954).
 *
 * @param logits unnormalized log-probabilities [batch, classes]
 * @param numSamples how many indices to draw for each row
 * @returns [batch, numSamples], int32 unless told otherwise
 * @see https://keras.io/api/random/random_ops/#categorical-function
 *
 * @example
 * ```ts
 * import { random } from 'keratin';
 * console.log(await random.categorical([[0, 100]], 3, { seed: 0 }).array()); // => [[1, 1, 1]]
 * ```
 */
export function categorical(
  logits: TensorLike,
  numSamples: number,
  options: { dtype?: DType; seed?: Seed } = {},
): Tensor {
  checkOptions('categorical', options, ['dtype', 'seed']);
  const scores = convertToTensor(logits, 'float32').node;
  const [batch, classes] = scores.shape;
  if (batch === undefined || classes === undefined || scores.shape.length !== 2 || classes === 0) {
    throw badArgument('logits', 'a tensor [batch, classes]', convertToTensor(logits));
  }
  positiveInteger('numSamples', numSamples);
  const shape = [batch, classes, numSamples];
  const uniform = uniformNode(drawSeed(options.seed).node, shape, TINY, 1);
  const gumbel = g.neg(g.unary('log', g.neg(g.unary('log', uniform))));
  const noisy = g.add(gumbel, g.broadcast(g.reshape(scores, [batch, classes, 1]), shape));
  return new Tensor(g.cast(g.argReduce('argmax', noisy, 1), standardizeDtype(options.dtype ?? 'int32')));
}
