import * as image from '../../ops/image/index.ts';
import { oneOf } from '../../support/check-values.ts';
import { badArgument, checkOptions } from '../../support/errors.ts';
import type { FileSource } from '../../support/files/file-source.ts';
import type { ShapedArray } from '../../support/shaped-array.ts';
import { type ColorMode, colorModes, decodeImage } from './decode-image.ts';

/** Options of `loadImg`. */
export interface LoadImgOptions {
  /** Default 'rgb'. */
  readonly colorMode?: ColorMode;
  /** [height, width] to resize to. Default: the picture's own. */
  readonly targetSize?: readonly [height: number, width: number] | null;
  /** How it is resized. Default 'nearest'. */
  readonly interpolation?: image.Interpolation;
  /** Cuts the longer side off first, so that nothing is distorted. Default false. */
  readonly keepAspectRatio?: boolean;
}

/**
 * A picture from a PNG or JPEG file, as numbers from 0 to 255 that every operation takes for a tensor.
 *
 * @param path of the file; also an address, a `File`, a `Blob` or bytes
 * @param options `colorMode`, `targetSize`, `interpolation`, `keepAspectRatio`
 * @returns `{ data, shape: [height, width, channels] }`
 * @throws DataError when it can't be read; ArgumentError for unknown options
 *
 * Source: https://keras.io/api/data_loading/image/#load_img-function
 *
 * @example
 * ```ts no-run
 * import { utils } from 'keratin';
 * const picture = await utils.loadImg('cat.png', { targetSize: [28, 28], colorMode: 'grayscale' });
 * console.log(picture.shape); // => [ 28, 28, 1 ]
 * ```
 */
export async function loadImg(path: FileSource, options: LoadImgOptions = {}): Promise<ShapedArray> {
  checkOptions('loadImg', options, ['colorMode', 'targetSize', 'interpolation', 'keepAspectRatio']);
  const mode = oneOf('colorMode', options.colorMode ?? 'rgb', colorModes);
  const { targetSize = null, interpolation = 'nearest', keepAspectRatio = false } = options;
  if (targetSize !== null && (!Array.isArray(targetSize) || targetSize.length !== 2))
    throw badArgument('targetSize', '[height, width]', targetSize);
  const picture = await decodeImage(path, mode);
  if (targetSize === null) return picture;
  const resized = image.resize(picture, targetSize, {
    interpolation,
    cropToAspectRatio: keepAspectRatio,
    dataFormat: 'channels_last',
  });
  return { data: await resized.data(), shape: resized.shape };
}
