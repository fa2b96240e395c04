import { expandDims, squeeze } from '../../../ops/shape.ts';
import { ArgumentError, describe } from '../../../support/errors.ts';
import { isPlainRecord } from '../../../support/plain-record.ts';
import { Tensor } from '../../../tensor/tensor.ts';
import { type BoundingBoxFormat, clipToImageSize, convertFormat } from '../../../utils/bounding-boxes/index.ts';

/** Names of the entry with boxes: Keras's own, and in camel case. */
export const BOXES = ['bounding_boxes', 'boundingBoxes'];

/** Height and width in pixels. */
export type ImageSize = readonly [height: number, width: number];

/**
 * Changes the boxes of a record `{ boxes [batch, n, 4], labels [batch, n] }`, or of one image.
 *
 * @param change gets and gives [batch, n, 4] as left, top, right, bottom in pixels; what it gives is clipped to the new
 *   image, and boxes of which nothing is left get the label -1
 * @throws ArgumentError when the record has no boxes and labels
 */
export function changeBoxes(
  record: unknown,
  format: BoundingBoxFormat,
  single: boolean,
  [[height, width], [newHeight, newWidth]]: readonly [before: ImageSize, after: ImageSize],
  change: (boxes: Tensor) => Tensor,
): Readonly<Record<string, Tensor>> {
  const { boxes, labels }: Readonly<Record<string, unknown>> = isPlainRecord(record) ? record : {};
  if (!(boxes instanceof Tensor) || !(labels instanceof Tensor))
    throw new ArgumentError(
      `Bounding boxes must be a record of two tensors, { boxes, labels }. Received: ${describe(record)}`,
    );
  const batched = (x: Tensor) => (single ? expandDims(x, 0) : x);
  const corners = convertFormat(batched(boxes), format, 'xyxy', { height, width });
  const moved = { boxes: change(corners), labels: batched(labels) };
  const clipped = clipToImageSize(moved, { height: newHeight, width: newWidth });
  const result = convertFormat(clipped.boxes, 'xyxy', format, { height: newHeight, width: newWidth });
  const restored = (x: Tensor) => (single ? squeeze(x, 0) : x);
  return { ...(record as Readonly<Record<string, Tensor>>), boxes: restored(result), labels: restored(clipped.labels) };
}
