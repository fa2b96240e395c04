import { reshape, transpose } from '../../ops/shape.ts';
import type { Config } from '../../support/registry.ts';
import { type PartialShape, range, sizeOf } from '../../support/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { InputSpec } from '../input-spec.ts';
import { Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';
import { type DataFormat, dataFormatOption } from '../option-checks.ts';

export interface FlattenOptions extends LayerOptions {
  /** Where the channels are: with 'channels_first' they are moved to the end first. Default 'channels_last'. */
  dataFormat?: DataFormat | null;
}

/**
 * Joins all axes but the batch into one.
 *
 * @param options `dataFormat`; `inputShape` for an Input in front (old spelling)
 * @returns applied to [batch, ...axes]: [batch, product of axes]
 * @see https://keras.io/api/layers/reshaping_layers/flatten/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const x = new layers.Input({ shape: [28, 28] });
 * console.log(new layers.Flatten().apply(x).shape); // => [null, 784]
 * ```
 */
export class Flatten extends Layer {
  static override readonly className: string = 'Flatten';
  protected override readonly keepsDtype: boolean = true;
  readonly dataFormat: DataFormat;

  constructor(options: FlattenOptions = {}) {
    super(options, ['dataFormat']);
    this.dataFormat = dataFormatOption(options.dataFormat);
    this.inputSpec = new InputSpec({ minNdim: 1 });
  }

  override call(inputs: Tensor): Tensor {
    const [batch = 1, ...axes] = inputs.shape;
    const moved =
      this.dataFormat === 'channels_first' && inputs.rank > 1
        ? transpose(inputs, [0, ...range(inputs.rank - 2).map((i) => i + 2), 1])
        : inputs;
    return reshape(moved, [batch, sizeOf(axes)]);
  }

  override computeOutputShape([batch = null, ...axes]: PartialShape): PartialShape {
    const known = axes.filter((n) => n !== null);
    return [batch, known.length === axes.length ? sizeOf(known) : null];
  }

  override getConfig(): Config {
    return { ...super.getConfig(), data_format: this.dataFormat };
  }
}
