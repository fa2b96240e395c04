import type { ActivationFunction, ActivationIdentifier } from '../../activations/index.ts';
import * as activations from '../../activations/index.ts';
import type { Constraint, ConstraintIdentifier } from '../../constraints/index.ts';
import * as constraints from '../../constraints/index.ts';
import type { Initializer, InitializerIdentifier } from '../../initializers/index.ts';
import * as initializers from '../../initializers/index.ts';
import { add, multiply } from '../../ops/arithmetic.ts';
import { matmul } from '../../ops/matrix-product.ts';
import type { Regularizer, RegularizerIdentifier } from '../../regularizers/index.ts';
import * as regularizers from '../../regularizers/index.ts';
import { flag, positiveInteger } from '../../support/check-values.ts';
import { badArgument } from '../../support/errors.ts';
import type { Config } from '../../support/registry.ts';
import type { PartialShape } from '../../support/shape.ts';
import { warnOnce } from '../../support/warn-once.ts';
import type { TensorLike } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Variable } from '../../tensor/variable.ts';
import { builtWeight } from '../built-weight.ts';
import { InputSpec } from '../input-spec.ts';
import { Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';
import { label, optional } from '../serialize-member.ts';

export interface DenseOptions extends LayerOptions {
  /** Default null: none (linear). */
  activation?: ActivationIdentifier;
  /** Default true. */
  useBias?: boolean;
  /** Default 'glorot_uniform'. */
  kernelInitializer?: InitializerIdentifier;
  /** Default 'zeros'. */
  biasInitializer?: InitializerIdentifier;
  kernelRegularizer?: RegularizerIdentifier | null;
  biasRegularizer?: RegularizerIdentifier | null;
  kernelConstraint?: ConstraintIdentifier | null;
  biasConstraint?: ConstraintIdentifier | null;
  /** Rank of a low-rank update that is trained instead of the kernel (Hu et al. 2021). Default null: none. */
  loraRank?: number | null;
  /** The update is scaled by loraAlpha / loraRank. Default loraRank. */
  loraAlpha?: number | null;
  /** Keras's quantization, which 32-bit weights have none of: null. */
  quantizationConfig?: null;
}

const optionNames = [
  'activation',
  'useBias',
  'kernelInitializer',
  'biasInitializer',
  'kernelRegularizer',
  'biasRegularizer',
  'kernelConstraint',
  'biasConstraint',
  'loraRank',
  'loraAlpha',
  'quantizationConfig',
];

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
export class Dense extends Layer {
  static override readonly className: string = 'Dense';
  static override readonly positional: readonly string[] = ['units'];

  readonly units: number;
  readonly activation: ActivationFunction;
  readonly useBias: boolean;
  readonly kernelInitializer: Initializer;
  readonly biasInitializer: Initializer;
  readonly kernelRegularizer: Regularizer | null;
  readonly biasRegularizer: Regularizer | null;
  readonly kernelConstraint: Constraint | null;
  readonly biasConstraint: Constraint | null;
  readonly loraRank: number | null;
  readonly loraAlpha: number | null;
  #kernel: Variable | undefined;
  #bias: Variable | undefined;
  #lora: { readonly a: Variable; readonly b: Variable } | undefined;

  constructor(units: number, options: DenseOptions = {}) {
    super(options, optionNames);
    this.units = positiveInteger('units', units);
    this.activation = activations.get(options.activation);
    this.useBias = flag('useBias', options.useBias ?? true);
    this.kernelInitializer = initializers.get(options.kernelInitializer ?? 'glorot_uniform');
    this.biasInitializer = initializers.get(options.biasInitializer ?? 'zeros');
    this.kernelRegularizer = regularizers.get(options.kernelRegularizer);
    this.biasRegularizer = regularizers.get(options.biasRegularizer);
    this.kernelConstraint = constraints.get(options.kernelConstraint);
    this.biasConstraint = constraints.get(options.biasConstraint);
    this.loraRank = options.loraRank == null ? null : positiveInteger('loraRank', options.loraRank);
    this.loraAlpha = options.loraAlpha ?? this.loraRank;
    if (options.quantizationConfig != null)
      throw badArgument('quantizationConfig', 'null: weights have 32 bits', options.quantizationConfig);
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
    this.#kernel = this.addWeight({
      name: 'kernel',
      shape: [inputs, this.units],
      initializer: this.kernelInitializer,
      regularizer: this.kernelRegularizer,
      constraint: this.kernelConstraint,
    });
    if (this.useBias) {
      this.#bias = this.addWeight({
        name: 'bias',
        shape: [this.units],
        initializer: this.biasInitializer,
        regularizer: this.biasRegularizer,
        constraint: this.biasConstraint,
      });
    }
    if (this.loraRank !== null) this.#addLora(this.#kernel, inputs, this.loraRank);
    this.inputSpec = new InputSpec({ minNdim: 2, axes: { [-1]: inputs } });
  }

  #addLora(kernel: Variable, inputs: number, rank: number): void {
    const a = this.addWeight({
      name: 'lora_kernel_a',
      shape: [inputs, rank],
      initializer: 'he_uniform',
      regularizer: this.kernelRegularizer,
    });
    const b = this.addWeight({
      name: 'lora_kernel_b',
      shape: [rank, this.units],
      initializer: 'zeros',
      regularizer: this.kernelRegularizer,
    });
    kernel.trainable = false;
    this.#lora = { a, b };
  }

  /** The weights [inputs, units]. */
  get kernel(): Variable {
    return builtWeight(this.#kernel, 'kernel', this.name);
  }

  /** The weights [units]; null with `useBias: false`. */
  get bias(): Variable | null {
    return this.useBias ? builtWeight(this.#bias, 'bias', this.name) : null;
  }

  #effectiveKernel(): TensorLike {
    if (this.#lora === undefined) return this.kernel;
    const scale = (this.loraAlpha ?? 1) / (this.loraRank ?? 1);
    return add(this.kernel, multiply(matmul(this.#lora.a, this.#lora.b), scale));
  }

  override call(inputs: Tensor): Tensor {
    const product = matmul(inputs, this.#effectiveKernel());
    return this.activation(this.#bias === undefined ? product : add(product, this.#bias));
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
      kernel_initializer: initializers.serialize(this.kernelInitializer),
      bias_initializer: initializers.serialize(this.biasInitializer),
      kernel_regularizer: optional(this.kernelRegularizer, regularizers.serialize),
      bias_regularizer: optional(this.biasRegularizer, regularizers.serialize),
      kernel_constraint: optional(this.kernelConstraint, constraints.serialize),
      bias_constraint: optional(this.biasConstraint, constraints.serialize),
      quantization_config: null,
      ...(this.loraRank === null ? {} : { lora_rank: this.loraRank, lora_alpha: this.loraAlpha }),
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
