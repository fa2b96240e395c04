import { inflateSync } from 'node:zlib';
import { FileError } from '../support/file-error.ts';
import type { Samples } from './read-samples.ts';

// https://www.w3.org/TR/png-3/
const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const MAX_PIXELS = 1 << 28;

/** Channels by colour type: grey, RGB, palette, grey with alpha, RGB with alpha. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

interface Header {
  readonly width: number;
  readonly height: number;
  readonly colorType: number;
}

function readHeader(view: DataView, at: number): Header {
  const [width, height] = [view.getUint32(at), view.getUint32(at + 4)];
  const [depth, colorType, interlace] = [view.getUint8(at + 8), view.getUint8(at + 9), view.getUint8(at + 12)];
  if (depth !== 8 || interlace !== 0 || CHANNELS[colorType] === undefined)
    throw new FileError(
      `only plain pictures of 8 bits are read, this one has ${depth} bits${interlace ? ', interlaced' : ''}`,
    );
  if (width * height > MAX_PIXELS) throw new FileError(`a picture of ${width} x ${height} is too large`);
  return { width, height, colorType };
}

/** The predictor of Paeth (1991): of left, above and upper left the one nearest to left + above - upper left. */
function paeth(a: number, b: number, c: number): number {
  const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
  if (pa <= pb && pa <= pc) return a;
  return pb <= pc ? b : c;
}

/** Undoes the filter of each line: differences from neighbours become values. */
function unfilter(lines: Uint8Array, height: number, stride: number, step: number): Uint8Array {
  const out = new Uint8Array(height * stride);
  for (let y = 0; y < height; y++) {
    const filter = lines[y * (stride + 1)] ?? 0;
    if (filter > 4) throw new FileError(`line ${y} has an unknown filter`);
    for (let x = 0; x < stride; x++) {
      const value = lines[y * (stride + 1) + 1 + x] ?? 0;
      const left = x < step ? 0 : (out[y * stride + x - step] ?? 0);
      const above = y === 0 ? 0 : (out[(y - 1) * stride + x] ?? 0);
      const corner = x < step || y === 0 ? 0 : (out[(y - 1) * stride + x - step] ?? 0);
      const predicted = [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter] ?? 0;
      out[y * stride + x] = value + predicted;
    }
  }
  return out;
}

/** Values 0 to 255 of a picture, [1, height, width, channels], in as many channels as are wanted: 1, 3 or 4. */
export function readPng(bytes: Uint8Array, channels: number | null | undefined): Samples {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!SIGNATURE.every((byte, i) => bytes[i] === byte)) throw new FileError('it is no PNG file');
  let header: Header | undefined;
  let palette: Uint8Array | undefined;
  const packed: Uint8Array[] = [];
  for (let at = SIGNATURE.length; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    const kind = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (at + 12 + length > bytes.length) throw new FileError('it ends too early');
    const content = bytes.subarray(at + 8, at + 8 + length);
    if (kind === 'IHDR') header = readHeader(view, at + 8);
    else if (kind === 'PLTE') palette = content;
    else if (kind === 'IDAT') packed.push(content);
    at += 12 + length;
  }
  if (header === undefined || packed.length === 0) throw new FileError('it holds no picture');
  const { width, height, colorType } = header;
  const stored = CHANNELS[colorType] ?? 1;
  const stride = width * stored;
  const size = height * (stride + 1);
  const lines = inflateSync(Buffer.concat(packed), { maxOutputLength: size + 1 });
  if (lines.length < size) throw new FileError('it ends too early');
  const raw = unfilter(lines, height, stride, stored);
  const wanted = channels ?? 3;
  const data = new Float32Array(width * height * wanted);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const sample = (channel: number): number => raw[pixel * stored + channel] ?? 0;
    const grey = colorType === 0 || colorType === 4;
    const index = sample(0) * 3;
    const [r, g, b] =
      colorType === 3
        ? [palette?.[index] ?? 0, palette?.[index + 1] ?? 0, palette?.[index + 2] ?? 0]
        : grey
          ? [sample(0), sample(0), sample(0)]
          : [sample(0), sample(1), sample(2)];
    const alpha = colorType === 6 ? sample(3) : colorType === 4 ? sample(1) : 255;
    // Luma of ITU-R BT.601, as picture libraries convert to grey.
    const values = wanted === 1 ? [grey ? r : 0.299 * r + 0.587 * g + 0.114 * b] : [r, g, b, alpha];
    for (let c = 0; c < wanted; c++) data[pixel * wanted + c] = values[c] ?? 0;
  }
  return { data, shape: [1, height, width, wanted] };
}
