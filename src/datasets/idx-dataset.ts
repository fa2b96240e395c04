import { badArgument, checkOptions } from '../support/errors.ts';
import { messageOf } from '../support/message-of.ts';
import { dataFolder } from './data-folder.ts';
import { DatasetError } from './dataset-error.ts';
import { download, type RemoteFile } from './download.ts';
import { fileHash } from './file-hash.ts';
import { gunzip } from './gunzip.ts';
import { type IdxArray, parseIdx } from './idx.ts';
import { imagesAndLabels, type LoadedData } from './loaded-data.ts';
import { progressLine } from './progress-line.ts';

/** Options of `datasets.mnist.loadData` and `datasets.fashionMnist.loadData`. */
export interface IdxDatasetOptions {
  /**
   * The folder with the dataset's four files, instead of its own folder in `KERATIN_DATA` or in
   * `~/.keratin/datasets`.
   */
  readonly folder?: string;
}

/** A dataset of the MNIST family: images and labels for training and test, each in an IDX file. */
export interface IdxDataset {
  /** What errors call it, such as `datasets.mnist`. */
  readonly name: string;
  /** Its folder inside the data folder. */
  readonly folder: string;
  /** The folders on the network that have its files, in order of preference. */
  readonly homes: readonly string[];
  /** The checksums of the four official files. */
  readonly sha256: Readonly<Record<IdxFileName, string>>;
}

const fileNames = [
  'train-images-idx3-ubyte.gz',
  'train-labels-idx1-ubyte.gz',
  't10k-images-idx3-ubyte.gz',
  't10k-labels-idx1-ubyte.gz',
] as const;

type IdxFileName = (typeof fileNames)[number];

/**
 * Reads a dataset's four files, after downloading those that are absent. Files that are there already are used as they
 * are, so a folder may hold a subset under the official names.
 */
export async function loadIdxDataset(dataset: IdxDataset, options: IdxDatasetOptions = {}): Promise<LoadedData> {
  checkOptions(`${dataset.name}.loadData`, options, ['folder']);
  if (options.folder !== undefined && (typeof options.folder !== 'string' || options.folder === '')) {
    throw badArgument('folder', 'the path of a folder', options.folder);
  }
  const ownFolder = options.folder === undefined ? [await dataFolder(), dataset.folder] : [options.folder];
  const { join } = await import('node:path');
  const folder = join(...ownFolder);
  await fetchMissing(dataset, folder);
  const [trainImages, trainLabels, testImages, testLabels] = await Promise.all(
    fileNames.map((name) => readIdx(join(folder, name))),
  );
  return [combine(folder, 'train', trainImages, trainLabels), combine(folder, 't10k', testImages, testLabels)];
}

async function fetchMissing(dataset: IdxDataset, folder: string): Promise<void> {
  const [{ existsSync }, { join }] = await Promise.all([import('node:fs'), import('node:path')]);
  const missing = fileNames.filter((name) => !existsSync(join(folder, name)));
  const report = progressLine();
  for (const name of missing) {
    const hash = fileHash(name, dataset.sha256[name]);
    const file: RemoteFile = { name, urls: dataset.homes.map((home) => home + name), hash };
    try {
      await download(file, join(folder, name), report);
    } catch (error) {
      throw new DatasetError(
        `${dataset.name} could not be downloaded. Put ${missing.join(', ')} into ${folder} by hand, or set ` +
          `KERATIN_DATA to a folder that has them in "${dataset.folder}". ${messageOf(error)}`,
      );
    }
  }
}

async function readIdx(path: string): Promise<IdxArray> {
  const { readFile } = await import('node:fs/promises');
  return parseIdx(await gunzip(new Uint8Array(await readFile(path)), path), path);
}

function combine(folder: string, part: string, images: IdxArray | undefined, labels: IdxArray | undefined) {
  if (images?.shape.length !== 3 || labels?.shape.length !== 1 || images.shape[0] !== labels.shape[0]) {
    const shapes = [images, labels].map((array) => `(${array?.shape.join(', ')})`).join(' and ');
    throw new DatasetError(
      `The ${part} files in ${folder} must hold images of shape (n, height, width) and as many labels. Received: ${shapes}`,
    );
  }
  return imagesAndLabels(images.data, images.shape.slice(1), labels.data);
}
