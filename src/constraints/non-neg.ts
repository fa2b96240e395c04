import { multiply } from '../ops/arithmetic.ts';
import { greaterEqual } from '../ops/comparison.ts';
import { cast } from '../ops/core.ts';
import { checkOptions } from '../support/errors.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Constraint } from './constraint.ts';

/**
 * Negative weights become zero.
 *
 * @see https://keras.io/api/layers/constraints/#nonneg-class
 *
 * @example
 * ```ts
 * import { constraints } from 'keratin';
 * console.log(await new constraints.NonNeg().apply([1, 2]).array()); // => [1, 2]
 * ```
 */
export class NonNeg extends Constraint {
  static override readonly className: string = 'NonNeg';

  constructor(options: object = {}) {
    super();
    checkOptions('NonNeg', options, []);
  }

  override apply(w: TensorLike): Tensor {
    return multiply(w, cast(greaterEqual(w, 0), 'float32'));
  }
}
