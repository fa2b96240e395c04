import { type DTypePolicy, Int4DTypePolicy, QuantizedDTypePolicy } from '../../dtype-policies/index.ts';
import { divide } from '../../ops/arithmetic.ts';
import { cast } from '../../ops/core.ts';
import { customGradient } from '../../ops/custom-gradient.ts';
import { AbsMaxQuantizer } from '../../quantizers/abs-max-quantizer.ts';
import { Int4QuantizationConfig, QuantizationConfig, type QuantizationMode } from '../../quantizers/index.ts';
import { resolveQuantization } from '../../quantizers/quantization-config.ts';
import { ArgumentError, badArgument, checkOptions, StateError } from '../../support/errors.ts';
import { classNameOf } from '../../support/naming.ts';
import {
  type Config,
  deserializeObject,
  isSerialized,
  type SerializedObject,
  serializeObject,
} from '../../support/registry.ts';
import type { TensorLike } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Variable } from '../../tensor/variable.ts';
import { encodeInt4, Int4Weight } from './int4-weight.ts';
import { encodeInt8, Int8Weight } from './int8-weight.ts';
import type { QuantizedWeight, WeightHost } from './quantized-weight.ts';
import type { WeightLayout } from './weight-layout.ts';

/** How a layer is quantized. */
export interface QuantizeLayerOptions {
  /** By which quantizers. Default null: those of the mode. */
  readonly config?: QuantizationConfig | null;
  /** Whether classes that extend the layer's are refused, as they may use its weights otherwise. Default true. */
  readonly typeCheck?: boolean;
}

export interface QuantizationOptions {
  /** How the weights are quantized, where `dtype` is a policy such as 'int8_from_float32'. Default null: by the mode's own quantizers. */
  quantizationConfig?: QuantizationConfig | SerializedObject | null;
}

export const quantizationOptionNames = ['quantizationConfig'];

interface QuantizationHost extends WeightHost {
  readonly name: string;
  readonly path: string;
  readonly built: boolean;
  readonly quantizationMode: QuantizationMode | null;
  readonly dtypePolicy: DTypePolicy;
  removeWeight(weight: Variable): void;
  becomeQuantized(policy: QuantizedDTypePolicy): void;
}

/** The quantized weight of a layer, once there is one, and how its inputs are quantized. */
export class Quantization {
  readonly #host: QuantizationHost;
  #config: QuantizationConfig | null;
  #layout: WeightLayout | undefined;
  #weight: QuantizedWeight | undefined;

  constructor(host: QuantizationHost, { quantizationConfig: given = null }: QuantizationOptions) {
    this.#host = host;
    const config = isSerialized(given) ? deserializeObject(given, { module: 'keras.quantizers' }) : given;
    if (config !== null && !(config instanceof QuantizationConfig))
      throw badArgument('quantizationConfig', 'a QuantizationConfig, or null', given);
    this.#config = config;
  }

  /** Undefined while the layer's weight is one of floats. */
  get weight(): QuantizedWeight | undefined {
    return this.#weight;
  }

  /** How many inputs share a scale, with 4 bits: as the config says, or the policy of a layer that comes from a file. */
  #blockSize(config: QuantizationConfig | null): number | null {
    if (config instanceof Int4QuantizationConfig) return config.blockSize;
    const policy = this.#host.dtypePolicy.at(this.#host.path);
    return policy instanceof Int4DTypePolicy ? policy.blockSize : null;
  }

  /**
   * Learns how the weight is laid out. Where the layer is quantized from the beginning, its weight is made: zeros, until
   * a file is read.
   *
   * @returns whether the weight is there; otherwise the layer makes one of floats
   */
  build(layout: WeightLayout): boolean {
    this.#layout = layout;
    const mode = this.#host.quantizationMode;
    if (mode !== null) this.#weight = this.#make(mode, layout);
    return mode !== null;
  }

  #make(mode: QuantizationMode, layout: WeightLayout): QuantizedWeight {
    return mode === 'int8'
      ? new Int8Weight(this.#host, layout)
      : new Int4Weight(this.#host, layout, this.#blockSize(this.#config));
  }

  /** Integers and scales for other floats, in the order of the quantized weight's variables. */
  encode(weight: TensorLike): readonly Tensor[] {
    const [layout, mode] = [this.#layout, this.#host.quantizationMode];
    if (layout === undefined || mode === null)
      throw new StateError(`Layer "${this.#host.name}" is not quantized. Received: encode(...)`);
    return this.#encode(mode, this.#config, weight, layout);
  }

  #encode(
    mode: QuantizationMode,
    config: QuantizationConfig | null,
    weight: TensorLike,
    layout: WeightLayout,
  ): readonly Tensor[] {
    const quantizer = config?.weightQuantizer ?? null;
    return mode === 'int8'
      ? encodeInt8(weight, layout, quantizer)
      : encodeInt4(weight, layout, this.#blockSize(config), quantizer);
  }

  /**
   * Puts a quantized weight in the place of one of floats.
   *
   * @param cls the class whose weight this is
   * @param weight the one of floats
   * @throws StateError when the layer isn't built, or is quantized already; ArgumentError for wrong arguments
   */
  quantize(
    cls: abstract new (...args: never[]) => object,
    mode: QuantizationMode | null,
    options: QuantizeLayerOptions,
    weight: () => Variable,
  ): void {
    const host = this.#host;
    checkOptions('quantize', options, ['config', 'typeCheck']);
    const config = resolveQuantization(mode, options.config ?? null);
    if ((options.typeCheck ?? true) && host.constructor !== cls)
      throw new ArgumentError(
        `Layer "${host.name}" (${classNameOf(host)}) extends a class that can be quantized: pass typeCheck: false when it uses the weights as that one does. Received: typeCheck=true`,
      );
    const described = `quantize('${config.mode}')`;
    const layout = this.#layout;
    if (!host.built || layout === undefined)
      throw new StateError(`Layer "${host.name}" must be built before it is quantized. Received: ${described}`);
    const source = host.dtypePolicy.at(host.path);
    if (this.#weight !== undefined)
      throw new StateError(`Layer "${host.name}" is quantized already, as ${source.name}. Received: ${described}`);
    const policy =
      config.mode === 'int8'
        ? new QuantizedDTypePolicy('int8', source.name)
        : new Int4DTypePolicy(`int4/${this.#blockSize(config) ?? -1}`, source.name);
    const before = weight();
    const values = this.#encode(config.mode, config, before, layout);
    this.#config = config;
    const made = this.#make(config.mode, layout);
    this.#weight = made;
    values.forEach((value, i) => {
      made.variables[i]?.assign(value);
    });
    host.removeWeight(before);
    host.becomeQuantized(policy);
  }

  /** What is computed with in place of the inputs: the floats that their integers stand for, where they are quantized. */
  inputs(x: Tensor, axis: number | readonly number[]): Tensor {
    const isInt8 = this.#host.quantizationMode === 'int8';
    const quantizer =
      this.#config === null ? (isInt8 ? new AbsMaxQuantizer() : null) : this.#config.activationQuantizer;
    if (quantizer === null) return x;
    // Gradients pass as if nothing were rounded.
    const through = customGradient((inputs) => {
      const [integers, scale] = quantizer.apply(inputs, { axis });
      return [divide(cast(integers, inputs.dtype), scale), (upstream) => upstream];
    });
    return through(x);
  }

  config(): Config {
    return { quantization_config: this.#config === null ? null : serializeObject(this.#config) };
  }
}

/** The variables of a layer in the order of files: the weight, the bias, and then what belongs to the quantized weight. */
export const fileOrder = ({ variables: [integers, ...others] }: QuantizedWeight, bias: Variable | null): Variable[] => [
  integers,
  ...(bias === null ? [] : [bias]),
  ...others,
];
