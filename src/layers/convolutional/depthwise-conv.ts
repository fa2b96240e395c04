import { depthwiseConv } from '../../ops/convolution.ts';
import type { PerAxis } from '../../ops/spatial.ts';
import { positiveInteger } from '../../support/check-values.ts';
import type { Config } from '../../support/registry.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Variable } from '../../tensor/variable.ts';
import { builtWeight } from '../built-weight.ts';
import { Convolution } from './convolution.ts';
import { type ConvolutionOptions, type DepthwiseOptions, depthwiseOptionNames } from './convolution-options.ts';
import { type WeightSettings, weightConfig, weightSettings } from './weight-settings.ts';

export interface DepthwiseConvOptions extends ConvolutionOptions, DepthwiseOptions {}

abstract class BaseDepthwiseConv extends Convolution {
  static override readonly positional: readonly string[] = ['kernelSize'];
  readonly depthMultiplier: number;
  readonly #settings: WeightSettings;
  #kernel: Variable | undefined;

  constructor(rank: number, kernelSize: PerAxis, options: DepthwiseConvOptions) {
    super(rank, kernelSize, options, depthwiseOptionNames);
    this.depthMultiplier = positiveInteger('depthMultiplier', options.depthMultiplier ?? 1);
    this.#settings = weightSettings(
      options.depthwiseInitializer ?? 'glorot_uniform',
      options.depthwiseRegularizer,
      options.depthwiseConstraint,
    );
  }

  protected override outputChannels(channels: number | null): number | null {
    return channels === null ? null : channels * this.depthMultiplier;
  }

  protected override buildKernels(channels: number): void {
    const shape = [...this.kernelSize, channels, this.depthMultiplier];
    this.#kernel = this.addWeight({ name: 'kernel', shape, ...this.#settings });
  }

  /** The weights [...kernelSize, channels, depthMultiplier]. */
  get kernel(): Variable {
    return builtWeight(this.#kernel, 'kernel', this.name);
  }

  protected override slide(inputs: Tensor): Tensor {
    const { strides, dataFormat, dilationRate } = this;
    const padding = this.padding === 'same' ? 'same' : 'valid';
    return depthwiseConv(inputs, this.kernel, { strides, padding, dataFormat, dilationRate });
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      depth_multiplier: this.depthMultiplier,
      ...weightConfig('depthwise', this.#settings),
    };
  }
}

/**
 * Convolution along time of each channel by itself, with `depthMultiplier` kernels each.
 *
 * @param kernelSize steps that a kernel covers
 * @param options `depthMultiplier`, `strides`, `padding`, `dataFormat`, `dilationRate`, `activation`, `useBias`, and
 *   initializer, regularizer and constraint of depthwise kernel and bias
 * @returns applied to [batch, steps, channels]: [batch, positions, channels · depthMultiplier]
 * @throws ArgumentError when sizes aren't positive, or strides and dilations are both above 1
 * @see https://keras.io/api/layers/convolution_layers/depthwise_convolution1d/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const x = new layers.Input({ shape: [10, 6] });
 * console.log(new layers.DepthwiseConv1D(3, { depthMultiplier: 2 }).apply(x).shape); // => [null, 8, 12]
 * ```
 */
export class DepthwiseConv1D extends BaseDepthwiseConv {
  static override readonly className: string = 'DepthwiseConv1D';

  constructor(kernelSize: PerAxis, options: DepthwiseConvOptions = {}) {
    super(1, kernelSize, options);
  }
}

/**
 * Convolution of each channel of images by itself, with `depthMultiplier` kernels each.
 *
 * @param kernelSize the kernels' height and width: one number for both or one each
 * @param options `depthMultiplier`, `strides`, `padding`, `dataFormat`, `dilationRate`, `activation`, `useBias`, and
 *   initializer, regularizer and constraint of depthwise kernel and bias
 * @returns applied to [batch, height, width, channels]: [batch, rows, columns, channels · depthMultiplier]
 * @throws ArgumentError when sizes aren't positive, or strides and dilations are both above 1
 * @see https://keras.io/api/layers/convolution_layers/depthwise_convolution2d/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const x = new layers.Input({ shape: [32, 32, 16] });
 * console.log(new layers.DepthwiseConv2D(3, { padding: 'same' }).apply(x).shape); // => [null, 32, 32, 16]
 * ```
 */
export class DepthwiseConv2D extends BaseDepthwiseConv {
  static override readonly className: string = 'DepthwiseConv2D';

  constructor(kernelSize: PerAxis, options: DepthwiseConvOptions = {}) {
    super(2, kernelSize, options);
  }
}
