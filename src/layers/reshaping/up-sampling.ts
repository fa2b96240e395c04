import { type Interpolation, resize } from '../../ops/image/resize.ts';
import { repeat } from '../../ops/repetition.ts';
import { type PerAxis, perAxis } from '../../ops/spatial.ts';
import { oneOf } from '../../support/check-values.ts';
import type { Config } from '../../support/registry.ts';
import { at, type PartialShape } from '../../support/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { InputSpec } from '../input-spec.ts';
import { Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';
import { leadingOption } from '../leading-option.ts';
import { type DataFormat, dataFormatOption } from '../option-checks.ts';
import { spatialAxes } from './edges.ts';

export interface UpSampling1DOptions extends LayerOptions {
  /** How often each element is repeated: one number for all axes or one each. Default 2. */
  size?: PerAxis;
}

export interface UpSampling3DOptions extends UpSampling1DOptions {
  /** Where the channels are. Default 'channels_last'. */
  dataFormat?: DataFormat | null;
}

export interface UpSampling2DOptions extends UpSampling3DOptions {
  /** How pixels between pixels are found. Default 'nearest'. */
  interpolation?: Interpolation;
}

const interpolations: readonly Interpolation[] = ['nearest', 'bilinear', 'bicubic', 'lanczos3', 'lanczos5'];

abstract class UpSampling extends Layer {
  readonly size: readonly number[];
  readonly dataFormat: DataFormat;

  constructor(
    rank: number,
    first: PerAxis | UpSampling2DOptions | undefined,
    rest: UpSampling2DOptions | undefined,
    ownOptions: readonly string[],
  ) {
    const options = leadingOption<UpSampling2DOptions>(new.target.className, 'size', first, rest);
    super(options, ['size', ...ownOptions]);
    this.size = perAxis('size', options.size ?? 2, rank);
    this.dataFormat = dataFormatOption(options.dataFormat);
    this.inputSpec = new InputSpec({ ndim: rank + 2 });
  }

  protected get axes(): number[] {
    return spatialAxes(this.size.length, this.dataFormat);
  }

  override call(inputs: Tensor): Tensor {
    return this.axes.reduce((x, axis, i) => {
      const times = at(this.size, i);
      return times === 1 ? x : repeat(x, times, axis);
    }, inputs);
  }

  override computeOutputShape(inputShape: PartialShape): PartialShape {
    const { axes } = this;
    return inputShape.map((n, axis) => {
      const times = this.size[axes.indexOf(axis)] ?? 1;
      return n === null ? null : n * times;
    });
  }

  override getConfig(): Config {
    return { ...super.getConfig(), size: this.size, data_format: this.dataFormat };
  }
}

/**
 * Repeats each step.
 *
 * @param options `size` (also by position; default 2): how often
 * @returns applied to [batch, steps, channels]: [batch, steps · size, channels]
 * @throws ArgumentError when size isn't a positive integer
 * @see https://keras.io/api/layers/reshaping_layers/up_sampling1d/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * console.log(await new layers.UpSampling1D(2).apply([[[1], [2]]]).array()); // => [[[1], [1], [2], [2]]]
 * ```
 */
export class UpSampling1D extends UpSampling {
  static override readonly className: string = 'UpSampling1D';

  constructor(size?: PerAxis | UpSampling1DOptions, options?: UpSampling1DOptions) {
    super(1, size, options, []);
  }

  override getConfig(): Config {
    const { data_format: _, ...config } = super.getConfig();
    return { ...config, size: at(this.size, 0) };
  }
}

/**
 * Enlarges images: repeats pixels or interpolates between them.
 *
 * @param options `size` (also by position; default 2): how often, for height and width; `dataFormat`, `interpolation`
 * @returns applied to [batch, height, width, channels]: [batch, height · size, width · size, channels]
 * @throws ArgumentError when sizes aren't positive integers, or the interpolation is unknown
 * @see https://keras.io/api/layers/reshaping_layers/up_sampling2d/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const x = new layers.Input({ shape: [7, 7, 64] });
 * console.log(new layers.UpSampling2D(2, { interpolation: 'bilinear' }).apply(x).shape); // => [null, 14, 14, 64]
 * ```
 */
export class UpSampling2D extends UpSampling {
  static override readonly className: string = 'UpSampling2D';
  readonly interpolation: Interpolation;

  constructor(size?: PerAxis | UpSampling2DOptions, options?: UpSampling2DOptions) {
    super(2, size, options, ['dataFormat', 'interpolation']);
    const { interpolation = 'nearest' } = leadingOption<UpSampling2DOptions>('UpSampling2D', 'size', size, options);
    this.interpolation = oneOf('interpolation', interpolation, interpolations);
  }

  override call(inputs: Tensor): Tensor {
    if (this.interpolation === 'nearest') return super.call(inputs);
    const target = this.axes.map((axis, i) => at(inputs.shape, axis) * at(this.size, i));
    return resize(inputs, target, { interpolation: this.interpolation, dataFormat: this.dataFormat });
  }

  override getConfig(): Config {
    return { ...super.getConfig(), interpolation: this.interpolation };
  }
}

/**
 * Repeats each element of volumes along depth, height and width.
 *
 * @param options `size` (also by position; default 2): how often, for each axis; `dataFormat`
 * @returns applied to [batch, depth, height, width, channels]: the same with longer spatial axes
 * @throws ArgumentError when sizes aren't positive integers
 * @see https://keras.io/api/layers/reshaping_layers/up_sampling3d/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const x = new layers.Input({ shape: [2, 3, 4, 1] });
 * console.log(new layers.UpSampling3D(2).apply(x).shape); // => [null, 4, 6, 8, 1]
 * ```
 */
export class UpSampling3D extends UpSampling {
  static override readonly className: string = 'UpSampling3D';

  constructor(size?: PerAxis | UpSampling3DOptions, options?: UpSampling3DOptions) {
    super(3, size, options, ['dataFormat']);
  }
}
