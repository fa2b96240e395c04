import { oneOf, positiveInteger } from '../../support/check-values.ts';
import { badArgument } from '../../support/errors.ts';
import type { Config } from '../../support/registry.ts';
import type { TensorLike } from '../../tensor/convert.ts';
import { convertToTensor } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { LayerInputs } from '../call-inputs.ts';
import type { ApplyOptions, CallOptions } from '../call-options.ts';
import type { KerasTensor } from '../keras-tensor.ts';
import { Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';
import type { Structure } from '../structure.ts';
import { encodeCategories, refuseSparse } from './encode-categories.ts';

export interface CategoryEncodingOptions extends LayerOptions {
  /** The number of categories: indices run from 0 to numTokens - 1. */
  numTokens?: number;
  /** 'multi_hot' (default), 'one_hot' or 'count'. */
  outputMode?: 'multi_hot' | 'one_hot' | 'count';
  /** Tensors are dense: false. */
  sparse?: false;
}

export interface CategoryEncodingApplyOptions extends ApplyOptions {
  /** What each index counts, in the shape of the inputs; with outputMode 'count'. */
  countWeights?: TensorLike | null;
}

/**
 * Turns indices of categories into vectors with a place for each category.
 *
 * @param options `numTokens` (required), `outputMode`
 * @returns applied to integers: 'one_hot' [...] to [..., numTokens] (without a last axis of extent 1); 'multi_hot' and
 *   'count' [batch, n] to [batch, numTokens]
 * @throws ArgumentError when numTokens is missing, or countWeights come with another mode
 * @see https://keras.io/api/layers/preprocessing_layers/categorical/category_encoding/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const layer = new layers.CategoryEncoding({ numTokens: 4, outputMode: 'multi_hot' });
 * console.log(await layer.apply([[0, 1], [3, 3]]).array()); // => [[1, 1, 0, 0], [0, 0, 0, 1]]
 * ```
 */
export class CategoryEncoding extends Layer {
  static override readonly className: string = 'CategoryEncoding';
  readonly numTokens: number;
  readonly outputMode: 'multi_hot' | 'one_hot' | 'count';

  constructor(options: CategoryEncodingOptions = {}) {
    super(options, ['numTokens', 'outputMode', 'sparse']);
    if (options.numTokens === undefined)
      throw badArgument('numTokens', 'the number of categories; IntegerLookup finds it in data', undefined);
    this.numTokens = positiveInteger('numTokens', options.numTokens);
    this.outputMode = oneOf('outputMode', options.outputMode ?? 'multi_hot', [
      'multi_hot',
      'one_hot',
      'count',
    ] as const);
    refuseSparse(options.sparse);
    this.built = true;
  }

  override call(inputs: Tensor, options: CallOptions & CategoryEncodingApplyOptions = {}): Tensor {
    const { countWeights = null } = options;
    if (countWeights !== null && this.outputMode !== 'count')
      throw badArgument('countWeights', "null unless outputMode is 'count'", countWeights);
    const weights = countWeights === null ? null : convertToTensor(countWeights, 'float32');
    return encodeCategories(inputs, this.outputMode, this.numTokens, weights);
  }

  override apply<Out extends Structure<KerasTensor> = KerasTensor>(
    inputs: Structure<KerasTensor>,
    options?: CategoryEncodingApplyOptions,
  ): NoInfer<Out>;
  override apply<Out extends Structure<Tensor> = Tensor>(
    inputs: LayerInputs,
    options?: CategoryEncodingApplyOptions,
  ): NoInfer<Out>;
  override apply(
    inputs: Structure<KerasTensor> | LayerInputs,
    options?: CategoryEncodingApplyOptions,
  ): Structure<KerasTensor> | Structure<Tensor>;
  override apply(
    inputs: Structure<KerasTensor> | LayerInputs,
    options: CategoryEncodingApplyOptions = {},
  ): Structure<KerasTensor> | Structure<Tensor> {
    return super.apply(inputs, options);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), num_tokens: this.numTokens, output_mode: this.outputMode };
  }
}
