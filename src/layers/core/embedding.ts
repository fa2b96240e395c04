import type { Constraint, ConstraintIdentifier } from '../../constraints/index.ts';
import * as constraints from '../../constraints/index.ts';
import type { Initializer, InitializerIdentifier } from '../../initializers/index.ts';
import * as initializers from '../../initializers/index.ts';
import { notEqual } from '../../ops/comparison.ts';
import { cast } from '../../ops/core.ts';
import { take } from '../../ops/indexing.ts';
import type { QuantizationMode } from '../../quantizers/index.ts';
import type { Regularizer, RegularizerIdentifier } from '../../regularizers/index.ts';
import * as regularizers from '../../regularizers/index.ts';
import { flag, positiveInteger } from '../../support/check-values.ts';
import type { Config } from '../../support/registry.ts';
import type { PartialShape } from '../../support/shape.ts';
import type { TensorLike } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Variable } from '../../tensor/variable.ts';
import { builtWeight } from '../built-weight.ts';
import type { CallOptions } from '../call-options.ts';
import { Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';
import {
  fileOrder,
  Quantization,
  type QuantizationOptions,
  type QuantizeLayerOptions,
  quantizationOptionNames,
} from '../quantization/quantization.ts';
import { matrixLayout } from '../quantization/weight-layout.ts';
import { optional } from '../serialize-member.ts';
import { type EnableLoraOptions, Lora, type LoraOptions, loraOptionNames } from './lora.ts';

export interface EmbeddingOptions extends LayerOptions, LoraOptions, QuantizationOptions {
  /** Default 'uniform': between -0.05 and 0.05. */
  embeddingsInitializer?: InitializerIdentifier;
  embeddingsRegularizer?: RegularizerIdentifier | null;
  embeddingsConstraint?: ConstraintIdentifier | null;
  /** Whether index 0 stands for padding, which later layers leave out. Default false. */
  maskZero?: boolean;
  /** What the table starts as, also in a list of one. Default null: what the initializer makes. */
  weights?: TensorLike | readonly [TensorLike] | null;
  /** Old option of Keras 2, without effect. */
  inputLength?: number | null;
}

const optionNames = [
  'embeddingsInitializer',
  'embeddingsRegularizer',
  'embeddingsConstraint',
  'maskZero',
  'inputLength',
  'weights',
  ...loraOptionNames,
  ...quantizationOptionNames,
];

/**
 * Turns indices (of words, say) into vectors: a table lookup whose rows are trained.
 *
 * @param inputDim the number of indices; they run from 0 to inputDim - 1
 * @param outputDim the length of the vectors
 * @param options `maskZero`, `embeddingsInitializer`, `embeddingsRegularizer`, `embeddingsConstraint`, `weights`
 * @returns applied to integers of any shape [...]: [..., outputDim]
 * @throws ArgumentError when an extent isn't a positive integer
 * @see https://keras.io/api/layers/core_layers/embedding/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const layer = new layers.Embedding(1000, 16, { maskZero: true });
 * console.log(layer.apply([[5, 7, 0]]).shape); // => [1, 3, 16]
 * ```
 */
export class Embedding extends Layer {
  static override readonly className: string = 'Embedding';
  protected override readonly autocastDefault: boolean = false;
  static override readonly positional: readonly string[] = ['inputDim', 'outputDim'];
  readonly inputDim: number;
  readonly outputDim: number;
  readonly embeddingsInitializer: Initializer;
  readonly embeddingsRegularizer: Regularizer | null;
  readonly embeddingsConstraint: Constraint | null;
  readonly maskZero: boolean;
  #embeddings: Variable | undefined;
  readonly #quantization: Quantization;
  readonly #lora: Lora;
  /** Until the layer is built. */
  #firstTable: TensorLike | null;

  constructor(inputDim: number, outputDim: number, options: EmbeddingOptions = {}, ownOptions: readonly string[] = []) {
    super(options, [...optionNames, ...ownOptions]);
    this.inputDim = positiveInteger('inputDim', inputDim);
    this.outputDim = positiveInteger('outputDim', outputDim);
    this.embeddingsInitializer = initializers.get(options.embeddingsInitializer ?? 'uniform');
    this.embeddingsRegularizer = regularizers.get(options.embeddingsRegularizer);
    this.embeddingsConstraint = constraints.get(options.embeddingsConstraint);
    const { weights = null } = options;
    this.#firstTable = Array.isArray(weights) && weights.length === 1 ? weights[0] : weights;
    this.maskZero = flag('maskZero', options.maskZero ?? false);
    this.supportsMasking = this.maskZero;
    this.#quantization = new Quantization(this, options);
    this.#lora = new Lora(this, options, {
      weight: () => this.embeddings,
      quantization: this.#quantization,
      label: 'embeddings',
      regularizer: this.embeddingsRegularizer,
      constrained: this.embeddingsConstraint !== null,
    });
  }

  override build(_inputShape: PartialShape): void {
    const shape = [this.inputDim, this.outputDim];
    if (!this.#quantization.build(matrixLayout('embeddings', shape, 1))) {
      this.#embeddings = this.addWeight({
        name: 'embeddings',
        shape,
        initializer: this.embeddingsInitializer,
        regularizer: this.embeddingsRegularizer,
        constraint: this.embeddingsConstraint,
      });
    }
    if (this.#firstTable !== null) this.setWeights([this.#firstTable]);
    this.#firstTable = null;
    this.#lora.build();
  }

  /** The table [inputDim, outputDim]; of a quantized layer its integers, with 4 bits two in a byte. */
  get embeddings(): Variable {
    return builtWeight(this.#quantization.weight?.variables[0] ?? this.#embeddings, 'embeddings', this.name);
  }

  /** The scales of a quantized table; null for one of floats. */
  get embeddingsScale(): Variable | null {
    return this.#quantization.weight?.variables[1] ?? null;
  }

  /** The rank of the low-rank update; null without one. */
  get loraRank(): number | null {
    return this.#lora.rank;
  }

  /**
   * Freezes the table and trains a low-rank update of it instead (Hu et al. 2021).
   *
   * @param rank of the update, a positive integer
   * @param options `loraAlpha`, `aInitializer`, `bInitializer`
   * @throws StateError before the layer is built, or a second time
   */
  enableLora(rank: number, options: EnableLoraOptions = {}): void {
    this.#lora.enable(rank, options);
  }

  /** The whole table, with its low-rank update. */
  protected table(): ReturnType<Lora['effective']> {
    return this.#lora.effective();
  }

  override quantize(mode: QuantizationMode | null = null, options: QuantizeLayerOptions = {}): void {
    this.quantizeAs(Embedding, mode, options);
  }

  /** @internal Quantizes the table of a class whose way this is. */
  protected quantizeAs(
    cls: abstract new (...args: never[]) => object,
    mode: QuantizationMode | null,
    options: QuantizeLayerOptions,
  ): void {
    this.#quantization.quantize(cls, mode, options, () => this.embeddings);
  }

  /** @internal What vectors become before they are multiplied with a quantized table. */
  protected quantizedInputs(inputs: Tensor): Tensor {
    return this.#quantization.weight === undefined ? inputs : this.#quantization.inputs(inputs, -1);
  }

  override get ownWeights(): Variable[] {
    const { weight } = this.#quantization;
    return weight === undefined ? super.ownWeights : fileOrder(weight, null);
  }

  override call(inputs: Tensor, _options: CallOptions = {}): Tensor {
    const indices = cast(inputs, 'int32');
    const rows = (table: Variable) => take(table, indices, 0);
    const taken = this.#quantization.weight?.rows(indices) ?? rows(this.embeddings);
    return cast(this.#lora.addTaken(taken, rows), this.computeDtype);
  }

  /** True where the index isn't 0; null without `maskZero`. */
  override computeMask(inputs: Tensor): Tensor | null {
    return this.maskZero ? notEqual(inputs, 0) : null;
  }

  override computeOutputShape(inputShape: PartialShape): PartialShape {
    return [...inputShape, this.outputDim];
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      input_dim: this.inputDim,
      output_dim: this.outputDim,
      embeddings_initializer: initializers.serialize(this.embeddingsInitializer),
      embeddings_regularizer: optional(this.embeddingsRegularizer, regularizers.serialize),
      activity_regularizer: optional(this.activityRegularizer, regularizers.serialize),
      embeddings_constraint: optional(this.embeddingsConstraint, constraints.serialize),
      mask_zero: this.maskZero,
      ...this.#quantization.config(),
      ...this.#lora.config(),
    };
  }

  protected override printed(): Readonly<Record<string, unknown>> {
    return { inputDim: this.inputDim, outputDim: this.outputDim };
  }
}
