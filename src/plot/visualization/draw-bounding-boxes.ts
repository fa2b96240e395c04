import { add, subtract } from '../../ops/arithmetic.ts';
import { greaterEqual, less, notEqual } from '../../ops/comparison.ts';
import { cast } from '../../ops/core.ts';
import { logicalAnd, logicalNot, where } from '../../ops/logical.ts';
import { any } from '../../ops/reduction.ts';
import { floor } from '../../ops/rounding.ts';
import { arange } from '../../ops/sequence.ts';
import { expandDims, reshape } from '../../ops/shape.ts';
import { split } from '../../ops/splitting.ts';
import { positiveInteger } from '../../support/check-values.ts';
import { checkOptions } from '../../support/errors.ts';
import { at } from '../../support/shape.ts';
import { convertToTensor, type TensorLike } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { type BoundingBoxFormat, convertFormat } from '../../utils/bounding-boxes/index.ts';
import type { Color } from './draw-segmentation-masks.ts';
import { type ImageFormatOptions, imagesOf } from './images-of.ts';

/** Boxes [batch, n, 4] with the class of each [batch, n]; -1 stands for none. */
export interface GalleryBoxes {
  readonly boxes: TensorLike;
  readonly labels: TensorLike;
}

export interface DrawBoundingBoxesOptions extends ImageFormatOptions {
  /** Red, green and blue from 0 to 255. Default [128, 128, 128]. */
  readonly color?: Color;
  /** Of the lines, in pixels. Default 2. */
  readonly lineThickness?: number;
}

/**
 * Images with the outlines of boxes. Names of classes are not drawn into pixels: `plotBoundingBoxGallery` shows them.
 *
 * @param images a batch [batch, height, width, channels] of numbers from 0 to 255
 * @param boundingBoxes `{ boxes [batch, n, 4], labels [batch, n] }`; boxes with the label -1 are left out
 * @param boundingBoxFormat what the four numbers mean, such as 'xyxy'
 * @param options `color`, `lineThickness`, `dataFormat`
 * @returns images of the same shape with the channels last, float32
 * @see https://keras.io/api/visualization/
 *
 * @example
 * ```ts
 * import { ops, visualization } from 'keratin';
 * const boxes = { boxes: [[[1, 1, 5, 4]]], labels: [[0]] };
 * const drawn = visualization.drawBoundingBoxes(ops.zeros([1, 6, 8, 1]), boxes, 'xyxy', { lineThickness: 1 });
 * console.log(await ops.sum(ops.greater(drawn, 0)).item()); // => 10
 * ```
 */
export function drawBoundingBoxes(
  images: TensorLike,
  boundingBoxes: GalleryBoxes,
  boundingBoxFormat: BoundingBoxFormat,
  options: DrawBoundingBoxesOptions = {},
): Tensor {
  checkOptions('drawBoundingBoxes', options, ['color', 'lineThickness', 'dataFormat']);
  const thickness = positiveInteger('lineThickness', options.lineThickness ?? 2);
  const pictures = cast(imagesOf('images', images, options), 'float32');
  const [, height = 1, width = 1, channels = 1] = pictures.shape;
  const corners = convertFormat(convertToTensor(boundingBoxes.boxes), boundingBoxFormat, 'xyxy', { height, width });
  // Axes of what follows: batch, box, row, column.
  const edges = split(floor(corners), 4, { axis: -1 }).map((edge) => expandDims(edge, -1));
  const [left, top, right, bottom] = [at(edges, 0), at(edges, 1), at(edges, 2), at(edges, 3)];
  const x = reshape(cast(arange(width), 'float32'), [1, 1, 1, width]);
  const y = reshape(cast(arange(height), 'float32'), [1, 1, height, 1]);
  const before = Math.floor(thickness / 2);
  /** The pixels of the box, made larger on each side. */
  const within = (by: number): Tensor => {
    const [across, down] = [
      logicalAnd(greaterEqual(x, subtract(left, by)), less(x, add(right, by))),
      logicalAnd(greaterEqual(y, subtract(top, by)), less(y, add(bottom, by))),
    ];
    return logicalAnd(across, down);
  };
  const outline = logicalAnd(within(before), logicalNot(within(before - thickness)));
  const labels = convertToTensor(boundingBoxes.labels);
  const shown = logicalAnd(outline, reshape(notEqual(labels, -1), [...labels.shape, 1, 1]));
  const { color = [128, 128, 128] } = options;
  const paint = convertToTensor(channels === 3 ? [...color] : [color.reduce((sum, c) => sum + c, 0) / 3], 'float32');
  return where(expandDims(any(shown, { axis: 1 }), -1), paint, pictures);
}
