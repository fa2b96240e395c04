import { add } from '../../../ops/arithmetic.ts';
import { cast } from '../../../ops/core.ts';
import { resize } from '../../../ops/image/resize.ts';
import { take } from '../../../ops/indexing.ts';
import { arange } from '../../../ops/sequence.ts';
import { type SeedGenerator, uniform } from '../../../random/index.ts';
import { positiveInteger } from '../../../support/check-values.ts';
import type { Config } from '../../../support/registry.ts';
import type { PartialShape } from '../../../support/shape.ts';
import type { TensorLike } from '../../../tensor/convert.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { partOfBoxes } from './box-maps.ts';
import type { ImageSize } from './box-record.ts';
import { crop, middleOf, sizeOfImages } from './center-crop.ts';
import { RandomImageLayer, type RandomImageLayerOptions } from './image-layer.ts';

/** Where the part begins. */
interface Drawn {
  readonly top: TensorLike;
  readonly left: TensorLike;
}

/**
 * Cuts a random part out of images, the same for a batch. Where an image isn't larger than the part, and outside of
 * training, the largest part in its middle that has the right proportions is taken, and resized.
 *
 * @param height of the part
 * @param width of the part
 * @param options `seed`, `dataFormat`
 * @returns applied to images [..., h, w, channels]: [..., height, width, channels]
 * @throws ArgumentError when an extent isn't a positive integer
 * @see https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_crop/
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * console.log(new layers.RandomCrop(4, 6).apply(ops.ones([2, 8, 8, 3])).shape); // => [2, 4, 6, 3]
 * ```
 */
export class RandomCrop extends RandomImageLayer<Drawn> {
  static override readonly className: string = 'RandomCrop';
  static override readonly positional: readonly string[] = ['height', 'width'];
  protected override readonly boxes = 'follow' as const;
  readonly height: number;
  readonly width: number;

  constructor(height: number, width: number, options: RandomImageLayerOptions = {}) {
    super(options, []);
    this.height = positiveInteger('height', height);
    this.width = positiveInteger('width', width);
  }

  protected override draw(images: Tensor, seed: SeedGenerator): Drawn | null {
    const [, height = 1, width = 1] = images.shape;
    if (height <= this.height || width <= this.width) return null;
    const start = (room: number) => cast(uniform([], { minval: 0, maxval: room + 1, seed }), 'int32');
    return { top: start(height - this.height), left: start(width - this.width) };
  }

  protected override transformImages(images: Tensor, { top, left }: Drawn): Tensor {
    const rows = take(images, add(arange(this.height), top), 1);
    return take(rows, add(arange(this.width), left), 2);
  }

  protected override transformSegmentationMasks(masks: Tensor, drawn: Drawn): Tensor {
    return this.transformImages(masks, drawn);
  }

  protected override transformBoundingBoxes(boxes: Tensor, { top, left }: Drawn): Tensor {
    return partOfBoxes(boxes, [cast(left, 'float32'), cast(top, 'float32')]);
  }

  protected override untransformedBoxes(boxes: Tensor, size: ImageSize): Tensor {
    const { top, left, rows, columns } = middleOf(size, this.height, this.width);
    return partOfBoxes(boxes, [left, top], [this.width / columns, this.height / rows]);
  }

  protected override untransformed(images: Tensor): Tensor {
    const { top, left, rows, columns } = middleOf(sizeOfImages(images), this.height, this.width);
    const part = crop(images, top, left, rows, columns);
    return resize(part, [this.height, this.width], { dataFormat: 'channels_last' });
  }

  protected override transformedShape(shape: PartialShape): PartialShape {
    return this.withSize(shape, this.height, this.width);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), height: this.height, width: this.width };
  }
}
