import * as g from '../graph/build.ts';
import { shapeOf } from '../ops/options.ts';
import { checkOptions } from '../support/errors.ts';
import { at } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import { Tensor } from '../tensor/tensor.ts';
import { type DrawOptions, gammaLine, parameterLine } from './gamma.ts';
import { drawSeed } from './seed-generator.ts';
import { splitKey } from './threefry.ts';
import { randomDtype } from './uniform.ts';

/**
 * Beta-distributed numbers, the same as Keras draws on JAX for the same seed: x / (x + y) of two gamma-distributed ones.
 *
 * @param shape the shape of the result
 * @param alpha the first parameter, positive: a number, or a tensor that broadcasts to the shape
 * @param beta the second parameter
 * @param options `{ dtype, seed }`
 * @see https://keras.io/api/random/random_ops/#beta-function
 *
 * @example
 * ```ts
 * import { random } from 'keratin';
 * console.log(random.beta([2, 2], 2, 3, { seed: 0 }).shape); // => [2, 2]
 * ```
 */
export function beta(
  shape: number | readonly number[],
  alpha: TensorLike,
  beta: TensorLike,
  options: DrawOptions = {},
): Tensor {
  checkOptions('beta', options, ['dtype', 'seed']);
  const dtype = randomDtype(options.dtype);
  const target = shapeOf(shape);
  const keys = splitKey(drawSeed(options.seed).node);
  const logarithm = (i: number, parameter: TensorLike) =>
    gammaLine(at(keys, i), parameterLine(parameter, target), true);
  const [a, b] = [logarithm(0, alpha), logarithm(1, beta)];
  // Scaled by the greater one, so that neither is lost.
  const most = g.binary('max', a, b);
  const [x, y] = [g.exp(g.sub(a, most)), g.exp(g.sub(b, most))];
  return new Tensor(g.cast(g.reshape(g.div(x, g.add(x, y)), target), dtype));
}
