import * as ops from '../../ops/index.ts';
import { ArgumentError, badArgument, checkOptions } from '../../support/errors.ts';
import type { TensorLike } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';

import { area, boxesOf, type Corners, cornersOf, mapCorners } from './corners.ts';
import { formatParts } from './format.ts';
import type { BoxTensors, LabeledBoxes } from './labeled-boxes.ts';

/** Options of `crop` and `pad`. */
export interface BoxFormatOptions {
  /** Default 'xyxy', which is the only one, as in Keras. */
  readonly boundingBoxFormat?: 'xyxy';
}

/** Options of `clipToImageSize`. */
export interface ClipToImageSizeOptions {
  /** The image's height in pixels; needed for 'xyxy'. */
  readonly height?: TensorLike | null;
  /** The image's width in pixels; needed for 'xyxy'. */
  readonly width?: TensorLike | null;
  /** Default 'xyxy'. */
  readonly boundingBoxFormat?: 'xyxy' | 'rel_xyxy';
}

const XYXY = formatParts('format', 'xyxy');

function onlyCorners(where: string, options: BoxFormatOptions): void {
  checkOptions(where, options, ['boundingBoxFormat']);
  const { boundingBoxFormat = 'xyxy' } = options;
  if (boundingBoxFormat !== 'xyxy') throw badArgument('boundingBoxFormat', '"xyxy"', boundingBoxFormat);
}

function clipped(corners: Corners, width: TensorLike, height: TensorLike): Corners {
  const within = (edge: Tensor, end: TensorLike) => ops.minimum(ops.maximum(edge, 0), ops.cast(end, edge.dtype));
  return mapCorners(
    corners,
    (edge) => within(edge, width),
    (edge) => within(edge, height),
  );
}

/**
 * Boxes cut off at the image's border. Boxes that are outside altogether get the label -1.
 *
 * @param boundingBoxes a record of `boxes` [..., 4] and, if there are, `labels` [...]
 * @param options `height`, `width`, `boundingBoxFormat`
 * @returns a new record; entries other than boxes and labels stay as they are
 * @throws ArgumentError when the size is missing for 'xyxy'
 *
 * Source: https://keras.io/api/utils/bounding_boxes/#clip_to_image_size-function
 *
 * @example
 * ```ts
 * import { utils } from 'keratin';
 * const boxes = { boxes: [[-10, 5, 20, 90], [50, 60, 70, 80]], labels: [1, 2] };
 * const inside = utils.boundingBoxes.clipToImageSize(boxes, { height: 40, width: 30 });
 * console.log(await inside.boxes.array(), await inside.labels.array());
 * // => [ [ 0, 5, 20, 40 ], [ 30, 40, 30, 40 ] ] [ 1, -1 ]
 * ```
 */
export function clipToImageSize<T extends LabeledBoxes>(
  boundingBoxes: T,
  options?: ClipToImageSizeOptions,
): BoxTensors<T>;
export function clipToImageSize(boundingBoxes: LabeledBoxes, options: ClipToImageSizeOptions = {}): LabeledBoxes {
  checkOptions('clipToImageSize', options, ['height', 'width', 'boundingBoxFormat']);
  const { boundingBoxFormat = 'xyxy' } = options;
  if (boundingBoxFormat !== 'xyxy' && boundingBoxFormat !== 'rel_xyxy') {
    throw badArgument('boundingBoxFormat', '"xyxy" or "rel_xyxy"', boundingBoxFormat);
  }
  const relative = boundingBoxFormat === 'rel_xyxy';
  const height = relative ? 1 : options.height;
  const width = relative ? 1 : options.width;
  if (height === null || height === undefined || width === null || width === undefined) {
    throw new ArgumentError(
      `clipToImageSize needs the image's height and width for boxes in pixels. Received: height ${height}, width ${width}`,
    );
  }
  const corners = clipped(cornersOf('boundingBoxes', boundingBoxes.boxes, XYXY), width, height);
  const { labels } = boundingBoxes;
  const kept =
    labels === undefined ? {} : { labels: ops.where(ops.greater(ops.squeeze(area(corners), -1), 0), labels, -1) };
  return { ...boundingBoxes, boxes: boxesOf(corners, XYXY), ...kept };
}

/**
 * Boxes as they lie in a part of the image: moved by the part's corner, and cut off at its border.
 *
 * @param boxes [..., 4], left, top, right, bottom
 * @param top of the part, in pixels
 * @param left of the part
 * @param height of the part
 * @param width of the part
 * @param options `boundingBoxFormat`
 * @returns boxes of the same shape
 *
 * Source: https://keras.io/api/utils/bounding_boxes/#crop-function
 *
 * @example
 * ```ts
 * import { utils } from 'keratin';
 * console.log(await utils.boundingBoxes.crop([[10, 20, 50, 60]], 10, 20, 40, 25).array()); // => [ [ 0, 10, 25, 40 ] ]
 * ```
 */
export function crop(
  boxes: TensorLike,
  top: TensorLike,
  left: TensorLike,
  height: TensorLike,
  width: TensorLike,
  options: BoxFormatOptions = {},
): Tensor {
  onlyCorners('crop', options);
  const moved = mapCorners(
    cornersOf('boxes', boxes, XYXY),
    (edge) => ops.subtract(edge, left),
    (edge) => ops.subtract(edge, top),
  );
  return boxesOf(clipped(moved, width, height), XYXY);
}

/**
 * Boxes as they lie in a padded image: moved right and down.
 *
 * @param boxes [..., 4], left, top, right, bottom
 * @param top how many rows were added above
 * @param left how many columns were added at the left
 * @param options `boundingBoxFormat`
 * @returns boxes of the same shape
 *
 * Source: https://keras.io/api/utils/bounding_boxes/#pad-function
 *
 * @example
 * ```ts
 * import { utils } from 'keratin';
 * console.log(await utils.boundingBoxes.pad([[10, 20, 50, 60]], 1, 2).array()); // => [ [ 12, 21, 52, 61 ] ]
 * ```
 */
export function pad(boxes: TensorLike, top: TensorLike, left: TensorLike, options: BoxFormatOptions = {}): Tensor {
  onlyCorners('pad', options);
  const moved = mapCorners(
    cornersOf('boxes', boxes, XYXY),
    (edge) => ops.add(edge, left),
    (edge) => ops.add(edge, top),
  );
  return boxesOf(moved, XYXY);
}
