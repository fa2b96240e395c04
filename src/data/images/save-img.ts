import { oneOf } from '../../support/check-values.ts';
import { ArgumentError, checkOptions } from '../../support/errors.ts';
import type { TensorLike } from '../../tensor/convert.ts';
import { type ArrayToImgOptions, arrayToImg } from './image-array.ts';

/** Options of `saveImg`. */
export interface SaveImgOptions extends ArrayToImgOptions {
  /** 'png' or 'jpeg'. Default: by the ending of the path. */
  readonly fileFormat?: 'png' | 'jpeg' | 'jpg' | null;
}

/** Keras leaves it to PIL, whose default this is. */
const JPEG_QUALITY = 75;

/**
 * Writes a picture to a PNG or JPEG file (in Node).
 *
 * @param path of the file; its ending says the format
 * @param x [height, width, channels] with 1, 3 or 4 channels, or [height, width]
 * @param options `dataFormat`, `fileFormat`, `scale`: whether values are stretched to 0 to 255 first (default true)
 * @throws ArgumentError when the shape is none of a picture, or the format is unknown; nothing is written then
 *
 * Source: https://keras.io/api/data_loading/image/#save_img-function
 *
 * @example
 * ```ts no-run
 * import { random, utils } from 'keratin';
 * await utils.saveImg('noise.png', random.uniform([32, 32, 3]));
 * ```
 */
export async function saveImg(path: string | URL, x: TensorLike, options: SaveImgOptions = {}): Promise<void> {
  const { fileFormat = null, ...imageOptions } = options;
  checkOptions('saveImg', imageOptions, ['dataFormat', 'scale']);
  const ending = /\.([a-z]+)$/i.exec(String(path))?.[1]?.toLowerCase();
  const format = oneOf('fileFormat', fileFormat ?? ending, ['png', 'jpeg', 'jpg']);
  const { data, shape } = await arrayToImg(x, imageOptions);
  const [height = 0, width = 0, channels = 0] = shape;
  if (format !== 'png' && channels === 4)
    throw new ArgumentError(`JPEG files have no alpha channel: save as PNG. Received: shape [${shape}]`);
  const bytes =
    format === 'png'
      ? (await import('fast-png')).encode({ width, height, channels, data: new Uint8Array(data) })
      : (await import('jpeg-js')).encode({ width, height, data: withAlpha(data, channels) }, JPEG_QUALITY).data;
  const { writeFile } = await import('node:fs/promises');
  await writeFile(path, bytes);
}

/** Pixels of four channels, which the encoder takes. */
function withAlpha(data: ArrayLike<number>, channels: number): Uint8Array {
  const pixels = new Uint8Array((data.length / channels) * 4).fill(255);
  for (let i = 0; i < pixels.length / 4; i++) {
    for (let c = 0; c < 3; c++) pixels[4 * i + c] = data[i * channels + (channels === 1 ? 0 : c)] ?? 0;
  }
  return pixels;
}
