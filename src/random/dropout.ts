import * as g from '../graph/build.ts';
import { isFloat } from '../support/dtype.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import { formatShape } from '../support/shape.ts';
import { convertToTensor, type TensorLike } from '../tensor/convert.ts';
import { Tensor } from '../tensor/tensor.ts';
import { drawSeed, type Seed } from './seed-generator.ts';
import { uniformNode } from './uniform.ts';

export interface DropoutOptions {
  /** Shape of the mask, which broadcasts: 1 drops a whole axis together, null stands for the inputs' extent. */
  readonly noiseShape?: readonly (number | null)[] | null;
  readonly seed?: Seed;
}

/**
 * Sets a share of the elements to zero and scales the others by 1 / (1 - rate), which keeps the expected sum
 * (Srivastava et al. 2014).
 *
 * @param rate the probability of dropping, in [0, 1)
 *
 * @example
 * ```ts
 * import { random } from 'keratin';
 * console.log(random.dropout([1, 2, 3, 4], 0.5, { seed: 1 }).shape); // => [4]
 * ```
 */
export function dropout(inputs: TensorLike, rate: number, options: DropoutOptions = {}): Tensor {
  checkOptions('dropout', options, ['noiseShape', 'seed']);
  if (!(rate >= 0 && rate < 1)) throw badArgument('rate', 'a number in [0, 1)', rate);
  const given = convertToTensor(inputs);
  const node = g.cast(given.node, isFloat(given.dtype) ? given.dtype : 'float32');
  const noise = (options.noiseShape ?? node.shape).map((n, i) => n ?? node.shape[i] ?? 1);
  if (noise.length !== node.shape.length || noise.some((n, i) => n !== 1 && n !== node.shape[i])) {
    throw badArgument('noiseShape', `a shape that broadcasts to ${formatShape(node.shape)}`, options.noiseShape);
  }
  const draw = uniformNode(drawSeed(options.seed).node, noise, 0, 1);
  const keep = g.lt(draw, g.likeConstant(draw, 1 - rate));
  const scaled = g.div(node, g.likeConstant(node, 1 - rate));
  return new Tensor(g.where(g.broadcast(keep, node.shape), scaled, g.zerosLike(node)));
}
