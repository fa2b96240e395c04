import { divide, multiply } from '../../ops/arithmetic.ts';
import { cast } from '../../ops/core.ts';
import { matmul } from '../../ops/matrix-product.ts';
import { transpose } from '../../ops/shape.ts';
import { tanh } from '../../ops/trigonometric.ts';
import type { QuantizationMode } from '../../quantizers/index.ts';
import { flag, optional, positiveNumber } from '../../support/check-values.ts';
import { type DType, standardizeDtype } from '../../support/dtype.ts';
import { ArgumentError } from '../../support/errors.ts';
import type { Config } from '../../support/registry.ts';
import type { PartialShape } from '../../support/shape.ts';
import { setMask } from '../../tensor/mask.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Variable } from '../../tensor/variable.ts';
import { builtWeight } from '../built-weight.ts';
import type { LayerInputs } from '../call-inputs.ts';
import type { ApplyOptions, CallOptions } from '../call-options.ts';
import { KerasTensor } from '../keras-tensor.ts';
import type { QuantizeLayerOptions } from '../quantization/quantization.ts';
import type { Structure } from '../structure.ts';
import { Embedding, type EmbeddingOptions } from './embedding.ts';

export interface ReversibleEmbeddingOptions extends EmbeddingOptions {
  /** Whether the way back uses the table itself, transposed. Default true. */
  tieWeights?: boolean;
  /** The dtype of the way back. Default null: that of the layer. */
  reverseDtype?: DType | null;
  /** Keeps logits within ±logitSoftCap: cap · tanh(logits / cap). Default null: any. */
  logitSoftCap?: number | null;
}

/** How a ReversibleEmbedding is applied. */
export interface ReversibleEmbeddingApplyOptions extends ApplyOptions {
  /** Whether to go from vectors back to logits over the indices. Default false. */
  reverse?: boolean;
}

/**
 * An embedding that also leads back: from indices to vectors, and with `{ reverse: true }` from vectors to a logit for
 * each index, by default with the same weights (Press and Wolf 2016).
 *
 * @param inputDim the number of indices
 * @param outputDim the length of the vectors
 * @param options those of Embedding, `tieWeights`, `reverseDtype`, `logitSoftCap`
 * @returns applied to integers [...]: [..., outputDim]; in reverse to [..., outputDim]: [..., inputDim]
 * @see https://keras.io/api/layers/core_layers/reversible_embedding/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const layer = new layers.ReversibleEmbedding(100, 8);
 * const vectors = layer.apply([[1, 2, 3]]);
 * console.log(layer.apply(vectors, { reverse: true }).shape); // => [1, 3, 100]
 * ```
 */
export class ReversibleEmbedding extends Embedding {
  static override readonly className: string = 'ReversibleEmbedding';
  readonly tieWeights: boolean;
  readonly reverseDtype: DType | null;
  readonly logitSoftCap: number | null;
  #reverse: Variable | undefined;

  constructor(inputDim: number, outputDim: number, options: ReversibleEmbeddingOptions = {}) {
    super(inputDim, outputDim, options, ['tieWeights', 'reverseDtype', 'logitSoftCap']);
    this.tieWeights = flag('tieWeights', options.tieWeights ?? true);
    this.reverseDtype = options.reverseDtype == null ? null : standardizeDtype(options.reverseDtype);
    this.logitSoftCap = optional(positiveNumber, 'logitSoftCap', options.logitSoftCap);
  }

  override build(inputShape: PartialShape): void {
    if (!this.tieWeights) this.#refuseQuantized(this.quantizationMode);
    super.build(inputShape);
    if (this.tieWeights) return;
    this.#reverse = this.addWeight({
      name: 'reverse_embeddings',
      shape: [this.outputDim, this.inputDim],
      initializer: this.embeddingsInitializer,
    });
  }

  /** The weights of the way back, [outputDim, inputDim]: those of the table with `tieWeights`. */
  get reverseEmbeddings(): Tensor {
    return this.tieWeights
      ? transpose(this.embeddings)
      : builtWeight(this.#reverse, 'reverseEmbeddings', this.name).value;
  }

  #refuseQuantized(mode: QuantizationMode | null): void {
    if (mode !== null)
      throw new ArgumentError(
        `Layer "${this.name}" is quantized only where tieWeights is true. Received: '${mode}' with tieWeights=false`,
      );
  }

  override quantize(mode: QuantizationMode | null = null, options: QuantizeLayerOptions = {}): void {
    if (!this.tieWeights) this.#refuseQuantized(mode ?? 'int8');
    this.quantizeAs(ReversibleEmbedding, mode, options);
  }

  override apply<Out extends Structure<KerasTensor> = KerasTensor>(
    inputs: Structure<KerasTensor>,
    options?: ReversibleEmbeddingApplyOptions,
  ): NoInfer<Out>;
  override apply<Out extends Structure<Tensor> = Tensor>(
    inputs: LayerInputs,
    options?: ReversibleEmbeddingApplyOptions,
  ): NoInfer<Out>;
  override apply(
    inputs: Structure<KerasTensor> | LayerInputs,
    options?: ReversibleEmbeddingApplyOptions,
  ): Structure<KerasTensor> | Structure<Tensor>;
  override apply(
    inputs: Structure<KerasTensor> | LayerInputs,
    options: ReversibleEmbeddingApplyOptions = {},
  ): Structure<KerasTensor> | Structure<Tensor> {
    return super.apply(inputs, options);
  }

  override call(inputs: Tensor, options: CallOptions & { readonly reverse?: boolean } = {}): Tensor {
    if (options.reverse !== true) {
      const vectors = super.call(inputs);
      return this.maskZero ? setMask(vectors, super.computeMask(inputs) ?? undefined) : vectors;
    }
    const kernel = this.tieWeights ? transpose(this.table()) : this.reverseEmbeddings;
    const vectors = this.quantizedInputs(inputs);
    const dtype = this.reverseDtype;
    const logits = dtype === null ? matmul(vectors, kernel) : matmul(cast(vectors, dtype), cast(kernel, dtype));
    const cap = this.logitSoftCap;
    return cap === null ? logits : multiply(tanh(divide(logits, cap)), cap);
  }

  /** None: the mask of the way forth is attached by the call. */
  override computeMask(_inputs: Tensor): null {
    return null;
  }

  override computeOutputSpec(
    inputs: Structure<KerasTensor>,
    options: ReversibleEmbeddingApplyOptions = {},
  ): Structure<KerasTensor> {
    if (options.reverse !== true || !(inputs instanceof KerasTensor)) return super.computeOutputSpec(inputs, options);
    return new KerasTensor([...inputs.shape.slice(0, -1), this.inputDim], {
      dtype: this.reverseDtype ?? this.computeDtype,
    });
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      tie_weights: this.tieWeights,
      reverse_dtype: this.reverseDtype,
      logit_soft_cap: this.logitSoftCap,
    };
  }
}
