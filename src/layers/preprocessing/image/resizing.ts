import { type Interpolation, type ResizeOptions, resize } from '../../../ops/image/resize.ts';
import { finiteNumber, flag, oneOf, positiveInteger } from '../../../support/check-values.ts';
import type { Config } from '../../../support/registry.ts';
import type { PartialShape } from '../../../support/shape.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { partOfBoxes } from './box-maps.ts';
import type { ImageSize } from './box-record.ts';
import { middleOf } from './center-crop.ts';
import { ImageLayer, type ImageLayerOptions } from './image-layer.ts';

export interface ResizingOptions extends ImageLayerOptions {
  /** 'bilinear' (default), 'nearest', 'bicubic', 'lanczos3' or 'lanczos5'. */
  interpolation?: Interpolation;
  /** Whether to cut off what would be stretched. Default false. */
  cropToAspectRatio?: boolean;
  /** Whether to add a border instead of stretching. Default false. */
  padToAspectRatio?: boolean;
  /** What a border is filled with: 'constant'. */
  fillMode?: 'constant';
  /** The value of a border. Default 0. */
  fillValue?: number;
  /** Whether to blur before making smaller. Default false. */
  antialias?: boolean;
}

const optionNames = ['interpolation', 'cropToAspectRatio', 'padToAspectRatio', 'fillMode', 'fillValue', 'antialias'];

/**
 * Brings images to one size.
 *
 * @param height of the result
 * @param width of the result
 * @param options `interpolation`, `cropToAspectRatio`, `padToAspectRatio`, `fillValue`, `antialias`, `dataFormat`
 * @returns applied to images [..., h, w, channels]: [..., height, width, channels]
 * @throws ArgumentError when an extent isn't a positive integer
 * @see https://keras.io/api/layers/preprocessing_layers/image_preprocessing/resizing/
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * console.log(new layers.Resizing(32, 32).apply(ops.ones([2, 100, 80, 3])).shape); // => [2, 32, 32, 3]
 * ```
 */
export class Resizing extends ImageLayer<true> {
  static override readonly className: string = 'Resizing';
  static override readonly positional: readonly string[] = ['height', 'width'];
  protected override readonly boxes = 'follow' as const;
  readonly height: number;
  readonly width: number;
  readonly #options: Required<Omit<ResizeOptions, 'dataFormat'>>;

  constructor(height: number, width: number, options: ResizingOptions = {}) {
    super(options, optionNames);
    this.height = positiveInteger('height', height);
    this.width = positiveInteger('width', width);
    const interpolations = ['bilinear', 'nearest', 'bicubic', 'lanczos3', 'lanczos5'] as const;
    this.#options = {
      interpolation: oneOf('interpolation', options.interpolation ?? 'bilinear', interpolations),
      cropToAspectRatio: flag('cropToAspectRatio', options.cropToAspectRatio ?? false),
      padToAspectRatio: flag('padToAspectRatio', options.padToAspectRatio ?? false),
      fillMode: oneOf('fillMode', options.fillMode ?? 'constant', ['constant'] as const),
      fillValue: finiteNumber('fillValue', options.fillValue ?? 0),
      antialias: flag('antialias', options.antialias ?? false),
    };
  }

  protected override drawTransformation(): true {
    return true;
  }

  protected override transformImages(images: Tensor): Tensor {
    return resize(images, [this.height, this.width], { ...this.#options, dataFormat: 'channels_last' });
  }

  protected override transformSegmentationMasks(masks: Tensor): Tensor {
    const options = { ...this.#options, interpolation: 'nearest', dataFormat: 'channels_last' } as const;
    return resize(masks, [this.height, this.width], options);
  }

  protected override transformBoundingBoxes(boxes: Tensor, _: true, [h, w]: ImageSize): Tensor {
    const { height, width } = this;
    const { cropToAspectRatio, padToAspectRatio } = this.#options;
    if (cropToAspectRatio) {
      const { top, left, rows, columns } = middleOf([h, w], height, width);
      return partOfBoxes(boxes, [left, top], [width / columns, height / rows]);
    }
    if (!padToAspectRatio) return partOfBoxes(boxes, [0, 0], [width / w, height / h]);
    // Padded to the proportions of the target, half of it on each side.
    const rows = Math.max(h, Math.trunc((w * height) / width));
    const columns = Math.max(w, Math.trunc((h * width) / height));
    const corner = [-Math.trunc((columns - w) / 2), -Math.trunc((rows - h) / 2)] as const;
    return partOfBoxes(boxes, corner, [width / columns, height / rows]);
  }

  protected override transformedShape(shape: PartialShape): PartialShape {
    return this.withSize(shape, this.height, this.width);
  }

  override getConfig(): Config {
    const { interpolation, cropToAspectRatio, padToAspectRatio, fillMode, fillValue, antialias } = this.#options;
    return {
      ...super.getConfig(),
      height: this.height,
      width: this.width,
      interpolation,
      crop_to_aspect_ratio: cropToAspectRatio,
      pad_to_aspect_ratio: padToAspectRatio,
      fill_mode: fillMode,
      fill_value: fillValue,
      antialias,
    };
  }
}
