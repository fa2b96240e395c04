import { absolute, multiply, subtract } from '../ops/arithmetic.ts';
import { eye } from '../ops/matrices.ts';
import { matmul } from '../ops/matrix-product.ts';
import { normalize } from '../ops/normalization.ts';
import { sum } from '../ops/reduction.ts';
import { transpose } from '../ops/shape.ts';
import { nonNegativeNumber, oneOf } from '../support/check-values.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import type { Config } from '../support/registry.ts';
import { convertToTensor, type TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Regularizer } from './regularizer.ts';

/**
 * factor times the mean |cosine| of the angles between all pairs of rows (or columns) of a matrix: draws them apart
 * until they stand at right angles (Bansal et al. 2018).
 *
 * @param options `{ factor: 0.01, mode: 'rows' }`, mode 'rows' or 'columns'
 * @throws ArgumentError when applied to anything but a matrix
 *
 * @example
 * ```ts
 * import { regularizers } from 'keratin';
 * const penalty = new regularizers.OrthogonalRegularizer({ factor: 1 });
 * console.log(await penalty.apply([[1, 0], [0, 2]]).item()); // => 0
 * ```
 */
export class OrthogonalRegularizer extends Regularizer {
  static override readonly className: string = 'OrthogonalRegularizer';
  readonly #factor: number;
  readonly #mode: 'rows' | 'columns';

  constructor(options: { factor?: number; mode?: 'rows' | 'columns' } = {}) {
    super();
    checkOptions('OrthogonalRegularizer', options, ['factor', 'mode']);
    this.#factor = nonNegativeNumber('factor', options.factor ?? 0.01);
    this.#mode = oneOf('mode', options.mode ?? 'rows', ['rows', 'columns']);
  }

  override apply(x: TensorLike): Tensor {
    const matrix = convertToTensor(x);
    if (matrix.rank !== 2) throw badArgument('x', 'a matrix, which OrthogonalRegularizer needs', matrix);
    const vectors = normalize(this.#mode === 'rows' ? matrix : transpose(matrix), 1);
    const count = vectors.shape[0] ?? 0;
    const cosines = multiply(matmul(vectors, transpose(vectors)), subtract(1, eye(count)));
    const pairs = Math.max(1, (count * (count - 1)) / 2);
    return multiply(sum(absolute(cosines)), (0.5 * this.#factor) / pairs);
  }

  /** Keras holds the factor in single precision and writes it so. */
  override getConfig(): Config {
    return { factor: Math.fround(this.#factor), mode: this.#mode };
  }
}
