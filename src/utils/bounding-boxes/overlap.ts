import { epsilon } from '../../config/index.ts';
import * as ops from '../../ops/index.ts';
import { ArgumentError, checkOptions } from '../../support/errors.ts';
import type { TensorLike } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { convertFormat } from './convert-format.ts';
import { area, type Corners, cornersOf } from './corners.ts';
import { type BoundingBoxFormat, formatParts } from './format.ts';
import { type ImageShape, imageSize } from './image-size.ts';

/** Options of `computeIou`. */
export interface ComputeIouOptions {
  /** Whether pairs in which a box has only negative numbers get `maskVal`. Default false. */
  readonly useMasking?: boolean;
  /** What such pairs get. Default -1. */
  readonly maskVal?: number;
  /** The image's [height, width, channels]; needed for `rel_` formats. */
  readonly imageShape?: ImageShape | null;
}

/** Options of `computeCiou`. */
export interface ComputeCiouOptions {
  /** The image's [height, width, channels]; needed for `rel_` formats. */
  readonly imageShape?: ImageShape | null;
}

const XYXY = formatParts('format', 'xyxy');

function inPixels(boxes: TensorLike, format: BoundingBoxFormat, imageShape: ImageShape | null | undefined): Tensor {
  return convertFormat(boxes, format, 'xyxy', imageSize(imageShape));
}

function inLists(name: string, boxes: Tensor): Tensor {
  if (boxes.shape.length === 2 || boxes.shape.length === 3) return boxes;
  throw new ArgumentError(`${name}: expected shape [n, 4] or [batch, n, 4]. Received: shape [${boxes.shape}]`);
}

/** Columns of shape [..., n, 1] as rows of shape [..., 1, n], so that they meet those of the other boxes in pairs. */
function asRows({ left, top, right, bottom }: Corners): Corners {
  const row = (column: Tensor) => ops.swapaxes(column, -1, -2);
  return { left: row(left), top: row(top), right: row(right), bottom: row(bottom) };
}

/** The area that two boxes share. */
function sharedArea(a: Corners, b: Corners): Tensor {
  const extent = (startA: Tensor, startB: Tensor, endA: Tensor, endB: Tensor) =>
    ops.maximum(ops.subtract(ops.minimum(endA, endB), ops.maximum(startA, startB)), 0);
  return ops.multiply(extent(a.left, b.left, a.right, b.right), extent(a.top, b.top, a.bottom, b.bottom));
}

/**
 * How much each box of one list overlaps with each of another: the area they share over the area they cover together,
 * from 0 (apart) to 1 (equal).
 *
 * @param boxes1 [m, 4] or [batch, m, 4]
 * @param boxes2 [n, 4] or [batch, n, 4]
 * @param boundingBoxFormat of both
 * @param options `useMasking`, `maskVal`, `imageShape`
 * @returns float32 [m, n], or [batch, m, n] when one of the lists has a batch
 * @throws ArgumentError when a rank is neither 2 nor 3, or `imageShape` is needed and missing
 *
 * Source: https://keras.io/api/utils/bounding_boxes/#compute_iou-function
 *
 * @example
 * ```ts
 * import { utils } from 'keratin';
 * const overlap = utils.boundingBoxes.computeIou([[0, 0, 4, 4]], [[0, 0, 4, 2], [9, 9, 10, 10]], 'xyxy');
 * console.log(await overlap.array()); // => [ [ 0.5, 0 ] ]
 * ```
 */
export function computeIou(
  boxes1: TensorLike,
  boxes2: TensorLike,
  boundingBoxFormat: BoundingBoxFormat,
  options: ComputeIouOptions = {},
): Tensor {
  checkOptions('computeIou', options, ['useMasking', 'maskVal', 'imageShape']);
  const { useMasking = false, maskVal = -1, imageShape = null } = options;
  const first = inLists('boxes1', inPixels(boxes1, boundingBoxFormat, imageShape));
  const second = inLists('boxes2', inPixels(boxes2, boundingBoxFormat, imageShape));
  const a = cornersOf('boxes1', first, XYXY);
  const b = asRows(cornersOf('boxes2', second, XYXY));
  const shared = sharedArea(a, b);
  const covered = ops.subtract(ops.add(area(a), area(b)), shared);
  const overlap = ops.divide(shared, ops.add(covered, epsilon()));
  if (!useMasking) return overlap;
  const absent = (boxes: Tensor) => ops.less(ops.max(boxes, { axis: -1, keepdims: true }), 0);
  return ops.where(ops.logicalOr(absent(first), ops.swapaxes(absent(second), -1, -2)), maskVal, overlap);
}

/**
 * Complete IoU of boxes, pair by pair: iou − d²/c² − αv, where d is the distance of the centers, c the diagonal of the
 * smallest box around both, v = 4/π²·(atan(w₂/h₂) − atan(w₁/h₁))² compares the shapes, and α = v / (1 − iou + v).
 *
 * @param boxes1 [..., 4]
 * @param boxes2 [..., 4], as many
 * @param boundingBoxFormat of both
 * @param options `imageShape`
 * @returns float32 [...], at most 1 (equal boxes); negative when they are far apart
 * @throws ArgumentError when `imageShape` is needed and missing
 *
 * Source: Zheng et al. 2020, Distance-IoU Loss; https://keras.io/api/utils/bounding_boxes/#compute_ciou-function
 *
 * @example
 * ```ts
 * import { utils } from 'keratin';
 * const far = await utils.boundingBoxes.computeCiou([[0, 0, 2, 2]], [[6, 0, 8, 2]], 'xyxy').data();
 * console.log(far[0]?.toFixed(3)); // => -0.529
 * ```
 */
export function computeCiou(
  boxes1: TensorLike,
  boxes2: TensorLike,
  boundingBoxFormat: BoundingBoxFormat,
  options: ComputeCiouOptions = {},
): Tensor {
  checkOptions('computeCiou', options, ['imageShape']);
  const a = cornersOf('boxes1', inPixels(boxes1, boundingBoxFormat, options.imageShape), XYXY);
  const b = cornersOf('boxes2', inPixels(boxes2, boundingBoxFormat, options.imageShape), XYXY);
  const size = ({ left, top, right, bottom }: Corners) => ({
    width: ops.subtract(right, left),
    height: ops.add(ops.subtract(bottom, top), epsilon()),
  });
  const [sizeA, sizeB] = [size(a), size(b)];
  const shared = sharedArea(a, b);
  const areas = ops.add(ops.multiply(sizeA.width, sizeA.height), ops.multiply(sizeB.width, sizeB.height));
  const iou = ops.divide(shared, ops.add(ops.subtract(areas, shared), 2 * epsilon()));

  const around = ops.add(
    ops.square(ops.subtract(ops.maximum(a.right, b.right), ops.minimum(a.left, b.left))),
    ops.square(ops.subtract(ops.maximum(a.bottom, b.bottom), ops.minimum(a.top, b.top))),
  );
  const middle = (from: Tensor, to: Tensor) => ops.divide(ops.add(from, to), 2);
  const apart = ops.add(
    ops.square(ops.subtract(middle(a.left, a.right), middle(b.left, b.right))),
    ops.square(ops.subtract(middle(a.top, a.bottom), middle(b.top, b.bottom))),
  );
  const angle = ({ width, height }: { width: Tensor; height: Tensor }) => ops.arctan(ops.divide(width, height));
  const v = ops.multiply(4 / Math.PI ** 2, ops.square(ops.subtract(angle(sizeB), angle(sizeA))));
  const alpha = ops.divide(v, ops.add(ops.subtract(v, iou), 1 + epsilon()));
  const distance = ops.divide(apart, ops.add(around, epsilon()));
  return ops.squeeze(ops.subtract(iou, ops.add(distance, ops.multiply(v, alpha))), -1);
}
