import { divide, multiply } from '../../ops/arithmetic.ts';
import { cast } from '../../ops/core.ts';
import { max } from '../../ops/extremes.ts';
import { sum } from '../../ops/reduction.ts';
import { expandDims } from '../../ops/shape.ts';
import { mean } from '../../ops/statistics.ts';
import { flag } from '../../support/check-values.ts';
import type { Config } from '../../support/registry.ts';
import { type PartialShape, range } from '../../support/shape.ts';
import { Tensor } from '../../tensor/tensor.ts';
import type { CallOptions } from '../call-options.ts';
import { InputSpec } from '../input-spec.ts';
import { Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';
import { type DataFormat, dataFormatOption } from '../option-checks.ts';

export interface GlobalPoolingOptions extends LayerOptions {
  /** Where the channels are. Default 'channels_last'. */
  dataFormat?: DataFormat | null;
  /** Whether the spatial axes stay with extent 1. Default false. */
  keepdims?: boolean;
}

abstract class GlobalPooling extends Layer {
  readonly dataFormat: DataFormat;
  readonly keepdims: boolean;
  protected readonly axes: number[];

  constructor(rank: number, options: GlobalPoolingOptions) {
    super(options, ['dataFormat', 'keepdims']);
    this.dataFormat = dataFormatOption(options.dataFormat);
    this.keepdims = flag('keepdims', options.keepdims ?? false);
    const first = this.dataFormat === 'channels_last' ? 1 : 2;
    this.axes = range(rank).map((i) => first + i);
    this.inputSpec = new InputSpec({ ndim: rank + 2 });
  }

  override computeOutputShape(inputShape: PartialShape): PartialShape {
    return inputShape.flatMap((n, axis) => (this.axes.includes(axis) ? (this.keepdims ? [1] : []) : [n]));
  }

  override getConfig(): Config {
    return { ...super.getConfig(), data_format: this.dataFormat, keepdims: this.keepdims };
  }
}

abstract class GlobalMaxPooling extends GlobalPooling {
  override call(inputs: Tensor): Tensor {
    return max(inputs, { axis: this.axes, keepdims: this.keepdims });
  }
}

abstract class GlobalAveragePooling extends GlobalPooling {
  override call(inputs: Tensor, _options?: CallOptions): Tensor {
    return mean(inputs, { axis: this.axes, keepdims: this.keepdims });
  }
}

/**
 * The maximum of each channel over all steps.
 *
 * @param options `dataFormat`, `keepdims`
 * @returns applied to [batch, steps, channels]: [batch, channels]
 * @see https://keras.io/api/layers/pooling_layers/global_max_pooling1d/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const x = new layers.Input({ shape: [8, 4] });
 * console.log(new layers.GlobalMaxPooling1D().apply(x).shape); // => [null, 4]
 * ```
 */
export class GlobalMaxPooling1D extends GlobalMaxPooling {
  static override readonly className: string = 'GlobalMaxPooling1D';

  constructor(options: GlobalPoolingOptions = {}) {
    super(1, options);
  }
}

/**
 * The maximum of each channel over all pixels.
 *
 * @param options `dataFormat`, `keepdims`
 * @returns applied to [batch, height, width, channels]: [batch, channels]
 * @see https://keras.io/api/layers/pooling_layers/global_max_pooling2d/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const x = new layers.Input({ shape: [26, 26, 32] });
 * console.log(new layers.GlobalMaxPooling2D().apply(x).shape); // => [null, 32]
 * ```
 */
export class GlobalMaxPooling2D extends GlobalMaxPooling {
  static override readonly className: string = 'GlobalMaxPooling2D';

  constructor(options: GlobalPoolingOptions = {}) {
    super(2, options);
  }
}

/**
 * The maximum of each channel over all elements.
 *
 * @param options `dataFormat`, `keepdims`
 * @returns applied to [batch, depth, height, width, channels]: [batch, channels]
 * @see https://keras.io/api/layers/pooling_layers/global_max_pooling3d/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const x = new layers.Input({ shape: [8, 8, 8, 2] });
 * console.log(new layers.GlobalMaxPooling3D().apply(x).shape); // => [null, 2]
 * ```
 */
export class GlobalMaxPooling3D extends GlobalMaxPooling {
  static override readonly className: string = 'GlobalMaxPooling3D';

  constructor(options: GlobalPoolingOptions = {}) {
    super(3, options);
  }
}

/**
 * The mean of each channel over all steps. Steps that a mask leaves out do not count.
 *
 * @param options `dataFormat`, `keepdims`
 * @returns applied to [batch, steps, channels]: [batch, channels]
 * @see https://keras.io/api/layers/pooling_layers/global_average_pooling1d/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const x = new layers.Input({ shape: [8, 4] });
 * console.log(new layers.GlobalAveragePooling1D().apply(x).shape); // => [null, 4]
 * ```
 */
export class GlobalAveragePooling1D extends GlobalAveragePooling {
  static override readonly className: string = 'GlobalAveragePooling1D';
  override readonly takesMask: boolean = true;

  constructor(options: GlobalPoolingOptions = {}) {
    super(1, options);
    this.supportsMasking = true;
  }

  override call(inputs: Tensor, { mask }: CallOptions = {}): Tensor {
    if (!(mask instanceof Tensor)) return super.call(inputs);
    const weights = cast(expandDims(mask, this.dataFormat === 'channels_last' ? 2 : 1), inputs.dtype);
    const reduction = { axis: this.axes, keepdims: this.keepdims };
    return divide(sum(multiply(inputs, weights), reduction), sum(weights, reduction));
  }

  override computeMask(): null {
    return null;
  }
}

/**
 * The mean of each channel over all pixels.
 *
 * @param options `dataFormat`, `keepdims`
 * @returns applied to [batch, height, width, channels]: [batch, channels]
 * @see https://keras.io/api/layers/pooling_layers/global_average_pooling2d/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const x = new layers.Input({ shape: [26, 26, 32] });
 * console.log(new layers.GlobalAveragePooling2D().apply(x).shape); // => [null, 32]
 * ```
 */
export class GlobalAveragePooling2D extends GlobalAveragePooling {
  static override readonly className: string = 'GlobalAveragePooling2D';

  constructor(options: GlobalPoolingOptions = {}) {
    super(2, options);
  }
}

/**
 * The mean of each channel over all elements.
 *
 * @param options `dataFormat`, `keepdims`
 * @returns applied to [batch, depth, height, width, channels]: [batch, channels]
 * @see https://keras.io/api/layers/pooling_layers/global_average_pooling3d/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const x = new layers.Input({ shape: [8, 8, 8, 2] });
 * console.log(new layers.GlobalAveragePooling3D().apply(x).shape); // => [null, 2]
 * ```
 */
export class GlobalAveragePooling3D extends GlobalAveragePooling {
  static override readonly className: string = 'GlobalAveragePooling3D';

  constructor(options: GlobalPoolingOptions = {}) {
    super(3, options);
  }
}
