import { isPlainRecord } from '../../support/plain-record.ts';
import { isTensorLike, type TensorLike } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';

/** Boxes with what belongs to them. */
export interface LabeledBoxes {
  readonly boxes: TensorLike;
  readonly labels?: TensorLike;
  readonly [other: string]: unknown;
}

/** The same with tensors. */
export type BoxTensors<T extends LabeledBoxes> = Omit<T, 'boxes' | 'labels'> & { readonly boxes: Tensor } & {
  readonly [K in keyof T & 'labels']: Tensor;
};

/** Whether these are boxes in a record, rather than boxes themselves. */
export function isLabeled(boxes: unknown): boxes is LabeledBoxes {
  return isPlainRecord(boxes) && isTensorLike(boxes.boxes);
}
