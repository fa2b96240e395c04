import { DataError } from '../data-error.ts';

/** Sound: float32 samples from -1 to 1, of shape (length, channels). */
export interface Sound {
  readonly data: Float32Array<ArrayBuffer>;
  readonly shape: readonly [length: number, channels: number];
  /** Samples in a second. */
  readonly samplingRate: number;
}

/** Kinds of samples in a WAV file, and what stands for the real kind in a longer header. */
const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;
const SUBFORMAT_AT = 24;

interface Format {
  readonly kind: number;
  readonly channels: number;
  readonly samplingRate: number;
  readonly bits: number;
}

function readFormat(chunk: DataView): Format {
  const kind = chunk.getUint16(0, true);
  return {
    kind: kind === EXTENSIBLE ? chunk.getUint16(SUBFORMAT_AT, true) : kind,
    channels: chunk.getUint16(2, true),
    samplingRate: chunk.getUint32(4, true),
    bits: chunk.getUint16(14, true),
  };
}

/** A function that reads the sample at an offset; whole numbers are divided by one more than the largest. */
function sampleReader({ kind, bits }: Format, view: DataView): ((at: number) => number) | undefined {
  if (kind === FLOAT) return bits === 32 ? (at) => view.getFloat32(at, true) : undefined;
  if (kind !== PCM) return undefined;
  switch (bits) {
    case 8:
      return (at) => (view.getUint8(at) - 128) / 128;
    case 16:
      return (at) => view.getInt16(at, true) / 32_768;
    case 24:
      return (at) => ((view.getInt8(at + 2) << 16) | view.getUint16(at, true)) / 8_388_608;
    case 32:
      return (at) => view.getInt32(at, true) / 2_147_483_648;
    default:
      return undefined;
  }
}

/** The chunks of a RIFF file by name; what is cut short is as long as the file allows. */
function chunksOf(bytes: Uint8Array): Map<string, DataView> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const name = (at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (bytes.length < 12 || name(0) !== 'RIFF' || name(8) !== 'WAVE') throw new RangeError('it is no WAV file');
  const chunks = new Map<string, DataView>();
  for (let at = 12; at + 8 <= bytes.length; ) {
    const length = Math.min(view.getUint32(at + 4, true), bytes.length - at - 8);
    chunks.set(name(at), new DataView(bytes.buffer, bytes.byteOffset + at + 8, length));
    at += 8 + length + (length % 2);
  }
  return chunks;
}

/**
 * Reads a WAV file: whole numbers of 8 to 32 bits, and float32.
 *
 * @param name what errors call the file
 * @throws DataError when it is damaged, or of another kind
 *
 * Source: Microsoft and IBM, Multimedia Programming Interface and Data Specifications 1.0
 */
export function decodeWav(bytes: Uint8Array, name: string): Sound {
  try {
    const chunks = chunksOf(bytes);
    const [header, content] = [chunks.get('fmt '), chunks.get('data')];
    if (header === undefined || content === undefined) throw new RangeError('it has no format or no data');
    const format = readFormat(header);
    const { channels, samplingRate, bits } = format;
    const read = sampleReader(format, content);
    if (read === undefined || channels === 0 || samplingRate === 0)
      throw new RangeError(`samples of kind ${format.kind} with ${bits} bits in ${channels} channels are not read`);
    const sampleBytes = bits / 8;
    const length = Math.floor(content.byteLength / (sampleBytes * channels));
    const data = new Float32Array(length * channels);
    for (let i = 0; i < data.length; i++) data[i] = read(i * sampleBytes);
    return { data, shape: [length, channels], samplingRate };
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new DataError(`${name} cannot be read as WAV: ${cause.message}.`, { cause });
  }
}
