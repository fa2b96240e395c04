import { adaptiveAveragePool, adaptiveMaxPool } from '../../ops/adaptive-pooling.ts';
import { type PerAxis, perAxis } from '../../ops/spatial.ts';
import type { Config } from '../../support/registry.ts';
import type { PartialShape } from '../../support/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { channelsBack, channelsToEnd } from '../convolutional/window-extents.ts';
import { InputSpec } from '../input-spec.ts';
import { Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';
import { type DataFormat, dataFormatOption } from '../option-checks.ts';

export interface AdaptivePoolingOptions extends LayerOptions {
  /** Where the channels are. Default 'channels_last'. */
  dataFormat?: DataFormat | null;
}

abstract class AdaptivePooling extends Layer {
  static override readonly positional: readonly string[] = ['outputSize'];
  readonly outputSize: readonly number[];
  readonly dataFormat: DataFormat;
  readonly #pool: typeof adaptiveMaxPool;

  constructor(rank: number, kind: 'max' | 'average', outputSize: PerAxis, options: AdaptivePoolingOptions) {
    super(options, ['dataFormat']);
    this.#pool = kind === 'max' ? adaptiveMaxPool : adaptiveAveragePool;
    this.outputSize = perAxis('outputSize', outputSize, rank);
    this.dataFormat = dataFormatOption(options.dataFormat);
    this.inputSpec = new InputSpec({ ndim: rank + 2 });
  }

  override call(inputs: Tensor): Tensor {
    return this.#pool(inputs, this.outputSize, { dataFormat: this.dataFormat });
  }

  override computeOutputShape(inputShape: PartialShape): PartialShape {
    const shape = channelsToEnd(inputShape, this.dataFormat);
    return channelsBack([shape[0] ?? null, ...this.outputSize, shape.at(-1) ?? null], this.dataFormat);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), output_size: this.outputSize, data_format: this.dataFormat };
  }

  protected override printed(): Readonly<Record<string, unknown>> {
    return { outputSize: this.outputSize };
  }
}

/**
 * The maximum of windows that cover the steps evenly, so that the output has the extents asked for whatever the input's.
 *
 * @param outputSize the output's spatial extents
 * @param options `dataFormat`
 * @returns applied to [batch, steps, channels]: [batch, outputSize, channels]
 * @throws ArgumentError when sizes aren't positive integers
 * @see https://keras.io/api/layers/pooling_layers/adaptive_max_pooling1d/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const x = new layers.Input({ shape: [8, 4] });
 * console.log(new layers.AdaptiveMaxPooling1D(3).apply(x).shape); // => [null, 3, 4]
 * ```
 */
export class AdaptiveMaxPooling1D extends AdaptivePooling {
  static override readonly className: string = 'AdaptiveMaxPooling1D';

  constructor(outputSize: PerAxis, options: AdaptivePoolingOptions = {}) {
    super(1, 'max', outputSize, options);
  }
}

/**
 * The maximum of windows that cover images evenly, so that the output has the extents asked for whatever the input's.
 *
 * @param outputSize the output's spatial extents
 * @param options `dataFormat`
 * @returns applied to [batch, height, width, channels]: [batch, ...outputSize, channels]
 * @throws ArgumentError when sizes aren't positive integers
 * @see https://keras.io/api/layers/pooling_layers/adaptive_max_pooling2d/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const x = new layers.Input({ shape: [26, 26, 32] });
 * console.log(new layers.AdaptiveMaxPooling2D([2, 3]).apply(x).shape); // => [null, 2, 3, 32]
 * ```
 */
export class AdaptiveMaxPooling2D extends AdaptivePooling {
  static override readonly className: string = 'AdaptiveMaxPooling2D';

  constructor(outputSize: PerAxis, options: AdaptivePoolingOptions = {}) {
    super(2, 'max', outputSize, options);
  }
}

/**
 * The maximum of windows that cover volumes evenly, so that the output has the extents asked for whatever the input's.
 *
 * @param outputSize the output's spatial extents
 * @param options `dataFormat`
 * @returns applied to [batch, depth, height, width, channels]: [batch, ...outputSize, channels]
 * @throws ArgumentError when sizes aren't positive integers
 * @see https://keras.io/api/layers/pooling_layers/adaptive_max_pooling3d/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const x = new layers.Input({ shape: [8, 8, 8, 2] });
 * console.log(new layers.AdaptiveMaxPooling3D(2).apply(x).shape); // => [null, 2, 2, 2, 2]
 * ```
 */
export class AdaptiveMaxPooling3D extends AdaptivePooling {
  static override readonly className: string = 'AdaptiveMaxPooling3D';

  constructor(outputSize: PerAxis, options: AdaptivePoolingOptions = {}) {
    super(3, 'max', outputSize, options);
  }
}

/**
 * The mean of windows that cover the steps evenly, so that the output has the extents asked for whatever the input's.
 *
 * @param outputSize the output's spatial extents
 * @param options `dataFormat`
 * @returns applied to [batch, steps, channels]: [batch, outputSize, channels]
 * @throws ArgumentError when sizes aren't positive integers
 * @see https://keras.io/api/layers/pooling_layers/adaptive_average_pooling1d/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const x = new layers.Input({ shape: [8, 4] });
 * console.log(new layers.AdaptiveAveragePooling1D(3).apply(x).shape); // => [null, 3, 4]
 * ```
 */
export class AdaptiveAveragePooling1D extends AdaptivePooling {
  static override readonly className: string = 'AdaptiveAveragePooling1D';

  constructor(outputSize: PerAxis, options: AdaptivePoolingOptions = {}) {
    super(1, 'average', outputSize, options);
  }
}

/**
 * The mean of windows that cover images evenly, so that the output has the extents asked for whatever the input's.
 *
 * @param outputSize the output's spatial extents
 * @param options `dataFormat`
 * @returns applied to [batch, height, width, channels]: [batch, ...outputSize, channels]
 * @throws ArgumentError when sizes aren't positive integers
 * @see https://keras.io/api/layers/pooling_layers/adaptive_average_pooling2d/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const x = new layers.Input({ shape: [26, 26, 32] });
 * console.log(new layers.AdaptiveAveragePooling2D([2, 3]).apply(x).shape); // => [null, 2, 3, 32]
 * ```
 */
export class AdaptiveAveragePooling2D extends AdaptivePooling {
  static override readonly className: string = 'AdaptiveAveragePooling2D';

  constructor(outputSize: PerAxis, options: AdaptivePoolingOptions = {}) {
    super(2, 'average', outputSize, options);
  }
}

/**
 * The mean of windows that cover volumes evenly, so that the output has the extents asked for whatever the input's.
 *
 * @param outputSize the output's spatial extents
 * @param options `dataFormat`
 * @returns applied to [batch, depth, height, width, channels]: [batch, ...outputSize, channels]
 * @throws ArgumentError when sizes aren't positive integers
 * @see https://keras.io/api/layers/pooling_layers/adaptive_average_pooling3d/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const x = new layers.Input({ shape: [8, 8, 8, 2] });
 * console.log(new layers.AdaptiveAveragePooling3D(2).apply(x).shape); // => [null, 2, 2, 2, 2]
 * ```
 */
export class AdaptiveAveragePooling3D extends AdaptivePooling {
  static override readonly className: string = 'AdaptiveAveragePooling3D';

  constructor(outputSize: PerAxis, options: AdaptivePoolingOptions = {}) {
    super(3, 'average', outputSize, options);
  }
}
