import * as ops from '../ops/index.ts';
import { integer } from '../support/check-values.ts';
import { epsilon } from '../support/epsilon.ts';
import type { Config } from '../support/registry.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Loss, type LossOptions } from './loss.ts';
import { lossOperands } from './operands.ts';

function unitVectors(x: Tensor, axis: number): Tensor {
  const length = ops.sqrt(ops.sum(ops.square(x), { axis, keepdims: true }));
  return ops.divide(x, ops.maximum(length, epsilon()));
}

/**
 * Negative cosine of the angle between targets and predictions: `-sum(yTrue / |yTrue| * yPred / |yPred|)`, from -1
 * (the same direction) to 1 (opposite directions), and 0 where either is zero.
 *
 * As in Keras, the gradient at a prediction of exactly zero is NaN: the zero vector has no direction.
 *
 * See https://keras.io/api/losses/regression_losses/#cosinesimilarity-class.
 *
 * @param yTrue targets, [batch, ..., d]
 * @param yPred predictions, of the same shape
 * @param options `axis`: along which the vectors lie. Default -1.
 * @returns the loss of each sample, [batch, ...]
 * @throws ArgumentError when the shapes cannot be broadcast together
 *
 * @example
 * ```ts
 * import { losses } from 'keratin';
 * console.log(await losses.cosineSimilarity([[3, 4], [3, 4]], [[3, 4], [-3, -4]]).array()); // => [-1, 1]
 * ```
 */
export function cosineSimilarity(
  yTrue: TensorLike,
  yPred: TensorLike,
  options: { readonly axis?: number } = {},
): Tensor {
  const axis = integer('axis', options.axis ?? -1);
  const [target, pred] = lossOperands(yTrue, yPred);
  return ops.negative(ops.sum(ops.multiply(unitVectors(target, axis), unitVectors(pred, axis)), { axis }));
}

/** Options of `CosineSimilarity`. */
export interface CosineSimilarityOptions extends LossOptions {
  /** Along which the vectors lie. Default -1. */
  readonly axis?: number;
}

/**
 * Negative cosine similarity of a batch (see `losses.cosineSimilarity`), weighted and reduced.
 *
 * See https://keras.io/api/losses/regression_losses/#cosinesimilarity-class.
 *
 * @example
 * ```ts
 * import { losses } from 'keratin';
 * const loss = new losses.CosineSimilarity();
 * console.log(await loss.apply([[0, 1], [3, 4]], [[1, 0], [3, 4]]).item()); // => -0.5
 * ```
 */
export class CosineSimilarity extends Loss {
  static override readonly className: string = 'CosineSimilarity';
  readonly axis: number;

  /** @param options see `CosineSimilarityOptions`; the default name is `cosine_similarity` */
  constructor(options: CosineSimilarityOptions = {}) {
    super(options, { name: 'cosine_similarity', own: ['axis'] });
    this.axis = integer('axis', options.axis ?? -1);
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return cosineSimilarity(yTrue, yPred, { axis: this.axis });
  }

  /** Keras leaves `axis` out and so forgets it; its constructor takes it, so it is written unless it is the default. */
  override getConfig(): Config {
    return { ...super.getConfig(), ...(this.axis === -1 ? {} : { axis: this.axis }) };
  }
}
