import { slice } from '../../ops/slicing.ts';
import { ArgumentError } from '../../support/errors.ts';
import type { Config } from '../../support/registry.ts';
import { formatShape, type PartialShape } from '../../support/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { InputSpec } from '../input-spec.ts';
import { Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';
import { leadingOption } from '../leading-option.ts';
import { type DataFormat, dataFormatOption } from '../option-checks.ts';
import { type Edge, type Edges, edgesOption, spatialAxes, withEdges } from './edges.ts';

export interface Cropping1DOptions extends LayerOptions {
  /** Elements cut off: one count, one for each axis, or a pair (before, after) for each axis. Default 1 (Cropping2D: 0). */
  cropping?: Edges;
}

export interface CroppingOptions extends Cropping1DOptions {
  /** Where the channels are. Default 'channels_last'. */
  dataFormat?: DataFormat | null;
}

abstract class Cropping extends Layer {
  protected override readonly keepsDtype: boolean = true;
  readonly cropping: readonly Edge[];
  readonly dataFormat: DataFormat;

  constructor(
    rank: number,
    initial: number,
    first: Edges | CroppingOptions | undefined,
    rest: CroppingOptions | undefined,
  ) {
    const options = leadingOption<CroppingOptions>(new.target.className, 'cropping', first, rest);
    super(options, rank === 1 ? ['cropping'] : ['cropping', 'dataFormat']);
    this.cropping = edgesOption('cropping', options.cropping ?? initial, rank);
    this.dataFormat = dataFormatOption(options.dataFormat);
    this.inputSpec = new InputSpec({ ndim: rank + 2 });
  }

  override call(inputs: Tensor): Tensor {
    const axes = spatialAxes(this.cropping.length, this.dataFormat);
    const starts = inputs.shape.map((_, axis) => this.cropping[axes.indexOf(axis)]?.[0] ?? 0);
    const shape = this.computeOutputShape(inputs.shape).map((n) => n ?? 0);
    return slice(inputs, starts, shape);
  }

  override computeOutputShape(inputShape: PartialShape): PartialShape {
    const shape = withEdges(inputShape, this.cropping, this.dataFormat, -1);
    if (shape.some((n, axis) => n !== null && n < 1 && inputShape[axis] !== 0)) {
      throw new ArgumentError(
        `Layer "${this.name}" with cropping=${JSON.stringify(this.cropping)} leaves nothing of its input. Received: an input of shape ${formatShape(inputShape)}`,
      );
    }
    return shape;
  }

  override getConfig(): Config {
    const cropping = this.cropping.length === 1 ? this.cropping[0] : this.cropping;
    return {
      ...super.getConfig(),
      cropping,
      ...(this.cropping.length === 1 ? {} : { data_format: this.dataFormat }),
    };
  }
}

/**
 * Cuts off the edges of steps.
 *
 * @param options `cropping` (also by position; default 1): a count or pairs (before, after)
 * @returns applied to [batch, steps, channels]: the same with shorter spatial axes
 * @throws ArgumentError when croppings aren't counts, or nothing is left
 * @see https://keras.io/api/layers/reshaping_layers/cropping1d/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const x = new layers.Input({ shape: [8, 4] });
 * console.log(new layers.Cropping1D(1).apply(x).shape); // => [null, 6, 4]
 * ```
 */
export class Cropping1D extends Cropping {
  static override readonly className: string = 'Cropping1D';

  constructor(cropping?: Edges | Cropping1DOptions, options?: Cropping1DOptions) {
    super(1, 1, cropping, options);
  }
}

/**
 * Cuts off the edges of images.
 *
 * @param options `cropping` (also by position; default 0): a count, one for each axis or pairs (before, after); `dataFormat`
 * @returns applied to [batch, height, width, channels]: the same with shorter spatial axes
 * @throws ArgumentError when croppings aren't counts, or nothing is left
 * @see https://keras.io/api/layers/reshaping_layers/cropping2d/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const x = new layers.Input({ shape: [28, 28, 1] });
 * console.log(new layers.Cropping2D([[2, 2], [4, 4]]).apply(x).shape); // => [null, 24, 20, 1]
 * ```
 */
export class Cropping2D extends Cropping {
  static override readonly className: string = 'Cropping2D';

  constructor(cropping?: Edges | CroppingOptions, options?: CroppingOptions) {
    super(2, 0, cropping, options);
  }
}

/**
 * Cuts off the edges of volumes.
 *
 * @param options `cropping` (also by position; default 1): a count, one for each axis or pairs (before, after); `dataFormat`
 * @returns applied to [batch, depth, height, width, channels]: the same with shorter spatial axes
 * @throws ArgumentError when croppings aren't counts, or nothing is left
 * @see https://keras.io/api/layers/reshaping_layers/cropping3d/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const x = new layers.Input({ shape: [4, 4, 4, 2] });
 * console.log(new layers.Cropping3D(1).apply(x).shape); // => [null, 2, 2, 2, 2]
 * ```
 */
export class Cropping3D extends Cropping {
  static override readonly className: string = 'Cropping3D';

  constructor(cropping?: Edges | CroppingOptions, options?: CroppingOptions) {
    super(3, 1, cropping, options);
  }
}
