import { getItem } from '../ops/get-item.ts';
import { resize } from '../ops/image/resize.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import { at } from '../support/shape.ts';
import { convertToTensor, type TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';

export interface SmartResizeOptions {
  /** Default 'bilinear'. */
  readonly interpolation?: 'bilinear' | 'nearest' | 'bicubic' | 'lanczos3' | 'lanczos5';
  /** Where the channels are. Default 'channels_last'. */
  readonly dataFormat?: 'channels_last' | 'channels_first';
}

/**
 * Resizes images without distortion: the largest part in the middle that has the proportions of the target size is cut
 * out, and resized.
 *
 * @param x an image [height, width, channels], or a batch
 * @param size [height, width]
 * @param options `interpolation`, `dataFormat`
 * @throws ArgumentError when x has no 3 or 4 axes, or size is no pair of positive integers
 * @see https://keras.io/api/data_loading/image/
 *
 * @example
 * ```ts
 * import { ops, utils } from 'keratin';
 * console.log(utils.smartResize(ops.ones([34, 50, 3]), [20, 20]).shape); // => [20, 20, 3]
 * ```
 */
export function smartResize(x: TensorLike, size: readonly [number, number], options: SmartResizeOptions = {}): Tensor {
  checkOptions('smartResize', options, ['interpolation', 'dataFormat']);
  const { interpolation = 'bilinear', dataFormat = 'channels_last' } = options;
  if (!Array.isArray(size) || size.length !== 2 || size.some((n) => !Number.isInteger(n) || n < 1))
    throw badArgument('size', '[height, width], two positive integers', size);
  const images = convertToTensor(x);
  if (images.rank !== 3 && images.rank !== 4) throw badArgument('x', 'an image or a batch of images', images);
  const row = images.rank - (dataFormat === 'channels_last' ? 3 : 2);
  const [height, width] = [at(images.shape, row), at(images.shape, row + 1)];
  const [targetHeight, targetWidth] = size;
  const part = (extent: number, wanted: number) => Math.max(1, Math.min(extent, Math.floor(wanted)));
  const rows = part(height, (width * targetHeight) / targetWidth);
  const columns = part(width, (height * targetWidth) / targetHeight);
  const [top, left] = [Math.floor((height - rows) / 2), Math.floor((width - columns) / 2)];
  const cut = getItem(images, [
    ...Array.from({ length: row }, () => ({})),
    { start: top, stop: top + rows },
    { start: left, stop: left + columns },
  ]);
  return resize(cut, size, { interpolation, dataFormat });
}
