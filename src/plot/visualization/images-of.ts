import { transpose } from '../../ops/shape.ts';
import { badArgument } from '../../support/errors.ts';
import { convertToTensor, type TensorLike } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';

export interface ImageFormatOptions {
  /** Where the channels are. Default 'channels_last'. */
  readonly dataFormat?: 'channels_last' | 'channels_first' | null;
}

/** A batch of images, or of masks, with the channels last. */
export function imagesOf(name: string, images: TensorLike, { dataFormat }: ImageFormatOptions): Tensor {
  const batch = convertToTensor(images);
  if (batch.rank !== 4) throw badArgument(name, 'a batch, of 4 axes', batch);
  return dataFormat === 'channels_first' ? transpose(batch, [0, 2, 3, 1]) : batch;
}
