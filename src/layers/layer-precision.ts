import {
  type DTypePolicy,
  type DTypePolicyIdentifier,
  get,
  Int4DTypePolicy,
  type QuantizedDTypePolicy,
} from '../dtype-policies/index.ts';
import { Int4QuantizationConfig, type QuantizationMode } from '../quantizers/index.ts';
import { noteChange } from '../support/changes.ts';
import type { DType } from '../support/dtype.ts';
import { ArgumentError, checkOptions, describe, StateError } from '../support/errors.ts';
import { classNameOf } from '../support/naming.ts';
import type { LayerOptions } from './layer-options.ts';
import { LayerState } from './layer-state.ts';
import type { QuantizeLayerOptions } from './quantization/quantization.ts';

/** Which dtypes a layer has: those of its weights, and the one that it computes in. */
export abstract class LayerPrecision extends LayerState {
  /** The names of the layers around this one when it was built, and its own: policies may depend on it. */
  abstract readonly path: string;
  /** @internal What `autocast` is where the options don't say. */
  protected readonly autocastDefault: boolean = true;
  #policy: DTypePolicy;
  readonly #autocast: boolean | undefined;

  constructor({ trainable = true, dtype, autocast }: LayerOptions) {
    super(trainable);
    this.#policy = get(dtype);
    this.#autocast = autocast;
  }

  /** Which dtype the layer computes in, and which its weights have. Weights that exist keep theirs. */
  get dtypePolicy(): DTypePolicy {
    return this.#policy;
  }

  /** A policy such as 'int8_from_float32' quantizes a layer that is built. */
  set dtypePolicy(identifier: DTypePolicyIdentifier) {
    const policy = get(identifier);
    const next = policy.at(this.path);
    const [before, after] = [this.quantizationMode, next.quantizationMode];
    if (!this.built || before === after) {
      this.#policy = policy;
      return;
    }
    if (after === null)
      throw new StateError(
        `Layer "${this.name}" is quantized, and its weights are not made floats again. Received: dtypePolicy="${policy.name}"`,
      );
    this.quantize(
      after,
      next instanceof Int4DTypePolicy ? { config: new Int4QuantizationConfig({ blockSize: next.blockSize }) } : {},
    );
  }

  /** What the layer's weights are kept in once it is quantized: 'int8' or 'int4'; null for floats. */
  get quantizationMode(): QuantizationMode | null {
    return this.#policy.at(this.path).quantizationMode;
  }

  /** @internal Takes the policy of a quantized layer on. */
  becomeQuantized(policy: QuantizedDTypePolicy): void {
    this.#policy = policy;
    noteChange();
  }

  /**
   * Puts integers of 8 or 4 bits in the place of the layer's largest weight: of Dense, EinsumDense, Embedding and
   * ReversibleEmbedding. Files become smaller; in memory numbers take 32 bits all the same. What is left of floats can
   * still be trained.
   *
   * @param mode 'int8' or 'int4'; may be left out with a config
   * @param options `config`: by which quantizers; `typeCheck`: whether classes of one's own are refused
   * @throws StateError when the layer isn't built, or is quantized already; ArgumentError when it can't be quantized, or
   *   the mode is none
   * @see https://keras.io/api/layers/base_layer/
   *
   * @example
   * ```ts
   * import { layers } from 'keratin';
   * const layer = new layers.Dense(4);
   * layer.build([null, 16]);
   * layer.quantize('int8');
   * console.log(layer.kernel.dtype, layer.dtypePolicy.name); // => int8 int8_from_float32
   * ```
   */
  quantize(mode: QuantizationMode | null = null, options: QuantizeLayerOptions = {}): void {
    checkOptions('quantize', options, ['config', 'typeCheck']);
    throw new ArgumentError(
      `Layer "${this.name}" (${classNameOf(this)}) has no weights that are quantized: Dense, EinsumDense and Embedding have. Received: quantize(${describe(mode)})`,
    );
  }

  /** The dtype of the layer's weights. */
  get dtype(): DType {
    return this.variableDtype;
  }

  /** The dtype of the layer's weights. */
  get variableDtype(): DType {
    return this.#policy.at(this.path).variableDtype;
  }

  /** Whether float inputs and weights are cast to `computeDtype`. */
  get autocast(): boolean {
    return this.#autocast ?? this.autocastDefault;
  }

  /** What the layer computes in, and casts float inputs to. */
  get computeDtype(): DType {
    return this.#policy.at(this.path).computeDtype;
  }
}
