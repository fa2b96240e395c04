import { resize } from '../../../ops/image/resize.ts';
import { slice } from '../../../ops/slicing.ts';
import { positiveInteger } from '../../../support/check-values.ts';
import type { Config } from '../../../support/registry.ts';
import type { PartialShape } from '../../../support/shape.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { partOfBoxes } from './box-maps.ts';
import type { ImageSize } from './box-record.ts';
import { ImageLayer, type ImageLayerOptions } from './image-layer.ts';

/** The largest part in the middle of images that has the proportions of a size, and where it begins. */
export function middleOf(
  [h, w]: ImageSize,
  height: number,
  width: number,
): { readonly top: number; readonly left: number; readonly rows: number; readonly columns: number } {
  const rows = Math.max(Math.min(h, Math.trunc((w * height) / width)), 1);
  const columns = Math.max(Math.min(w, Math.trunc((h * width) / height)), 1);
  return { top: Math.trunc((h - rows) / 2), left: Math.trunc((w - columns) / 2), rows, columns };
}

/** Height and width of images [batch, height, width, channels]. */
export const sizeOfImages = ({ shape: [, height = 1, width = 1] }: Tensor): ImageSize => [height, width];

/** A part of images [batch, height, width, channels]. */
export function crop(images: Tensor, top: number, left: number, rows: number, columns: number): Tensor {
  const [batch = 0, , , channels = 0] = images.shape;
  return slice(images, [0, top, left, 0], [batch, rows, columns, channels]);
}

/**
 * Cuts out the middle of images. Where an image is too small, its largest part of the right proportions is resized.
 *
 * @param height of the result
 * @param width of the result
 * @param options `dataFormat`
 * @returns applied to images [..., h, w, channels]: [..., height, width, channels]
 * @throws ArgumentError when an extent isn't a positive integer
 * @see https://keras.io/api/layers/preprocessing_layers/image_preprocessing/center_crop/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const y = new layers.CenterCrop(1, 2).apply([[[1], [2], [3], [4]]]);
 * console.log(await y.array()); // => [[[2], [3]]]
 * ```
 */
export class CenterCrop extends ImageLayer<true> {
  static override readonly className: string = 'CenterCrop';
  static override readonly positional: readonly string[] = ['height', 'width'];
  protected override readonly boxes = 'follow' as const;
  readonly height: number;
  readonly width: number;

  constructor(height: number, width: number, options: ImageLayerOptions = {}) {
    super(options, []);
    this.height = positiveInteger('height', height);
    this.width = positiveInteger('width', width);
  }

  protected override drawTransformation(): true {
    return true;
  }

  protected override transformImages(images: Tensor): Tensor {
    const { height, width } = this;
    const [, h = 0, w = 0] = images.shape;
    if (h >= height && w >= width)
      return crop(images, Math.floor((h - height) / 2), Math.floor((w - width) / 2), height, width);
    const { top, left, rows, columns } = middleOf(sizeOfImages(images), height, width);
    return resize(crop(images, top, left, rows, columns), [height, width], { dataFormat: 'channels_last' });
  }

  protected override transformSegmentationMasks(masks: Tensor): Tensor {
    return this.transformImages(masks);
  }

  protected override transformBoundingBoxes(boxes: Tensor, _: true, [h, w]: ImageSize): Tensor {
    const { height, width } = this;
    if (h >= height && w >= width)
      return partOfBoxes(boxes, [Math.floor((w - width) / 2), Math.floor((h - height) / 2)]);
    const { top, left, rows, columns } = middleOf([h, w], height, width);
    return partOfBoxes(boxes, [left, top], [width / columns, height / rows]);
  }

  protected override transformedShape(shape: PartialShape): PartialShape {
    return this.withSize(shape, this.height, this.width);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), height: this.height, width: this.width };
  }
}
