import { readFile } from 'node:fs/promises';
import { type ColorMode, DataError, decodeImage } from '../data/index.ts';
import { ArgumentError } from '../support/errors.ts';
import { FileError } from '../support/file-error.ts';
import { readNpy } from '../support/files/npy.ts';
import { formatShape, type PartialShape, type Shape, sizeOf } from '../support/shape.ts';

/** Samples along the first axis. */
export interface Samples {
  readonly data: Float32Array | Int32Array | Uint32Array;
  readonly shape: Shape;
}

async function readCsv(bytes: Uint8Array): Promise<Samples> {
  const { parse } = await import('csv-parse/sync');
  const rows: string[][] = parse(bytes, { bom: true, skip_empty_lines: true, trim: true });
  // A first line of words names the columns.
  const [first = []] = rows;
  const numbers = first.every((cell) => cell !== '' && !Number.isNaN(Number(cell))) ? rows : rows.slice(1);
  const width = numbers[0]?.length ?? 0;
  const data = Float32Array.from(numbers.flat(), Number);
  const wrong = data.findIndex((value) => Number.isNaN(value));
  if (wrong >= 0)
    throw new FileError(
      `row ${Math.floor(wrong / width) + 1} holds ${JSON.stringify(numbers.flat()[wrong])}, which is no number`,
    );
  return { data, shape: [numbers.length, width] };
}

/** The colors that a model takes, by its last axis. */
function colorMode(sampleShape: PartialShape): ColorMode {
  const channels = sampleShape.length === 3 ? sampleShape.at(-1) : 1;
  return channels === 3 ? 'rgb' : channels === 4 ? 'rgba' : 'grayscale';
}

/**
 * Reads samples and gives them the shape that a model takes: rows of a CSV file are cut accordingly, a picture is one
 * sample with values from 0 to 255.
 */
export async function readSamples(path: string, sampleShape: PartialShape): Promise<Samples> {
  const bytes = new Uint8Array(await readFile(path));
  const read = async (): Promise<Samples> => {
    if (path.endsWith('.csv')) return readCsv(bytes);
    if (path.endsWith('.npy')) {
      const { values, shape } = readNpy(bytes);
      return { data: values, shape };
    }
    if (/\.(png|jpe?g)$/i.test(path)) {
      const picture = await decodeImage(bytes, colorMode(sampleShape));
      return { data: Float32Array.from(picture.data), shape: [1, ...picture.shape] };
    }
    throw new ArgumentError(`DATA must end in .csv, .npy, .png or .jpg. Received: ${path}`);
  };
  const samples = await read().catch((error: unknown) => {
    if (error instanceof FileError || error instanceof DataError)
      throw new FileError(`${path} cannot be read: ${error.message}`, { cause: error });
    throw error;
  });
  if (sampleShape.some((extent) => extent === null)) return samples;
  const extents = sampleShape.map((extent) => extent ?? 1);
  const count = samples.shape[0] ?? 0;
  if (count * sizeOf(extents) !== samples.data.length)
    throw new ArgumentError(
      `The model takes samples of shape ${formatShape(extents)}. Received: ${path} of shape ${formatShape(samples.shape)}`,
    );
  return { data: samples.data, shape: [count, ...extents] };
}
