import { pad } from '../../ops/padding.ts';
import type { Config } from '../../support/registry.ts';
import type { PartialShape } from '../../support/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { InputSpec } from '../input-spec.ts';
import { Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';
import { leadingOption } from '../leading-option.ts';
import { type DataFormat, dataFormatOption } from '../option-checks.ts';
import { type Edge, type Edges, edgesOption, spatialAxes, withEdges } from './edges.ts';

export interface ZeroPaddingOptions extends LayerOptions {
  /** Zeros around: one count, one for each axis, or a pair (before, after) for each axis. Default 1. */
  padding?: Edges;
  /** Where the channels are. Default 'channels_last'. */
  dataFormat?: DataFormat | null;
}

abstract class ZeroPadding extends Layer {
  protected override readonly keepsDtype: boolean = true;
  readonly padding: readonly Edge[];
  readonly dataFormat: DataFormat;

  constructor(rank: number, first: Edges | ZeroPaddingOptions | undefined, rest: ZeroPaddingOptions | undefined) {
    const options = leadingOption<ZeroPaddingOptions>(new.target.className, 'padding', first, rest);
    super(options, ['padding', 'dataFormat']);
    this.padding = edgesOption('padding', options.padding ?? 1, rank);
    this.dataFormat = dataFormatOption(options.dataFormat);
    this.inputSpec = new InputSpec({ ndim: rank + 2 });
  }

  override call(inputs: Tensor): Tensor {
    const axes = spatialAxes(this.padding.length, this.dataFormat);
    return pad(
      inputs,
      inputs.shape.map((_, axis): Edge => this.padding[axes.indexOf(axis)] ?? [0, 0]),
    );
  }

  override computeOutputShape(inputShape: PartialShape): PartialShape {
    return withEdges(inputShape, this.padding, this.dataFormat, 1);
  }

  override getConfig(): Config {
    const padding = this.padding.length === 1 ? this.padding[0] : this.padding;
    return { ...super.getConfig(), padding, data_format: this.dataFormat };
  }
}

/**
 * Zeros around steps.
 *
 * @param options `padding` (also by position; default 1): a count or pairs (before, after); `dataFormat`
 * @returns applied to [batch, steps, channels]: the same with longer spatial axes
 * @throws ArgumentError when paddings aren't counts
 * @see https://keras.io/api/layers/reshaping_layers/zero_padding1d/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const x = new layers.Input({ shape: [8, 4] });
 * console.log(new layers.ZeroPadding1D(1).apply(x).shape); // => [null, 10, 4]
 * ```
 */
export class ZeroPadding1D extends ZeroPadding {
  static override readonly className: string = 'ZeroPadding1D';

  constructor(padding?: Edges | ZeroPaddingOptions, options?: ZeroPaddingOptions) {
    super(1, padding, options);
  }
}

/**
 * Zeros around images.
 *
 * @param options `padding` (also by position; default 1): a count, one for each axis or pairs (before, after); `dataFormat`
 * @returns applied to [batch, height, width, channels]: the same with longer spatial axes
 * @throws ArgumentError when paddings aren't counts
 * @see https://keras.io/api/layers/reshaping_layers/zero_padding2d/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const x = new layers.Input({ shape: [28, 28, 1] });
 * console.log(new layers.ZeroPadding2D(2).apply(x).shape); // => [null, 32, 32, 1]
 * ```
 */
export class ZeroPadding2D extends ZeroPadding {
  static override readonly className: string = 'ZeroPadding2D';

  constructor(padding?: Edges | ZeroPaddingOptions, options?: ZeroPaddingOptions) {
    super(2, padding, options);
  }
}

/**
 * Zeros around volumes.
 *
 * @param options `padding` (also by position; default 1): a count, one for each axis or pairs (before, after); `dataFormat`
 * @returns applied to [batch, depth, height, width, channels]: the same with longer spatial axes
 * @throws ArgumentError when paddings aren't counts
 * @see https://keras.io/api/layers/reshaping_layers/zero_padding3d/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const x = new layers.Input({ shape: [4, 4, 4, 2] });
 * console.log(new layers.ZeroPadding3D(1).apply(x).shape); // => [null, 6, 6, 6, 2]
 * ```
 */
export class ZeroPadding3D extends ZeroPadding {
  static override readonly className: string = 'ZeroPadding3D';

  constructor(padding?: Edges | ZeroPaddingOptions, options?: ZeroPaddingOptions) {
    super(3, padding, options);
  }
}
