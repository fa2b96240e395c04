import type { ActivationFunction, ActivationIdentifier } from '../../activations/index.ts';
import * as activations from '../../activations/index.ts';
import * as initializers from '../../initializers/index.ts';
import { add } from '../../ops/arithmetic.ts';
import { matmul } from '../../ops/matrix-product.ts';
import type { QuantizationMode } from '../../quantizers/index.ts';
import { flag, positiveInteger } from '../../support/check-values.ts';
import { badArgument } from '../../support/errors.ts';
import type { Config } from '../../support/registry.ts';
import type { PartialShape } from '../../support/shape.ts';
import { warnOnce } from '../../support/warn-once.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Variable } from '../../tensor/variable.ts';
import { builtWeight } from '../built-weight.ts';
import { InputSpec } from '../input-spec.ts';
import { activate } from '../observation.ts';
import {
  fileOrder,
  Quantization,
  type QuantizationOptions,
  type QuantizeLayerOptions,
  quantizationOptionNames,
} from '../quantization/quantization.ts';
import { matrixLayout } from '../quantization/weight-layout.ts';
import { label } from '../serialize-member.ts';
import { KernelLayer, type KernelOptions } from './kernel-layer.ts';
import { type EnableLoraOptions, Lora, type LoraOptions, loraOptionNames } from './lora.ts';

export interface DenseOptions extends KernelOptions, LoraOptions, QuantizationOptions {
  /** Default null: none (linear). */
  activation?: ActivationIdentifier;
  /** Default true. */
  useBias?: boolean;
}

/**
 * A densely connected layer: activation(x · kernel + bias), along the last axis of x.
 *
 * @param units the extent of the output's last axis, a positive integer
 * @param options `activation`, `useBias`, initializers, regularizers and constraints of kernel and bias
 * @returns applied to [..., n]: [..., units]
 * @throws ArgumentError when units isn't a positive integer, a name is unknown, or x has fewer than 2 axes
 * @see https://keras.io/api/layers/core_layers/dense/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const layer = new layers.Dense(10, { activation: 'relu', kernelInitializer: 'he_normal' });
 * console.log(layer.apply([[1, 2, 3]]).shape); // => [1, 10]
 * console.log(layer.countParams()); // => 40
 * ```
 */
export class Dense extends KernelLayer {
  static override readonly className: string = 'Dense';
  static override readonly positional: readonly string[] = ['units'];

  readonly units: number;
  readonly activation: ActivationFunction;
  readonly useBias: boolean;
  #kernel: Variable | undefined;
  #bias: Variable | undefined;
  readonly #quantization: Quantization;
  readonly #lora: Lora;

  constructor(units: number, options: DenseOptions = {}) {
    super(options, ['activation', 'useBias', ...loraOptionNames, ...quantizationOptionNames]);
    this.units = positiveInteger('units', units);
    this.activation = activations.get(options.activation);
    this.useBias = flag('useBias', options.useBias ?? true);
    this.#quantization = new Quantization(this, options);
    this.#lora = new Lora(this, options, {
      weight: () => this.kernel,
      quantization: this.#quantization,
      label: 'kernel',
      regularizer: this.kernelRegularizer,
      constrained: this.kernelConstraint !== null,
    });
    this.supportsMasking = true;
    this.inputSpec = new InputSpec({ minNdim: 2 });
    if (this.activation === activations.selu && !(this.kernelInitializer instanceof initializers.LecunNormal)) {
      warnOnce(
        "SELU keeps activations standardized only with LeCun normal weights: use kernelInitializer: 'lecun_normal' with activation: 'selu', on standardized inputs, in a plain stack of Dense layers (Klambauer et al. 2017).",
      );
    }
  }

  override build(inputShape: PartialShape): void {
    const inputs = inputShape.at(-1);
    if (inputs === null || inputs === undefined)
      throw badArgument('inputShape', 'a shape whose last extent is known, as the kernel depends on it', inputShape);
    const shape = [inputs, this.units];
    if (!this.#quantization.build(matrixLayout('kernel', shape, 0))) {
      this.#kernel = this.addWeight({
        name: 'kernel',
        shape,
        initializer: this.kernelInitializer,
        regularizer: this.kernelRegularizer,
        constraint: this.kernelConstraint,
      });
    }
    if (this.useBias) {
      this.#bias = this.addWeight({
        name: 'bias',
        shape: [this.units],
        initializer: this.biasInitializer,
        regularizer: this.biasRegularizer,
        constraint: this.biasConstraint,
      });
    }
    this.#lora.build();
    this.inputSpec = new InputSpec({ minNdim: 2, axes: { [-1]: inputs } });
  }

  /** The weights [inputs, units]; of a quantized layer its integers, with 4 bits two in a byte [inputs, units / 2]. */
  get kernel(): Variable {
    return builtWeight(this.#quantization.weight?.variables[0] ?? this.#kernel, 'kernel', this.name);
  }

  /** The scales of a quantized kernel; null for one of floats. */
  get kernelScale(): Variable | null {
    return this.#quantization.weight?.variables[1] ?? null;
  }

  /** The weights [units]; null with `useBias: false`. */
  get bias(): Variable | null {
    return this.useBias ? builtWeight(this.#bias, 'bias', this.name) : null;
  }

  /** The rank of the low-rank update; null without one. */
  get loraRank(): number | null {
    return this.#lora.rank;
  }

  /** The update is scaled by loraAlpha / loraRank. */
  get loraAlpha(): number | null {
    return this.#lora.alpha;
  }

  /**
   * Freezes the kernel and trains a low-rank update of it instead (Hu et al. 2021).
   *
   * @param rank of the update, a positive integer
   * @param options `loraAlpha`, `aInitializer`, `bInitializer`
   * @throws StateError before the layer is built, or a second time
   */
  enableLora(rank: number, options: EnableLoraOptions = {}): void {
    this.#lora.enable(rank, options);
  }

  override quantize(mode: QuantizationMode | null = null, options: QuantizeLayerOptions = {}): void {
    this.#quantization.quantize(Dense, mode, options, () => this.kernel);
  }

  override get ownWeights(): Variable[] {
    const { weight } = this.#quantization;
    return weight === undefined ? super.ownWeights : fileOrder(weight, this.bias);
  }

  #product(inputs: Tensor): Tensor {
    const { weight } = this.#quantization;
    if (weight === undefined) return matmul(inputs, this.#lora.effective());
    const product = matmul(this.#quantization.inputs(inputs, -1), weight.value());
    return this.#lora.addProduct(product, (factor) => matmul(inputs, factor));
  }

  override call(inputs: Tensor): Tensor {
    const product = this.#product(inputs);
    return activate(this, this.activation, this.#bias === undefined ? product : add(product, this.#bias));
  }

  override computeOutputShape(inputShape: PartialShape): PartialShape {
    return [...inputShape.slice(0, -1), this.units];
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      units: this.units,
      activation: activations.serialize(this.activation),
      use_bias: this.useBias,
      ...this.kernelConfig(),
      ...this.#quantization.config(),
      ...this.#lora.config(),
    };
  }

  protected override printed(): Readonly<Record<string, unknown>> {
    const initializer = this.kernelInitializer;
    return {
      units: this.units,
      activation: label(activations.serialize(this.activation)),
      ...(this.useBias ? {} : { useBias: false }),
      ...(initializer instanceof initializers.GlorotUniform
        ? {}
        : { kernelInitializer: label(initializers.serialize(initializer)) }),
    };
  }
}
