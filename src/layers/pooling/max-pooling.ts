import type { PerAxis } from '../../ops/spatial.ts';
import { leadingOption } from '../leading-option.ts';
import { BasePooling, type PoolingOptions } from './base-pooling.ts';

export interface MaxPoolingOptions extends PoolingOptions {
  /** The windows' extents. Default 2. */
  poolSize?: PerAxis;
}

abstract class MaxPooling extends BasePooling {
  constructor(rank: number, first: PerAxis | MaxPoolingOptions | undefined, rest: MaxPoolingOptions | undefined) {
    const options = leadingOption<MaxPoolingOptions>(new.target.className, 'poolSize', first, rest);
    super(rank, 'max', options.poolSize ?? 2, options, ['poolSize']);
  }
}

/**
 * The maximum of each window of steps, channel by channel.
 *
 * @param options `poolSize` (also by position; default 2), `strides` (default: poolSize), `padding` ('valid' or 'same'),
 *   `dataFormat`
 * @returns applied to [batch, steps, channels]: [batch, positions, channels]
 * @throws ArgumentError when sizes or strides aren't positive integers, or no window fits
 * @see https://keras.io/api/layers/pooling_layers/max_pooling1d/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const x = new layers.Input({ shape: [8, 4] });
 * console.log(new layers.MaxPooling1D({ poolSize: 2 }).apply(x).shape); // => [null, 4, 4]
 * ```
 */
export class MaxPooling1D extends MaxPooling {
  static override readonly className: string = 'MaxPooling1D';

  constructor(poolSize?: PerAxis | MaxPoolingOptions, options?: MaxPoolingOptions) {
    super(1, poolSize, options);
  }
}

/**
 * The maximum of each window of pixels, channel by channel.
 *
 * @param options `poolSize` (also by position; default 2), `strides` (default: poolSize), `padding` ('valid' or 'same'),
 *   `dataFormat`
 * @returns applied to [batch, height, width, channels]: [batch, rows, columns, channels]
 * @throws ArgumentError when sizes or strides aren't positive integers, or no window fits
 * @see https://keras.io/api/layers/pooling_layers/max_pooling2d/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const x = new layers.Input({ shape: [26, 26, 32] });
 * console.log(new layers.MaxPooling2D({ poolSize: 2 }).apply(x).shape); // => [null, 13, 13, 32]
 * ```
 */
export class MaxPooling2D extends MaxPooling {
  static override readonly className: string = 'MaxPooling2D';

  constructor(poolSize?: PerAxis | MaxPoolingOptions, options?: MaxPoolingOptions) {
    super(2, poolSize, options);
  }
}

/**
 * The maximum of each window of elements, channel by channel.
 *
 * @param options `poolSize` (also by position; default 2), `strides` (default: poolSize), `padding` ('valid' or 'same'),
 *   `dataFormat`
 * @returns applied to [batch, depth, height, width, channels]: [batch, ...positions, channels]
 * @throws ArgumentError when sizes or strides aren't positive integers, or no window fits
 * @see https://keras.io/api/layers/pooling_layers/max_pooling3d/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const x = new layers.Input({ shape: [8, 8, 8, 2] });
 * console.log(new layers.MaxPooling3D({ poolSize: 2 }).apply(x).shape); // => [null, 4, 4, 4, 2]
 * ```
 */
export class MaxPooling3D extends MaxPooling {
  static override readonly className: string = 'MaxPooling3D';

  constructor(poolSize?: PerAxis | MaxPoolingOptions, options?: MaxPoolingOptions) {
    super(3, poolSize, options);
  }
}
