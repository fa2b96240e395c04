import { averagePool, maxPool } from '../../ops/pooling.ts';
import { type Padding, type PerAxis, perAxis } from '../../ops/spatial.ts';
import { oneOf } from '../../support/check-values.ts';
import type { Config } from '../../support/registry.ts';
import { type PartialShape, range } from '../../support/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { windowedShape } from '../convolutional/window-extents.ts';
import { InputSpec } from '../input-spec.ts';
import { Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';
import { type DataFormat, dataFormatOption } from '../option-checks.ts';

export interface PoolingOptions extends LayerOptions {
  /** Steps between windows. Default null: the windows' sizes. */
  strides?: PerAxis | null;
  /** 'valid': only windows that fit. 'same': room around, so that only strides shrink the output. Default 'valid'. */
  padding?: Padding;
  /** Where the channels are. Default 'channels_last'. */
  dataFormat?: DataFormat | null;
}

/** Pooling of windows over `rank` spatial axes by their maximum or mean. */
export abstract class BasePooling extends Layer {
  readonly poolSize: readonly number[];
  readonly strides: readonly number[];
  readonly padding: Padding;
  readonly dataFormat: DataFormat;
  readonly #pool: typeof maxPool;

  constructor(
    rank: number,
    kind: 'max' | 'average',
    poolSize: PerAxis,
    options: PoolingOptions,
    ownOptions: readonly string[] = [],
  ) {
    super(options, ['strides', 'padding', 'dataFormat', ...ownOptions]);
    this.#pool = kind === 'max' ? maxPool : averagePool;
    this.poolSize = perAxis('poolSize', poolSize, rank);
    this.strides = perAxis('strides', options.strides ?? this.poolSize, rank);
    this.padding = oneOf('padding', options.padding ?? 'valid', ['valid', 'same']);
    this.dataFormat = dataFormatOption(options.dataFormat);
    this.inputSpec = new InputSpec({ ndim: rank + 2 });
  }

  override call(inputs: Tensor): Tensor {
    const { strides, padding, dataFormat } = this;
    return this.#pool(inputs, this.poolSize, { strides, padding, dataFormat });
  }

  override computeOutputShape(inputShape: PartialShape): PartialShape {
    const window = {
      sizes: this.poolSize,
      strides: this.strides,
      dilations: range(this.poolSize.length).map(() => 1),
      padding: this.padding,
    };
    return windowedShape(inputShape, window, this.dataFormat, this.name);
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      pool_size: this.poolSize,
      padding: this.padding,
      strides: this.strides,
      data_format: this.dataFormat,
    };
  }

  protected override printed(): Readonly<Record<string, unknown>> {
    return { poolSize: this.poolSize };
  }
}
