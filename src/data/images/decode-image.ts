import { oneOf } from '../../support/check-values.ts';
import { type FileSource, nameOfSource } from '../../support/files/file-source.ts';
import { MAX_EXPANSION } from '../../support/files/max-expansion.ts';
import { messageOf } from '../../support/message-of.ts';
import type { ShapedArray } from '../../support/shaped-array.ts';
import { DataError } from '../data-error.ts';
import { readBytes } from '../sources/read-file.ts';

/** What is kept of a picture's colors. */
export type ColorMode = 'rgb' | 'rgba' | 'grayscale';
export const colorModes: readonly ColorMode[] = ['rgb', 'rgba', 'grayscale'];

const channelsOf = (mode: ColorMode): number => (mode === 'rgba' ? 4 : mode === 'rgb' ? 3 : 1);

/** A picture of 1 to 4 channels: gray, gray with alpha, RGB, RGB with alpha; 0 to 255. */
interface Decoded {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly data: ArrayLike<number>;
}

const PNG_WIDTH_AT = 16;
const PNG_HEIGHT_AT = 20;
const PNG_DEPTH_AT = 24;

/** @throws RangeError when a PNG file claims more pixels than its bytes can hold */
function checkPngSize(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [width, height] = [view.getUint32(PNG_WIDTH_AT), view.getUint32(PNG_HEIGHT_AT)];
  if ((width * height * view.getUint8(PNG_DEPTH_AT)) / 8 > bytes.length * MAX_EXPANSION)
    throw new RangeError(`it claims ${width} x ${height} pixels in ${bytes.length} bytes`);
}

async function decode(bytes: Uint8Array, name: string): Promise<Decoded> {
  const isPng = bytes[0] === 0x89 && bytes[1] === 0x50 && bytes[2] === 0x4e && bytes[3] === 0x47;
  const isJpeg = bytes[0] === 0xff && bytes[1] === 0xd8;
  if (!isPng && !isJpeg) throw new DataError(`${name} is neither PNG nor JPEG.`);
  try {
    if (isJpeg) {
      const { default: jpeg } = await import('jpeg-js');
      const { width, height, data } = jpeg.decode(bytes, { useTArray: true });
      return { width, height, data, channels: 4 };
    }
    const { convertIndexedToRgb, decode: decodePng } = await import('fast-png');
    checkPngSize(bytes);
    const png = decodePng(bytes);
    const { width, height, depth } = png;
    if (png.palette) return { width, height, channels: png.palette[0]?.length ?? 3, data: convertIndexedToRgb(png) };
    // Depths below 8 are packed in the file, and unpacked by the decoder to their own range.
    const scale = 255 / (2 ** depth - 1);
    return {
      width,
      height,
      channels: png.channels,
      data: scale === 1 ? png.data : Float32Array.from(png.data, (v) => v * scale),
    };
  } catch (error) {
    throw new DataError(`${name} is damaged: ${messageOf(error)}`, { cause: error });
  }
}

/** Luma of ITU-R 601-2, as PIL converts RGB to gray. */
const luma = (red: number, green: number, blue: number): number => 0.299 * red + 0.587 * green + 0.114 * blue;

/**
 * A picture as float32 numbers from 0 to 255, (height, width, channels).
 *
 * @param source a PNG or JPEG file: a path, an address, a file or bytes
 * @param mode which channels are kept: 'rgb' (default), 'rgba' or 'grayscale'
 * @throws ArgumentError for another mode; DataError when the file can't be read
 * @see Keratin's own; `tf.io.decode_image` is the nearest: https://www.tensorflow.org/api_docs/python/tf/io/decode_image
 *
 * @example
 * ```ts
 * import { data } from 'keratin';
 * const gif = Uint8Array.of(0x47, 0x49, 0x46);
 * console.log(await data.decodeImage(gif).catch((error) => error.name)); // => DataError
 * ```
 */
export async function decodeImage(source: FileSource, mode: ColorMode = 'rgb'): Promise<ShapedArray> {
  oneOf('mode', mode, colorModes);
  const { width, height, channels, data } = await decode(await readBytes(source), nameOfSource(source));
  const kept = channelsOf(mode);
  const pixels = new Float32Array(width * height * kept);
  const hasAlpha = channels === 2 || channels === 4;
  for (let i = 0; i < width * height; i++) {
    const from = i * channels;
    const to = i * kept;
    const red = data[from] ?? 0;
    const green = channels > 2 ? (data[from + 1] ?? 0) : red;
    const blue = channels > 2 ? (data[from + 2] ?? 0) : red;
    if (mode === 'grayscale') pixels[to] = channels > 2 ? Math.round(luma(red, green, blue)) : red;
    else pixels.set([red, green, blue], to);
    if (mode === 'rgba') pixels[to + 3] = hasAlpha ? (data[from + channels - 1] ?? 255) : 255;
  }
  return { data: pixels, shape: [height, width, kept] };
}
