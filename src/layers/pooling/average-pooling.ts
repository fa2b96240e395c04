import type { PerAxis } from '../../ops/spatial.ts';
import { BasePooling, type PoolingOptions } from './base-pooling.ts';

abstract class AveragePooling extends BasePooling {
  static override readonly positional: readonly string[] = ['poolSize'];

  constructor(rank: number, poolSize: PerAxis, options: PoolingOptions) {
    super(rank, 'average', poolSize, options);
  }
}

/**
 * The mean of each window of steps, channel by channel; with padding 'same', only of what is inside.
 *
 * @param poolSize the windows' extents
 * @param options `strides` (default: poolSize), `padding` ('valid' or 'same'), `dataFormat`
 * @returns applied to [batch, steps, channels]: [batch, positions, channels]
 * @throws ArgumentError when sizes or strides aren't positive integers, or no window fits
 * @see https://keras.io/api/layers/pooling_layers/average_pooling1d/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const x = new layers.Input({ shape: [8, 4] });
 * console.log(new layers.AveragePooling1D(2).apply(x).shape); // => [null, 4, 4]
 * ```
 */
export class AveragePooling1D extends AveragePooling {
  static override readonly className: string = 'AveragePooling1D';

  constructor(poolSize: PerAxis, options: PoolingOptions = {}) {
    super(1, poolSize, options);
  }
}

/**
 * The mean of each window of pixels, channel by channel; with padding 'same', only of what is inside.
 *
 * @param poolSize the windows' extents
 * @param options `strides` (default: poolSize), `padding` ('valid' or 'same'), `dataFormat`
 * @returns applied to [batch, height, width, channels]: [batch, rows, columns, channels]
 * @throws ArgumentError when sizes or strides aren't positive integers, or no window fits
 * @see https://keras.io/api/layers/pooling_layers/average_pooling2d/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const x = new layers.Input({ shape: [26, 26, 32] });
 * console.log(new layers.AveragePooling2D(2).apply(x).shape); // => [null, 13, 13, 32]
 * ```
 */
export class AveragePooling2D extends AveragePooling {
  static override readonly className: string = 'AveragePooling2D';

  constructor(poolSize: PerAxis, options: PoolingOptions = {}) {
    super(2, poolSize, options);
  }
}

/**
 * The mean of each window of elements, channel by channel; with padding 'same', only of what is inside.
 *
 * @param poolSize the windows' extents
 * @param options `strides` (default: poolSize), `padding` ('valid' or 'same'), `dataFormat`
 * @returns applied to [batch, depth, height, width, channels]: [batch, ...positions, channels]
 * @throws ArgumentError when sizes or strides aren't positive integers, or no window fits
 * @see https://keras.io/api/layers/pooling_layers/average_pooling3d/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const x = new layers.Input({ shape: [8, 8, 8, 2] });
 * console.log(new layers.AveragePooling3D(2).apply(x).shape); // => [null, 4, 4, 4, 2]
 * ```
 */
export class AveragePooling3D extends AveragePooling {
  static override readonly className: string = 'AveragePooling3D';

  constructor(poolSize: PerAxis, options: PoolingOptions = {}) {
    super(3, poolSize, options);
  }
}
