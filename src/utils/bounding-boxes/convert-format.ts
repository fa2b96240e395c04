import * as ops from '../../ops/index.ts';
import { ArgumentError, checkOptions } from '../../support/errors.ts';
import type { TensorLike } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { boxesOf, columns, cornersOf, mapCorners } from './corners.ts';
import { type BoundingBoxFormat, formatParts } from './format.ts';
import { isLabeled, type LabeledBoxes } from './labeled-boxes.ts';

/** Options of `convertFormat`. */
export interface ConvertFormatOptions {
  /** The image's height; needed between `rel_` formats and others. A number, or one per box. */
  readonly height?: TensorLike | null;
  /** The image's width; needed between `rel_` formats and others. A number, or one per box. */
  readonly width?: TensorLike | null;
  /** The type of the result. Default 'float32'. */
  readonly dtype?: 'float32' | 'int32';
}

/**
 * Boxes in another format.
 *
 * @param boxes of shape [..., 4], or a record with such `boxes`, whose other entries stay as they are
 * @param source the format they have
 * @param target the format of the result
 * @param options `height`, `width` of the image, `dtype`
 * @returns boxes of the same shape, in a new record where a record was given
 * @throws ArgumentError when a format is unknown, the last axis is not of extent 4, or the image's size is needed and
 *   missing
 *
 * Source: https://keras.io/api/utils/bounding_boxes/#convert_format-function
 *
 * @example
 * ```ts
 * import { utils } from 'keratin';
 * const boxes = [[10, 20, 30, 60]];
 * console.log(await utils.boundingBoxes.convertFormat(boxes, 'xyxy', 'xywh').array()); // => [ [ 10, 20, 20, 40 ] ]
 * ```
 */
export function convertFormat(
  boxes: TensorLike,
  source: BoundingBoxFormat,
  target: BoundingBoxFormat,
  options?: ConvertFormatOptions,
): Tensor;
export function convertFormat<T extends LabeledBoxes>(
  boxes: T,
  source: BoundingBoxFormat,
  target: BoundingBoxFormat,
  options?: ConvertFormatOptions,
): Omit<T, 'boxes'> & { readonly boxes: Tensor };
export function convertFormat(
  boxes: TensorLike | LabeledBoxes,
  source: BoundingBoxFormat,
  target: BoundingBoxFormat,
  options: ConvertFormatOptions = {},
): Tensor | LabeledBoxes {
  checkOptions('convertFormat', options, ['height', 'width', 'dtype']);
  if (isLabeled(boxes)) return { ...boxes, boxes: convertFormat(boxes.boxes, source, target, options) };
  const [from, to] = [formatParts('source', source), formatParts('target', target)];
  const { height = null, width = null, dtype = 'float32' } = options;
  const cast = ops.cast(boxes, dtype);
  if (from === to) {
    columns('boxes', cast);
    return cast;
  }
  if ((from.relative || to.relative) && (height === null || width === null)) {
    throw new ArgumentError(
      `Between relative and absolute formats, convertFormat needs the image's height and width. Received: ` +
        `source "${source}", target "${target}", height ${height}, width ${width}`,
    );
  }
  const corners = cornersOf('boxes', cast, from);
  if (from.relative === to.relative || height === null || width === null) return boxesOf(corners, to);
  const scale = from.relative ? ops.multiply : ops.divide;
  const scaled = mapCorners(
    corners,
    (edge) => scale(edge, ops.cast(width, dtype)),
    (edge) => scale(edge, ops.cast(height, dtype)),
  );
  return boxesOf(scaled, to);
}
