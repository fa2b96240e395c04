import * as ops from '../ops/index.ts';
import { finiteNumber } from '../support/check-values.ts';
import { badArgument } from '../support/errors.ts';
import type { Config } from '../support/registry.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Loss, type LossOptions } from './loss.ts';
import { labelOperands } from './operands.ts';
import { pickClass } from './pick-class.ts';

function checkQ(value: unknown): number {
  const q = finiteNumber('q', value ?? 0.5);
  if (q <= 0 || q >= 1) throw badArgument('q', 'between 0 and 1, both excluded', value);
  return q;
}

/**
 * Generalized crossentropy, `(1 - p[label]^q) / q`: between crossentropy (q towards 0) and mean absolute error (q
 * towards 1), and so less misled by wrong labels than the former.
 *
 * Zhang and Sabuncu 2018, https://arxiv.org/abs/1805.07836.
 *
 * @param yTrue class numbers, [batch, ...] or [batch, ..., 1]
 * @param yPred probabilities, [batch, ..., classes]
 * @param q between 0 and 1, both excluded
 * @returns the loss of each sample, [batch, ...]
 * @throws ArgumentError when there isn't one label for each prediction, or q is out of range
 *
 * @example
 * ```ts
 * import { losses } from 'keratin';
 * console.log(await losses.categoricalGeneralizedCrossEntropy([1], [[0.75, 0.25]], 0.5).array()); // => [1]
 * ```
 */
export function categoricalGeneralizedCrossEntropy(yTrue: TensorLike, yPred: TensorLike, q: number): Tensor {
  const exponent = checkQ(q);
  const [labels, pred] = labelOperands(yTrue, yPred, -1);
  return ops.divide(ops.subtract(1, ops.power(pickClass(pred, labels, -1), exponent)), exponent);
}

/** Options of `CategoricalGeneralizedCrossEntropy`. */
export interface CategoricalGeneralizedCrossEntropyOptions extends LossOptions {
  /** Between 0 (crossentropy) and 1 (mean absolute error), both excluded. Default 0.5. */
  readonly q?: number;
}

/**
 * Generalized crossentropy of a batch (see `losses.categoricalGeneralizedCrossEntropy`), weighted and reduced.
 *
 * Zhang and Sabuncu 2018, https://arxiv.org/abs/1805.07836.
 *
 * @example
 * ```ts
 * import { losses } from 'keratin';
 * const loss = new losses.CategoricalGeneralizedCrossEntropy({ q: 0.5 });
 * console.log(await loss.apply([1], [[0.75, 0.25]]).item()); // => 1
 * ```
 */
export class CategoricalGeneralizedCrossEntropy extends Loss {
  static override readonly className: string = 'CategoricalGeneralizedCrossEntropy';
  readonly q: number;

  /** @param options see the type; the default name is `categorical_generalized_cross_entropy` */
  constructor(options: CategoricalGeneralizedCrossEntropyOptions = {}) {
    super(options, { name: 'categorical_generalized_cross_entropy', own: ['q'] });
    this.q = checkQ(options.q);
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return categoricalGeneralizedCrossEntropy(yTrue, yPred, this.q);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), q: this.q };
  }
}
