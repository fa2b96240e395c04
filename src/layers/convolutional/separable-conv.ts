import type { ConstraintIdentifier } from '../../constraints/index.ts';
import type { InitializerIdentifier } from '../../initializers/index.ts';
import { separableConv } from '../../ops/convolution.ts';
import type { PerAxis } from '../../ops/spatial.ts';
import type { RegularizerIdentifier } from '../../regularizers/index.ts';
import { positiveInteger } from '../../support/check-values.ts';
import type { Config } from '../../support/registry.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Variable } from '../../tensor/variable.ts';
import { builtWeight } from '../built-weight.ts';
import { Convolution } from './convolution.ts';
import { type ConvolutionOptions, type DepthwiseOptions, depthwiseOptionNames } from './convolution-options.ts';
import { type WeightSettings, weightConfig, weightSettings } from './weight-settings.ts';

export interface SeparableConvOptions extends ConvolutionOptions, DepthwiseOptions {
  /** Default 'glorot_uniform'. */
  pointwiseInitializer?: InitializerIdentifier;
  pointwiseRegularizer?: RegularizerIdentifier | null;
  pointwiseConstraint?: ConstraintIdentifier | null;
}

const pointwiseOptionNames = ['pointwiseInitializer', 'pointwiseRegularizer', 'pointwiseConstraint'];

abstract class BaseSeparableConv extends Convolution {
  static override readonly positional: readonly string[] = ['filters', 'kernelSize'];
  readonly filters: number;
  readonly depthMultiplier: number;
  readonly #depthwise: WeightSettings;
  readonly #pointwise: WeightSettings;
  #depthwiseKernel: Variable | undefined;
  #pointwiseKernel: Variable | undefined;

  constructor(rank: number, filters: number, kernelSize: PerAxis, options: SeparableConvOptions) {
    super(rank, kernelSize, options, [...depthwiseOptionNames, ...pointwiseOptionNames]);
    this.filters = positiveInteger('filters', filters);
    this.depthMultiplier = positiveInteger('depthMultiplier', options.depthMultiplier ?? 1);
    this.#depthwise = weightSettings(
      options.depthwiseInitializer ?? 'glorot_uniform',
      options.depthwiseRegularizer,
      options.depthwiseConstraint,
    );
    this.#pointwise = weightSettings(
      options.pointwiseInitializer ?? 'glorot_uniform',
      options.pointwiseRegularizer,
      options.pointwiseConstraint,
    );
  }

  protected override outputChannels(): number {
    return this.filters;
  }

  protected override buildKernels(channels: number): void {
    this.#depthwiseKernel = this.addWeight({
      name: 'depthwise_kernel',
      shape: [...this.kernelSize, channels, this.depthMultiplier],
      ...this.#depthwise,
    });
    this.#pointwiseKernel = this.addWeight({
      name: 'pointwise_kernel',
      shape: [...this.kernelSize.map(() => 1), channels * this.depthMultiplier, this.filters],
      ...this.#pointwise,
    });
  }

  /** The weights [...kernelSize, channels, depthMultiplier]. */
  get depthwiseKernel(): Variable {
    return builtWeight(this.#depthwiseKernel, 'depthwiseKernel', this.name);
  }

  /** The weights [...1, channels · depthMultiplier, filters]. */
  get pointwiseKernel(): Variable {
    return builtWeight(this.#pointwiseKernel, 'pointwiseKernel', this.name);
  }

  protected override slide(inputs: Tensor): Tensor {
    const { strides, dataFormat, dilationRate } = this;
    const padding = this.padding === 'same' ? 'same' : 'valid';
    const options = { strides, padding, dataFormat, dilationRate } as const;
    return separableConv(inputs, this.depthwiseKernel, this.pointwiseKernel, options);
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      filters: this.filters,
      depth_multiplier: this.depthMultiplier,
      ...weightConfig('depthwise', this.#depthwise),
      ...weightConfig('pointwise', this.#pointwise),
    };
  }

  protected override printed(): Readonly<Record<string, unknown>> {
    return { filters: this.filters, ...super.printed() };
  }
}

/**
 * Convolution along time in two steps: each channel by itself, then a mixture of channels at each position.
 *
 * @param filters the number of output channels, a positive integer
 * @param kernelSize steps that a depthwise kernel covers
 * @param options `depthMultiplier`, `strides`, `padding`, `dataFormat`, `dilationRate`, `activation`, `useBias`, and
 *   initializer, regularizer and constraint of depthwise kernel, pointwise kernel and bias
 * @returns applied to [batch, steps, channels]: [batch, positions, filters]
 * @throws ArgumentError when sizes aren't positive, or strides and dilations are both above 1
 * @see https://keras.io/api/layers/convolution_layers/separable_convolution1d/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const x = new layers.Input({ shape: [10, 6] });
 * console.log(new layers.SeparableConv1D(12, 3).apply(x).shape); // => [null, 8, 12]
 * ```
 */
export class SeparableConv1D extends BaseSeparableConv {
  static override readonly className: string = 'SeparableConv1D';

  constructor(filters: number, kernelSize: PerAxis, options: SeparableConvOptions = {}) {
    super(1, filters, kernelSize, options);
  }
}

/**
 * Convolution of images in two steps: each channel by itself, then a mixture of channels at each pixel (Chollet 2017).
 *
 * @param filters the number of output channels, a positive integer
 * @param kernelSize height and width of the depthwise kernels: one number for both or one each
 * @param options `depthMultiplier`, `strides`, `padding`, `dataFormat`, `dilationRate`, `activation`, `useBias`, and
 *   initializer, regularizer and constraint of depthwise kernel, pointwise kernel and bias
 * @returns applied to [batch, height, width, channels]: [batch, rows, columns, filters]
 * @throws ArgumentError when sizes aren't positive, or strides and dilations are both above 1
 * @see https://keras.io/api/layers/convolution_layers/separable_convolution2d/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const x = new layers.Input({ shape: [32, 32, 16] });
 * console.log(new layers.SeparableConv2D(64, 3).apply(x).shape); // => [null, 30, 30, 64]
 * ```
 */
export class SeparableConv2D extends BaseSeparableConv {
  static override readonly className: string = 'SeparableConv2D';

  constructor(filters: number, kernelSize: PerAxis, options: SeparableConvOptions = {}) {
    super(2, filters, kernelSize, options);
  }
}
