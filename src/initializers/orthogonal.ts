import { multiply } from '../ops/arithmetic.ts';
import { cast } from '../ops/core.ts';
import { qr } from '../ops/decompositions.ts';
import { diagonal } from '../ops/diagonal.ts';
import { reshape, transpose } from '../ops/shape.ts';
import { sign } from '../ops/sign.ts';
import { normal } from '../random/normal.ts';
import { finiteNumber } from '../support/check-values.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import type { Config } from '../support/registry.ts';
import { at, formatShape, type Shape, sizeOf } from '../support/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { InitializerOptions } from './initializer.ts';
import { type InitializerSeed, RandomInitializer, weightDtype } from './random-initializer.ts';

/**
 * A random matrix with orthonormal rows or columns (whichever are fewer), times `gain`: the Q of the QR decomposition
 * of a normal matrix, with the signs of R's diagonal (Saxe et al. 2013). Weights with more axes are flattened to
 * [all but the last, last].
 *
 * @param options `{ gain: 1, seed: null }`
 * @throws ArgumentError for weights with fewer than two axes
 *
 * @example
 * ```ts
 * import { initializers } from 'keratin';
 * console.log(new initializers.Orthogonal({ seed: 1 }).apply([3, 3]).shape); // => [3, 3]
 * ```
 */
export class Orthogonal extends RandomInitializer {
  static override readonly className: string = 'Orthogonal';
  readonly #gain: number;

  constructor(options: { gain?: number; seed?: InitializerSeed } = {}) {
    checkOptions('Orthogonal', options, ['gain', 'seed']);
    super(options.seed);
    this.#gain = finiteNumber('gain', options.gain ?? 1);
  }

  override apply(shape: Shape, options: InitializerOptions = {}): Tensor {
    const dtype = weightDtype(options.dtype);
    if (shape.length < 2)
      throw badArgument('shape', 'a shape with two axes or more, which Orthogonal needs', formatShape(shape));
    const rows = sizeOf(shape.slice(0, -1));
    const columns = at(shape, shape.length - 1);
    const draw = normal([Math.max(rows, columns), Math.min(rows, columns)], { seed: this.seed, dtype: 'float32' });
    const [q, r] = qr(draw);
    const oriented = multiply(q, sign(diagonal(r)));
    return cast(multiply(reshape(rows < columns ? transpose(oriented) : oriented, shape), this.#gain), dtype);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), gain: this.#gain };
  }
}
