import { epsilon } from '../../config/index.ts';
import * as ops from '../../ops/index.ts';
import { ArgumentError, badArgument, checkOptions } from '../../support/errors.ts';
import { isPlainRecord } from '../../support/plain-record.ts';
import { isTensorLike, type TensorLike } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { convertFormat } from './convert-format.ts';
import type { BoundingBoxFormat } from './format.ts';
import { type ImageShape, imageSize } from './image-size.ts';

/** The formats that deltas can be told in. */
export type DeltaFormat = 'center_xywh' | 'center_yxhw';

interface DeltaOptions {
  /** Four numbers that deltas are divided by. Default: none. */
  readonly variance?: readonly [number, number, number, number] | null;
  /** The image's [height, width, channels]; needed for `rel_` formats. */
  readonly imageShape?: ImageShape | null;
}

/** Options of `encodeBoxToDeltas`. */
export interface EncodeBoxToDeltasOptions extends DeltaOptions {
  /** The order of a delta's numbers. Default 'center_yxhw'. */
  readonly encodingFormat?: DeltaFormat;
}

/** Options of `decodeDeltasToBoxes`. */
export interface DecodeDeltasToBoxesOptions extends DeltaOptions {
  /** The order of a delta's numbers. Default 'center_yxhw'. */
  readonly encodedFormat?: DeltaFormat;
}

/** Boxes or anchors by level of a feature pyramid. */
export type ByLevel<T> = { readonly [level: string]: T };

function checked(name: string, format: DeltaFormat, { variance }: DeltaOptions): void {
  if (format !== 'center_xywh' && format !== 'center_yxhw') {
    throw badArgument(name, '"center_xywh" or "center_yxhw"', format);
  }
  if (variance && variance.length !== 4) throw badArgument('variance', 'four numbers', variance);
}

/** Centers and sizes, each of shape [..., 2]. */
function halves(boxes: Tensor): readonly [Tensor, Tensor] {
  return [ops.getItem(boxes, ['ellipsis', { stop: 2 }]), ops.getItem(boxes, ['ellipsis', { start: 2 }])];
}

/**
 * Boxes as a detector learns them, relative to anchors: ((center − anchor's center) / anchor's size, log(size / anchor's
 * size)), divided by the variance.
 *
 * @param anchors [n, 4]
 * @param boxes [n, 4] or [batch, n, 4]
 * @param anchorFormat the anchors' format
 * @param boxFormat the boxes' format
 * @param options `encodingFormat`, `variance`, `imageShape`
 * @returns float32 of the shape of boxes
 * @throws ArgumentError when a format is unknown, or `imageShape` is needed and missing
 *
 * Source: Ren et al. 2015, Faster R-CNN; https://keras.io/api/utils/bounding_boxes/#encode_box_to_deltas-function
 *
 * @example
 * ```ts
 * import { utils } from 'keratin';
 * const deltas = utils.boundingBoxes.encodeBoxToDeltas([[0, 0, 10, 10]], [[5, 0, 15, 10]], 'xyxy', 'xyxy');
 * console.log(await deltas.array()); // => [ [ 0, 0.5, 0, 0 ] ]
 * ```
 */
export function encodeBoxToDeltas(
  anchors: TensorLike,
  boxes: TensorLike,
  anchorFormat: BoundingBoxFormat,
  boxFormat: BoundingBoxFormat,
  options: EncodeBoxToDeltasOptions = {},
): Tensor {
  checkOptions('encodeBoxToDeltas', options, ['encodingFormat', 'variance', 'imageShape']);
  const { encodingFormat = 'center_yxhw', variance = null } = options;
  checked('encodingFormat', encodingFormat, options);
  const size = imageSize(options.imageShape);
  const [anchorCenter, anchorSize] = halves(convertFormat(anchors, anchorFormat, encodingFormat, size));
  const [boxCenter, boxSize] = halves(convertFormat(boxes, boxFormat, encodingFormat, size));
  const unit = ops.maximum(anchorSize, epsilon());
  const offset = ops.divide(ops.subtract(boxCenter, anchorCenter), unit);
  const growth = ops.log(ops.divide(ops.maximum(boxSize, epsilon()), unit));
  const deltas = ops.concatenate([offset, growth], { axis: -1 });
  return variance === null ? deltas : ops.divide(deltas, variance);
}

/**
 * The boxes that a detector's deltas stand for: the inverse of `encodeBoxToDeltas`.
 *
 * @param anchors [n, 4], or a record of them by level
 * @param boxesDelta [n, 4] or [batch, n, 4], or a record with the same keys
 * @param anchorFormat the anchors' format
 * @param boxFormat the format of the result
 * @param options `encodedFormat`, `variance`, `imageShape`
 * @returns float32 of the shape of the deltas, or a record of such
 * @throws ArgumentError when a format is unknown, a level is missing, or `imageShape` is needed and missing
 *
 * Source: https://keras.io/api/utils/bounding_boxes/#decode_deltas_to_boxes-function
 *
 * @example
 * ```ts
 * import { utils } from 'keratin';
 * const boxes = utils.boundingBoxes.decodeDeltasToBoxes([[0, 0, 10, 10]], [[0, 0.5, 0, 0]], 'xyxy', 'xyxy');
 * console.log(await boxes.array()); // => [ [ 5, 0, 15, 10 ] ]
 * ```
 */
export function decodeDeltasToBoxes(
  anchors: TensorLike,
  boxesDelta: TensorLike,
  anchorFormat: BoundingBoxFormat,
  boxFormat: BoundingBoxFormat,
  options?: DecodeDeltasToBoxesOptions,
): Tensor;
export function decodeDeltasToBoxes(
  anchors: ByLevel<TensorLike>,
  boxesDelta: ByLevel<TensorLike>,
  anchorFormat: BoundingBoxFormat,
  boxFormat: BoundingBoxFormat,
  options?: DecodeDeltasToBoxesOptions,
): ByLevel<Tensor>;
export function decodeDeltasToBoxes(
  anchors: TensorLike | ByLevel<TensorLike>,
  boxesDelta: TensorLike | ByLevel<TensorLike>,
  anchorFormat: BoundingBoxFormat,
  boxFormat: BoundingBoxFormat,
  options: DecodeDeltasToBoxesOptions = {},
): Tensor | ByLevel<Tensor> {
  checkOptions('decodeDeltasToBoxes', options, ['encodedFormat', 'variance', 'imageShape']);
  const { encodedFormat = 'center_yxhw', variance = null } = options;
  checked('encodedFormat', encodedFormat, options);
  const size = imageSize(options.imageShape);
  const decode = (anchor: TensorLike, delta: TensorLike): Tensor => {
    const [anchorCenter, anchorSize] = halves(convertFormat(anchor, anchorFormat, encodedFormat, size));
    const [offset, growth] = halves(variance === null ? ops.convertToTensor(delta) : ops.multiply(delta, variance));
    const center = ops.add(ops.multiply(offset, anchorSize), anchorCenter);
    const box = ops.concatenate([center, ops.multiply(ops.exp(growth), anchorSize)], { axis: -1 });
    return convertFormat(box, encodedFormat, boxFormat, size);
  };
  if (isByLevel(anchors) && isByLevel(boxesDelta)) {
    const levels = Object.entries(anchors).map(([level, anchor]): [string, Tensor] => {
      const delta = boxesDelta[level];
      if (delta === undefined) {
        throw new ArgumentError(
          `boxesDelta: expected the levels of anchors, ${Object.keys(anchors).join(', ')}. Received: ${Object.keys(boxesDelta).join(', ')}`,
        );
      }
      return [level, decode(anchor, delta)];
    });
    return Object.fromEntries(levels);
  }
  if (isByLevel(anchors) || isByLevel(boxesDelta)) {
    throw badArgument('boxesDelta', 'a record when anchors are one, and only then', boxesDelta);
  }
  return decode(anchors, boxesDelta);
}

function isByLevel(x: TensorLike | ByLevel<TensorLike>): x is ByLevel<TensorLike> {
  return isPlainRecord(x) && !isTensorLike(x);
}
