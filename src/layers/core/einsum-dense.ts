import type { ActivationFunction, ActivationIdentifier } from '../../activations/index.ts';
import * as activations from '../../activations/index.ts';
import { VarianceScaling } from '../../initializers/index.ts';
import { add } from '../../ops/arithmetic.ts';
import { einsum } from '../../ops/einsum.ts';
import type { QuantizationMode } from '../../quantizers/index.ts';
import * as regularizers from '../../regularizers/index.ts';
import { badArgument } from '../../support/errors.ts';
import type { Config } from '../../support/registry.ts';
import type { PartialShape, Shape } from '../../support/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Variable } from '../../tensor/variable.ts';
import { builtWeight } from '../built-weight.ts';
import { axesSpec, InputSpec } from '../input-spec.ts';
import { isPartialShape } from '../keras-tensor.ts';
import { activate } from '../observation.ts';
import {
  fileOrder,
  Quantization,
  type QuantizationOptions,
  type QuantizeLayerOptions,
  quantizationOptionNames,
} from '../quantization/quantization.ts';
import { optional } from '../serialize-member.ts';
import { einsumLayout, summedAxes } from './einsum-layout.ts';
import { einsumWeights, parseEquation, sharedAxes } from './einsum-weights.ts';
import { KernelLayer, type KernelOptions } from './kernel-layer.ts';
import { type EnableLoraOptions, Lora, type LoraOptions, loraOptionNames } from './lora.ts';

export interface EinsumDenseOptions extends KernelOptions, LoraOptions, QuantizationOptions {
  /** Default null: none (linear). */
  activation?: ActivationIdentifier;
  /** The letters of the output's axes along which there is a bias. Default null: no bias. */
  biasAxes?: string | null;
  /** Of Keras's GPTQ quantization, which is not supported: null. */
  gptqUnpackedColumnSize?: null;
}

/**
 * A dense layer along any axes: activation(einsum(equation, x, kernel) + bias). The letters say which axes of x are
 * summed over, which stay, and which come from the kernel.
 *
 * @param equation such as "abc,cde->abde", "...x,xy->...y" or "ab...,bc->ac...": input, kernel -> output
 * @param outputShape the output's shape without the batch axis (and without axes that `...` stands for); null for
 *   extents that the input decides
 * @param options `activation`, `biasAxes`, initializers, regularizers and constraints of kernel and bias
 * @throws ArgumentError when the equation can't be read, or doesn't fit the shapes
 * @see https://keras.io/api/layers/core_layers/einsum_dense/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const layer = new layers.EinsumDense('abc,cd->abd', [null, 64], { biasAxes: 'd' });
 * console.log(layer.apply(new layers.Input({ shape: [32, 128] })).shape); // => [null, 32, 64]
 * ```
 */
export class EinsumDense extends KernelLayer {
  static override readonly className: string = 'EinsumDense';
  static override readonly positional: readonly string[] = ['equation', 'outputShape'];
  readonly equation: string;
  readonly partialOutputShape: PartialShape;
  readonly activation: ActivationFunction;
  readonly biasAxes: string | null;
  #kernel: Variable | undefined;
  #bias: Variable | undefined;
  readonly #quantization: Quantization;
  readonly #lora: Lora;

  constructor(equation: string, outputShape: number | PartialShape, options: EinsumDenseOptions = {}) {
    super(options, [
      'activation',
      'biasAxes',
      'gptqUnpackedColumnSize',
      ...loraOptionNames,
      ...quantizationOptionNames,
    ]);
    if (typeof equation !== 'string') throw badArgument('equation', 'a string', equation);
    parseEquation(equation);
    this.equation = equation;
    const shape: unknown = typeof outputShape === 'number' ? [outputShape] : outputShape;
    if (!isPartialShape(shape)) throw badArgument('outputShape', 'an extent or a list of them', outputShape);
    this.partialOutputShape = shape;
    this.activation = activations.get(options.activation);
    const { biasAxes = null } = options;
    if (biasAxes !== null && typeof biasAxes !== 'string') throw badArgument('biasAxes', 'letters, or null', biasAxes);
    this.biasAxes = biasAxes;
    if (options.gptqUnpackedColumnSize != null)
      throw badArgument('gptqUnpackedColumnSize', 'null', options.gptqUnpackedColumnSize);
    this.#quantization = new Quantization(this, options);
    this.#lora = new Lora(this, options, {
      weight: () => this.kernel,
      quantization: this.#quantization,
      label: 'kernel',
      regularizer: this.kernelRegularizer,
      constrained: this.kernelConstraint !== null,
    });
  }

  override build(inputShape: PartialShape): void {
    const weights = einsumWeights(this.equation, this.biasAxes, inputShape, this.partialOutputShape);
    const { inputAxes, outputAxes } = weights;
    const initializer = this.kernelInitializer;
    const known = (shape: PartialShape): Shape => {
      const extents = shape.filter((n) => n !== null);
      if (extents.length < shape.length)
        throw badArgument('inputShape', `one that gives the weights of "${this.equation}" known extents`, inputShape);
      return extents;
    };
    const shape = known(weights.kernelShape);
    if (!this.#quantization.build(einsumLayout(this.equation, shape, inputShape.length))) {
      this.#kernel = this.addWeight({
        name: 'kernel',
        shape,
        // A variance scaling counts inputs and outputs by the equation.
        initializer: initializer instanceof VarianceScaling ? initializer.along(inputAxes, outputAxes) : initializer,
        regularizer: this.kernelRegularizer,
        constraint: this.kernelConstraint,
      });
    }
    if (weights.biasShape !== null) {
      this.#bias = this.addWeight({
        name: 'bias',
        shape: known(weights.biasShape),
        initializer: this.biasInitializer,
        regularizer: this.biasRegularizer,
        constraint: this.biasConstraint,
      });
    }
    this.#lora.build();
    const ndim = inputShape.length;
    // An ellipsis of the equation may stand for other axes in the next call.
    const axes = this.equation.includes('...') ? [] : sharedAxes(this.equation);
    this.inputSpec = new InputSpec({ ndim, axes: axesSpec(inputShape, axes).axes });
  }

  /** The weights, with the axes that the equation names; of a quantized layer its integers, with 4 bits as a matrix. */
  get kernel(): Variable {
    return builtWeight(this.#quantization.weight?.variables[0] ?? this.#kernel, 'kernel', this.name);
  }

  /** The scales of a quantized kernel; null for one of floats. */
  get kernelScale(): Variable | null {
    return this.#quantization.weight?.variables[1] ?? null;
  }

  /** The bias; null without `biasAxes`. */
  get bias(): Variable | null {
    return this.biasAxes === null ? null : builtWeight(this.#bias, 'bias', this.name);
  }

  /** The rank of the low-rank update; null without one. */
  get loraRank(): number | null {
    return this.#lora.rank;
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
    this.#quantization.quantize(EinsumDense, mode, options, () => this.kernel);
  }

  override get ownWeights(): Variable[] {
    const { weight } = this.#quantization;
    return weight === undefined ? super.ownWeights : fileOrder(weight, this.bias);
  }

  #product(inputs: Tensor): Tensor {
    const { weight } = this.#quantization;
    if (weight === undefined) return einsum(this.equation, inputs, this.#lora.effective());
    const quantized = this.#quantization.inputs(inputs, summedAxes(this.equation, inputs.rank));
    const product = einsum(this.equation, quantized, weight.value());
    return this.#lora.addProduct(product, (factor) => einsum(this.equation, inputs, factor));
  }

  override call(inputs: Tensor): Tensor {
    const product = this.#product(inputs);
    return activate(this, this.activation, this.#bias === undefined ? product : add(product, this.#bias));
  }

  override computeOutputShape(inputShape: PartialShape): PartialShape {
    return einsumWeights(this.equation, this.biasAxes, inputShape, this.partialOutputShape).outputShape;
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      output_shape: this.partialOutputShape,
      equation: this.equation,
      activation: activations.serialize(this.activation),
      bias_axes: this.biasAxes,
      ...this.kernelConfig(),
      activity_regularizer: optional(this.activityRegularizer, regularizers.serialize),
      ...this.#quantization.config(),
      ...this.#lora.config(),
    };
  }

  protected override printed(): Readonly<Record<string, unknown>> {
    return { equation: this.equation };
  }
}
