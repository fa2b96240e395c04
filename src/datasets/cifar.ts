import { badArgument } from '../support/errors.ts';
import { messageOf } from '../support/message-of.ts';
import { Storage } from '../tensor/storage.ts';
import { Tensor } from '../tensor/tensor.ts';
import { dataFolder } from './data-folder.ts';
import { DatasetError } from './dataset-error.ts';
import { getFile } from './get-file.ts';
import type { LoadedData } from './loaded-data.ts';

/** One of the two CIFAR data sets, in its authors' binary version: records of labels and an image. */
export interface CifarDataset {
  /** Its folder inside the data folder. */
  readonly folder: string;
  /** The address of its archive. */
  readonly origin: string;
  /** SHA-256 of the archive. */
  readonly sha256: string;
  /** The folder in the archive. */
  readonly inner: string;
  readonly train: readonly string[];
  readonly test: readonly string[];
  /** Bytes of a record before its image. */
  readonly labelBytes: number;
}

const SIDE = 32;
const PLANE = SIDE * SIDE;
const CHANNELS = 3;
const PIXELS = CHANNELS * PLANE;

/** Options of `datasets.cifar10.loadData`, and of `cifar100`. */
export interface CifarOptions {
  /** The folder with the binary files, instead of its own folder in `KERATIN_DATA` or in `~/.keratin/datasets`. */
  readonly folder?: string;
}

/**
 * Reads a data set's files, after downloading and unpacking its archive when its folder is absent. Files that are there
 * already are used as they are, so they may hold fewer records.
 *
 * @param label which byte of a record is its label
 */
export async function loadCifar(dataset: CifarDataset, { folder }: CifarOptions, label: number): Promise<LoadedData> {
  if (folder !== undefined && (typeof folder !== 'string' || folder === ''))
    throw badArgument('folder', 'the path of a folder', folder);
  const files = folder ?? (await fetched(dataset));
  const read = (names: readonly string[]) => readRecords(files, names, dataset.labelBytes, label);
  return [await read(dataset.train), await read(dataset.test)];
}

async function fetched({ folder, origin, sha256, inner }: CifarDataset): Promise<string> {
  const [{ existsSync }, { join }] = await Promise.all([import('node:fs'), import('node:path')]);
  const place = join(await dataFolder(), folder, inner);
  if (existsSync(place)) return place;
  try {
    await getFile({ fname: folder, origin, fileHash: sha256, extract: true });
  } catch (cause) {
    const reason = messageOf(cause);
    throw new DatasetError(`${origin} could not be fetched. Unpack it to ${place} by hand. ${reason}`, { cause });
  }
  return place;
}

/** The images (from planes of red, green and blue to one pixel after the other) and labels of some files. */
async function readRecords(folder: string, names: readonly string[], labelBytes: number, label: number) {
  const [{ open }, { join }] = await Promise.all([import('node:fs/promises'), import('node:path')]);
  const recordBytes = labelBytes + PIXELS;
  const handles = [];
  try {
    for (const name of names) handles.push({ name, handle: await open(join(folder, name)) });
    const parts = await Promise.all(handles.map(async (part) => ({ ...part, bytes: (await part.handle.stat()).size })));
    for (const { name, bytes } of parts)
      if (bytes % recordBytes !== 0)
        throw new DatasetError(
          `${join(folder, name)} must hold records of ${recordBytes} bytes; remove ${folder} to have it fetched again. Received: ${bytes} bytes`,
        );
    const count = parts.reduce((sum, { bytes }) => sum + bytes, 0) / recordBytes;
    const images = new Storage([count, SIDE, SIDE, CHANNELS], 'float32');
    const labels = new Int32Array(count);
    const image = new Float32Array(PIXELS);
    let i = 0;
    for (const { handle } of parts) {
      const content = await handle.readFile();
      for (let at = 0; at < content.length; at += recordBytes, i++) {
        labels[i] = content[at + label] ?? 0;
        for (let channel = 0; channel < CHANNELS; channel++) {
          const plane = at + labelBytes + channel * PLANE;
          for (let pixel = 0; pixel < PLANE; pixel++) image[pixel * CHANNELS + channel] = content[plane + pixel] ?? 0;
        }
        images.write(image, i * PIXELS);
      }
    }
    return [new Tensor(images), new Tensor(Storage.from(labels, [count, 1], 'int32'))] as const;
  } catch (cause) {
    if (cause instanceof DatasetError) throw cause;
    throw new DatasetError(`The files in ${folder} cannot be read: ${messageOf(cause)}`, {
      cause,
    });
  } finally {
    for (const { handle } of handles) await handle.close();
  }
}
