import { convTranspose, outputPaddings, transposedEdges } from '../../ops/convolution-transpose.ts';
import { type PerAxis, perAxis } from '../../ops/spatial.ts';
import { positiveInteger } from '../../support/check-values.ts';
import type { Config } from '../../support/registry.ts';
import { at, type PartialShape } from '../../support/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Variable } from '../../tensor/variable.ts';
import { builtWeight } from '../built-weight.ts';
import { Convolution } from './convolution.ts';
import { type ConvKernelOptions, type ConvolutionOptions, kernelOptionNames } from './convolution-options.ts';
import { type WeightSettings, weightConfig, weightSettings } from './weight-settings.ts';
import { channelsBack, channelsToEnd } from './window-extents.ts';

export interface ConvTransposeLayerOptions extends ConvolutionOptions, ConvKernelOptions {
  /** Elements that are added to the output behind each axis, fewer than its stride. Default null: `padding` decides. */
  outputPadding?: PerAxis | null;
}

abstract class BaseConvTranspose extends Convolution {
  static override readonly positional: readonly string[] = ['filters', 'kernelSize'];
  readonly filters: number;
  readonly outputPadding: readonly number[] | null;
  readonly #settings: WeightSettings;
  #kernel: Variable | undefined;

  constructor(rank: number, filters: number, kernelSize: PerAxis, options: ConvTransposeLayerOptions) {
    super(rank, kernelSize, options, [...kernelOptionNames, 'outputPadding']);
    this.filters = positiveInteger('filters', filters);
    outputPaddings(options.outputPadding, this.strides);
    this.outputPadding =
      options.outputPadding == null ? null : perAxis('outputPadding', options.outputPadding, rank, 0);
    this.#settings = weightSettings(
      options.kernelInitializer ?? 'glorot_uniform',
      options.kernelRegularizer,
      options.kernelConstraint,
    );
  }

  protected override outputChannels(): number {
    return this.filters;
  }

  protected override buildKernels(channels: number): void {
    this.#kernel = this.addWeight({
      name: 'kernel',
      shape: [...this.kernelSize, this.filters, channels],
      ...this.#settings,
    });
  }

  /** The weights [...kernelSize, filters, channels]. */
  get kernel(): Variable {
    return builtWeight(this.#kernel, 'kernel', this.name);
  }

  #padding(): 'valid' | 'same' {
    return this.padding === 'same' ? 'same' : 'valid';
  }

  protected override slide(inputs: Tensor): Tensor {
    const { strides, dataFormat, dilationRate, outputPadding } = this;
    const padding = this.#padding();
    return convTranspose(inputs, this.kernel, { strides, padding, outputPadding, dataFormat, dilationRate });
  }

  override computeOutputShape(inputShape: PartialShape): PartialShape {
    const [batch = null, ...axes] = channelsToEnd(inputShape, this.dataFormat);
    const spatial = this.kernelSize.map((size, i) => {
      const extent = axes[i] ?? null;
      if (extent === null) return null;
      const span = (size - 1) * at(this.dilationRate, i) + 1;
      const stride = at(this.strides, i);
      const [low, high] = transposedEdges(this.#padding(), span, stride, this.outputPadding?.[i] ?? null);
      return (extent - 1) * stride + 1 + low + high - span + 1;
    });
    return channelsBack([batch, ...spatial, this.filters], this.dataFormat);
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      filters: this.filters,
      output_padding: this.outputPadding,
      ...weightConfig('kernel', this.#settings),
    };
  }

  protected override printed(): Readonly<Record<string, unknown>> {
    return { filters: this.filters, ...super.printed() };
  }
}

/**
 * Transposed convolution along time (deconvolution): each step adds its multiples of the kernels to the output.
 *
 * @param filters the number of output channels, a positive integer
 * @param kernelSize steps that a kernel covers
 * @param options `strides`, `padding`, `outputPadding`, `dataFormat`, `dilationRate`, `activation`, `useBias`, and
 *   initializer, regularizer and constraint of kernel and bias
 * @returns applied to [batch, steps, channels]: [batch, new steps, filters]
 * @throws ArgumentError when sizes aren't positive, or outputPadding isn't less than the strides
 * @see https://keras.io/api/layers/convolution_layers/convolution1d_transpose/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const x = new layers.Input({ shape: [10, 8] });
 * console.log(new layers.Conv1DTranspose(4, 3, { strides: 2 }).apply(x).shape); // => [null, 21, 4]
 * ```
 */
export class Conv1DTranspose extends BaseConvTranspose {
  static override readonly className: string = 'Conv1DTranspose';

  constructor(filters: number, kernelSize: PerAxis, options: ConvTransposeLayerOptions = {}) {
    super(1, filters, kernelSize, options);
  }
}

/**
 * Transposed convolution of images (deconvolution): each pixel adds its multiples of the kernels to the output.
 *
 * @param filters the number of output channels, a positive integer
 * @param kernelSize the kernels' height and width: one number for both or one each
 * @param options `strides`, `padding`, `outputPadding`, `dataFormat`, `dilationRate`, `activation`, `useBias`, and
 *   initializer, regularizer and constraint of kernel and bias
 * @returns applied to [batch, height, width, channels]: [batch, new height, new width, filters]
 * @throws ArgumentError when sizes aren't positive, or outputPadding isn't less than the strides
 * @see https://keras.io/api/layers/convolution_layers/convolution2d_transpose/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const x = new layers.Input({ shape: [7, 7, 64] });
 * const layer = new layers.Conv2DTranspose(32, 3, { strides: 2, padding: 'same' });
 * console.log(layer.apply(x).shape); // => [null, 14, 14, 32]
 * ```
 */
export class Conv2DTranspose extends BaseConvTranspose {
  static override readonly className: string = 'Conv2DTranspose';

  constructor(filters: number, kernelSize: PerAxis, options: ConvTransposeLayerOptions = {}) {
    super(2, filters, kernelSize, options);
  }
}

/**
 * Transposed convolution of volumes (deconvolution): each element adds its multiples of the kernels to the output.
 *
 * @param filters the number of output channels, a positive integer
 * @param kernelSize the kernels' extents: one number for all or one each
 * @param options `strides`, `padding`, `outputPadding`, `dataFormat`, `dilationRate`, `activation`, `useBias`, and
 *   initializer, regularizer and constraint of kernel and bias
 * @returns applied to [batch, depth, height, width, channels]: [batch, ...new extents, filters]
 * @throws ArgumentError when sizes aren't positive, or outputPadding isn't less than the strides
 * @see https://keras.io/api/layers/convolution_layers/convolution3d_transpose/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const x = new layers.Input({ shape: [4, 4, 4, 8] });
 * console.log(new layers.Conv3DTranspose(2, 2, { strides: 2 }).apply(x).shape); // => [null, 8, 8, 8, 2]
 * ```
 */
export class Conv3DTranspose extends BaseConvTranspose {
  static override readonly className: string = 'Conv3DTranspose';

  constructor(filters: number, kernelSize: PerAxis, options: ConvTransposeLayerOptions = {}) {
    super(3, filters, kernelSize, options);
  }
}
