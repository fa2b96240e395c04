import { add, divide, multiply, subtract } from '../../../ops/arithmetic.ts';
import { cast } from '../../../ops/core.ts';
import { expandDims, squeeze, transpose } from '../../../ops/shape.ts';
import { SeedGenerator } from '../../../random/index.ts';
import { ArgumentError, describe } from '../../../support/errors.ts';
import { isPlainRecord } from '../../../support/plain-record.ts';
import type { Config } from '../../../support/registry.ts';
import { formatShape, type PartialShape } from '../../../support/shape.ts';
import { Tensor } from '../../../tensor/tensor.ts';
import { formatParts } from '../../../utils/bounding-boxes/format.ts';
import type { BoundingBoxFormat } from '../../../utils/bounding-boxes/index.ts';
import { isPartialShape, KerasTensor, type ShapeStructure } from '../../keras-tensor.ts';
import { type CallOptions, Layer } from '../../layer.ts';
import type { LayerOptions } from '../../layer-options.ts';
import { type DataFormat, dataFormatOption } from '../../option-checks.ts';
import type { Structure } from '../../structure.ts';
import { BOXES, changeBoxes, type ImageSize } from './box-record.ts';
import type { Pair } from './image-options.ts';

export interface ImageLayerOptions extends LayerOptions {
  /** Where the channels are. Default 'channels_last'. */
  dataFormat?: DataFormat | null;
  /** What the numbers of bounding boxes mean, such as 'xyxy'; needed where a record has `bounding_boxes`. Default null. */
  boundingBoxFormat?: BoundingBoxFormat | null;
}

export interface RandomImageLayerOptions extends ImageLayerOptions {
  /** Default null: one that depends on `utils.setRandomSeed`. */
  seed?: number | null;
}

/** Names of the records' entries: Keras's own, and in camel case. */
const MASKS = ['segmentation_masks', 'segmentationMasks'];

const tensorOf = (x: unknown, what: string): Tensor => {
  if (x instanceof Tensor) return x;
  throw new ArgumentError(`${what} must be one tensor. Received: ${describe(x)}`);
};

/**
 * A layer that changes images: one image [height, width, channels], a batch of them, or a record of `images` and what
 * belongs to them (`labels`, `segmentation_masks`, and `bounding_boxes` as `{ boxes, labels }`), which changes along.
 * Values are float32. What is drawn at random is drawn in training alone (which is the default outside of models), for
 * each image anew.
 */
export abstract class ImageLayer<Transformation = null> extends Layer {
  protected override readonly trainingDefault: boolean = true;
  readonly dataFormat: DataFormat;
  readonly boundingBoxFormat: BoundingBoxFormat | null;
  /** What becomes of bounding boxes: pixels stay where they are, boxes follow them, or no box could. */
  protected readonly boxes: 'stay' | 'follow' | 'refused' = 'stay';

  constructor(options: ImageLayerOptions, ownOptions: readonly string[]) {
    super(options, ['dataFormat', 'boundingBoxFormat', ...ownOptions]);
    this.boundingBoxFormat = options.boundingBoxFormat ?? null;
    if (this.boundingBoxFormat !== null) formatParts('boundingBoxFormat', this.boundingBoxFormat);
    this.dataFormat = dataFormatOption(options.dataFormat);
    this.built = true;
  }

  /**
   * Draws what is to be done to a batch of images.
   *
   * @param images [batch, height, width, channels]
   * @returns null when nothing is to be done
   */
  protected abstract drawTransformation(images: Tensor, training: boolean): Transformation | null;

  /** Changes images [batch, height, width, channels]. */
  protected abstract transformImages(images: Tensor, transformation: Transformation): Tensor;

  /** Changes labels [batch, classes]; by default they stay. */
  protected transformLabels(labels: Tensor, _transformation: Transformation): Tensor {
    return labels;
  }

  /** Changes masks [batch, height, width, channels]; by default they stay. */
  protected transformSegmentationMasks(masks: Tensor, _transformation: Transformation): Tensor {
    return masks;
  }

  /** Where `boxes` is 'follow': moves boxes [batch, n, 4] (left, top, right, bottom in pixels) of images of a size. */
  protected transformBoundingBoxes(boxes: Tensor, _transformation: Transformation, _size: ImageSize): Tensor {
    return boxes;
  }

  /** The same where there is nothing to be done. */
  protected untransformedBoxes(boxes: Tensor, _size: ImageSize): Tensor {
    return boxes;
  }

  /** What becomes of images [batch, height, width, channels] and masks where there is nothing to be done: by default they stay. */
  protected untransformed(images: Tensor): Tensor {
    return images;
  }

  /** The shape of what becomes of images of a shape. */
  protected transformedShape(shape: PartialShape): PartialShape {
    return shape;
  }

  /** Images as a batch with the channels last. */
  #batched(images: Tensor, single: boolean): Tensor {
    const batch = cast(single ? expandDims(images, 0) : images, this.computeDtype);
    return this.dataFormat === 'channels_first' ? transpose(batch, [0, 2, 3, 1]) : batch;
  }

  /** A batch with the channels last in the form that the images had. */
  #restored(batch: Tensor, single: boolean): Tensor {
    const images = this.dataFormat === 'channels_first' ? transpose(batch, [0, 3, 1, 2]) : batch;
    return single ? squeeze(images, 0) : images;
  }

  override call(inputs: Structure<Tensor>, { training = true }: CallOptions = {}): Structure<Tensor> {
    const record = inputs instanceof Tensor ? undefined : isPlainRecord(inputs) ? inputs : undefined;
    if (record !== undefined && BOXES.some((name) => name in record)) this.#requireBoxes();
    const images = tensorOf(record === undefined ? inputs : record.images, `The images of layer "${this.name}"`);
    if (images.rank !== 3 && images.rank !== 4) {
      throw new ArgumentError(
        `Layer "${this.name}" takes one image [height, width, channels] or a batch of them. Received: shape ${formatShape(images.shape)}`,
      );
    }
    const single = images.rank === 3;
    const batch = this.#batched(images, single);
    const drawn = this.drawTransformation(batch, training);
    const changed = this.#restored(
      drawn === null ? this.untransformed(batch) : this.transformImages(batch, drawn),
      single,
    );
    if (record === undefined) return changed;
    const others = Object.entries(record).map(([key, value]): [string, Structure<Tensor>] => {
      if (key === 'images') return [key, changed];
      if (BOXES.includes(key)) return [key, this.#movedBoxes(value, drawn, single, batch)];
      const tensor = tensorOf(value, `The entry "${key}" of the inputs of layer "${this.name}"`);
      if (MASKS.includes(key)) {
        const masks = this.#batched(tensor, single);
        const done = drawn === null ? this.untransformed(masks) : this.transformSegmentationMasks(masks, drawn);
        return [key, this.#restored(done, single)];
      }
      if (key !== 'labels' || drawn === null) return [key, tensor];
      const labels = this.transformLabels(single ? expandDims(tensor, 0) : tensor, drawn);
      return [key, single ? squeeze(labels, 0) : labels];
    });
    return Object.fromEntries(others);
  }

  #requireBoxes(): BoundingBoxFormat {
    if (this.boxes === 'refused')
      throw new ArgumentError(
        `Layer "${this.name}" moves pixels in a way that bounding boxes can't follow. Received: inputs with bounding boxes`,
      );
    if (this.boundingBoxFormat !== null) return this.boundingBoxFormat;
    throw new ArgumentError(
      `Layer "${this.name}" must know what the numbers of bounding boxes mean: give it boundingBoxFormat: 'xyxy', say. Received: inputs with bounding boxes`,
    );
  }

  #movedBoxes(value: unknown, drawn: Transformation | null, single: boolean, batch: Tensor): Structure<Tensor> {
    const format = this.#requireBoxes();
    const [, height = 0, width = 0] = batch.shape;
    const size: ImageSize = [height, width];
    const shape = this.dataFormat === 'channels_first' ? [1, height, width] : [height, width, 1];
    const changed = this.transformedShape(shape);
    const first = this.dataFormat === 'channels_first' ? 1 : 0;
    const newSize: ImageSize = [changed[first] ?? height, changed[first + 1] ?? width];
    return changeBoxes(value, format, single, [size, newSize], (boxes) => {
      if (this.boxes === 'stay') return boxes;
      return drawn === null ? this.untransformedBoxes(boxes, size) : this.transformBoundingBoxes(boxes, drawn, size);
    });
  }

  override computeOutputShape(inputShape: ShapeStructure): ShapeStructure {
    const shape = isPlainRecord(inputShape) ? inputShape.images : inputShape;
    return isPartialShape(shape) ? this.transformedShape(shape) : inputShape;
  }

  override computeOutputSpec(inputs: Structure<KerasTensor>): Structure<KerasTensor> {
    const changed = (x: KerasTensor) => new KerasTensor(this.transformedShape(x.shape), { dtype: this.computeDtype });
    if (inputs instanceof KerasTensor) return changed(inputs);
    const entries = Object.entries(isPlainRecord(inputs) ? inputs : {}).flatMap(([key, x]): [string, KerasTensor][] => {
      if (!(x instanceof KerasTensor)) return [];
      const isImage = key === 'images' || MASKS.includes(key);
      return [[key, isImage ? changed(x) : new KerasTensor(x.shape, { dtype: x.dtype })]];
    });
    return Object.fromEntries(entries);
  }

  override getConfig(): Config {
    const format = this.boundingBoxFormat;
    return {
      ...super.getConfig(),
      data_format: this.dataFormat,
      ...(format === null ? {} : { bounding_box_format: format }),
    };
  }

  /** The extents of images of a shape, in this layer's data format, changed. */
  protected withSize(shape: PartialShape, height: number, width: number): PartialShape {
    const first = shape.length - (this.dataFormat === 'channels_first' ? 2 : 3);
    return shape.map((n, axis) => (axis === first ? height : axis === first + 1 ? width : n));
  }
}

/** An image layer that draws at random, in training alone. */
export abstract class RandomImageLayer<Transformation> extends ImageLayer<Transformation> {
  readonly seed: number | null;
  readonly generator: SeedGenerator;

  constructor(options: RandomImageLayerOptions, ownOptions: readonly string[]) {
    super(options, ['seed', ...ownOptions]);
    this.seed = options.seed ?? null;
    this.generator = new SeedGenerator({ seed: this.seed });
  }

  /** Draws what is to be done to images [batch, height, width, channels] with the next seeds of a generator. */
  protected abstract draw(images: Tensor, seed: SeedGenerator): Transformation | null;

  protected override drawTransformation(images: Tensor, training: boolean): Transformation | null {
    return training ? this.draw(images, this.generator) : null;
  }

  /** @internal Draws for images, and gives what changes images like them. */
  prepare(images: Tensor, seed: SeedGenerator): (images: Tensor) => Tensor {
    const drawn = this.draw(images, seed);
    return (others) => (drawn === null ? others : this.transformImages(others, drawn));
  }

  override getConfig(): Config {
    return { ...super.getConfig(), seed: this.seed };
  }
}

/** Values of one range mapped to those of another. */
export function mapRange(images: Tensor, [low, high]: Pair, [newLow, newHigh]: Pair): Tensor {
  if (low === newLow && high === newHigh) return images;
  return add(multiply(divide(subtract(images, low), high - low), newHigh - newLow), newLow);
}
