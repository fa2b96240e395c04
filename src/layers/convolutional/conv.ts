import type { PerAxis } from '../../ops/spatial.ts';
import { BaseConv, type ConvLayerOptions } from './base-conv.ts';

export interface Conv1DOptions extends Omit<ConvLayerOptions, 'padding'> {
  /** Also 'causal': zeros only in front, so that no output sees later inputs. Default 'valid'. */
  padding?: 'valid' | 'same' | 'causal';
}

/**
 * Convolution along time: each of `filters` kernels slides over the steps.
 *
 * @param filters the number of output channels, a positive integer
 * @param kernelSize steps that a kernel covers
 * @param options `strides`, `padding` ('valid', 'same' or 'causal'), `dataFormat`, `dilationRate`, `groups`, `activation`,
 *   `useBias`, and initializer, regularizer and constraint of kernel and bias
 * @returns applied to [batch, steps, channels]: [batch, positions, filters]
 * @throws ArgumentError when sizes aren't positive, or strides and dilations are both above 1
 * @see https://keras.io/api/layers/convolution_layers/convolution1d/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const x = new layers.Input({ shape: [10, 16] });
 * console.log(new layers.Conv1D(32, 3, { activation: 'relu' }).apply(x).shape); // => [null, 8, 32]
 * ```
 */
export class Conv1D extends BaseConv {
  static override readonly className: string = 'Conv1D';

  constructor(filters: number, kernelSize: PerAxis, options: Conv1DOptions = {}) {
    super(1, filters, kernelSize, options);
  }
}

/**
 * Convolution of images: each of `filters` kernels slides over height and width.
 *
 * @param filters the number of output channels, a positive integer
 * @param kernelSize the kernels' height and width: one number for both or one each
 * @param options `strides`, `padding` ('valid' or 'same'), `dataFormat`, `dilationRate`, `groups`, `activation`, `useBias`,
 *   and initializer, regularizer and constraint of kernel and bias
 * @returns applied to [batch, height, width, channels]: [batch, rows, columns, filters]
 * @throws ArgumentError when sizes aren't positive, or strides and dilations are both above 1
 * @see https://keras.io/api/layers/convolution_layers/convolution2d/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const x = new layers.Input({ shape: [28, 28, 1] });
 * console.log(new layers.Conv2D(32, 3, { activation: 'relu' }).apply(x).shape); // => [null, 26, 26, 32]
 * ```
 */
export class Conv2D extends BaseConv {
  static override readonly className: string = 'Conv2D';

  constructor(filters: number, kernelSize: PerAxis, options: ConvLayerOptions = {}) {
    super(2, filters, kernelSize, options);
  }
}

/**
 * Convolution of volumes: each of `filters` kernels slides over depth, height and width.
 *
 * @param filters the number of output channels, a positive integer
 * @param kernelSize the kernels' extents: one number for all or one each
 * @param options `strides`, `padding` ('valid' or 'same'), `dataFormat`, `dilationRate`, `groups`, `activation`, `useBias`,
 *   and initializer, regularizer and constraint of kernel and bias
 * @returns applied to [batch, depth, height, width, channels]: [batch, ...positions, filters]
 * @throws ArgumentError when sizes aren't positive, or strides and dilations are both above 1
 * @see https://keras.io/api/layers/convolution_layers/convolution3d/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const x = new layers.Input({ shape: [8, 8, 8, 2] });
 * console.log(new layers.Conv3D(4, 3, { padding: 'same' }).apply(x).shape); // => [null, 8, 8, 8, 4]
 * ```
 */
export class Conv3D extends BaseConv {
  static override readonly className: string = 'Conv3D';

  constructor(filters: number, kernelSize: PerAxis, options: ConvLayerOptions = {}) {
    super(3, filters, kernelSize, options);
  }
}
