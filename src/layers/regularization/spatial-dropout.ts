import type { Config } from '../../support/registry.ts';
import { InputSpec } from '../input-spec.ts';
import type { LayerOptions } from '../layer-options.ts';
import { type DataFormat, dataFormatOption } from '../option-checks.ts';
import { Dropout } from './dropout.ts';

export interface SpatialDropout1DOptions extends LayerOptions {
  seed?: number | null;
}

export interface SpatialDropoutOptions extends SpatialDropout1DOptions {
  /** Where the channels are. Default 'channels_last'. */
  dataFormat?: DataFormat | null;
}

/** Dropout of whole channels: the mask has extent 1 along the spatial axes. */
abstract class SpatialDropout extends Dropout {
  readonly dataFormat: DataFormat;

  constructor(rate: number, rank: number, { dataFormat, ...options }: SpatialDropoutOptions) {
    super(rate, options);
    this.dataFormat = dataFormatOption(dataFormat);
    this.inputSpec = new InputSpec({ ndim: rank });
  }

  protected override noiseShapeFor([batch = 1, ...axes]: readonly number[]): readonly number[] {
    const channel = this.dataFormat === 'channels_first' ? 0 : axes.length - 1;
    return [batch, ...axes.map((n, i) => (i === channel ? n : 1))];
  }

  override getConfig(): Config {
    return { rate: this.rate, seed: this.seed, name: this.name, dtype: this.dtype };
  }
}

/**
 * Dropout of whole features over all time steps (Tompson et al. 2014).
 *
 * @param rate the share of features, from 0 to 1
 * @param options `seed`
 * @returns applied to [batch, time, features]: the same shape
 * @see https://keras.io/api/layers/regularization_layers/spatial_dropout1d/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * console.log(new layers.SpatialDropout1D(0.2).apply([[[1, 2]]]).shape); // => [1, 1, 2]
 * ```
 */
export class SpatialDropout1D extends SpatialDropout {
  static override readonly className: string = 'SpatialDropout1D';

  constructor(rate: number, options: SpatialDropout1DOptions = {}) {
    super(rate, 3, options);
  }
}

/**
 * Dropout of whole feature maps (Tompson et al. 2014).
 *
 * @param rate the share of feature maps, from 0 to 1
 * @param options `dataFormat`, `seed`
 * @returns applied to [batch, height, width, channels]: the same shape
 * @see https://keras.io/api/layers/regularization_layers/spatial_dropout2d/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * console.log(new layers.SpatialDropout2D(0.2).apply([[[[1, 2]]]]).shape); // => [1, 1, 1, 2]
 * ```
 */
export class SpatialDropout2D extends SpatialDropout {
  static override readonly className: string = 'SpatialDropout2D';

  constructor(rate: number, options: SpatialDropoutOptions = {}) {
    super(rate, 4, options);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), data_format: this.dataFormat };
  }
}

/**
 * Dropout of whole feature volumes (Tompson et al. 2014).
 *
 * @param rate the share of feature volumes, from 0 to 1
 * @param options `dataFormat`, `seed`
 * @returns applied to [batch, depth, height, width, channels]: the same shape
 * @see https://keras.io/api/layers/regularization_layers/spatial_dropout3d/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * console.log(new layers.SpatialDropout3D(0.2).apply([[[[[1, 2]]]]]).shape); // => [1, 1, 1, 1, 2]
 * ```
 */
export class SpatialDropout3D extends SpatialDropout {
  static override readonly className: string = 'SpatialDropout3D';

  constructor(rate: number, options: SpatialDropoutOptions = {}) {
    super(rate, 5, options);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), data_format: this.dataFormat };
  }
}
