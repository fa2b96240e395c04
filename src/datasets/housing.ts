import { badArgument } from '../support/errors.ts';
import { Shuffler } from '../support/shuffle.ts';
import { Storage } from '../tensor/storage.ts';
import { Tensor } from '../tensor/tensor.ts';
import { DatasetError } from './dataset-error.ts';
import { type KerasFile, kerasFile } from './keras-file.ts';
import type { LoadedData } from './loaded-data.ts';
import { readNpz } from './read-npz.ts';

/** How the rows of a table are split. */
export interface SplitOptions {
  /** The file's name in the data folder, or its path. Default: the official name. */
  readonly path?: string;
  /** The share of the rows that becomes the test set, from 0 to below 1. Default 0.2. */
  readonly testSplit?: number;
  /** Decides which rows those are, and the order of all: a whole number from 0 to 2^32 - 1. Default 113. */
  readonly seed?: number;
}

/** Reads a table of features and targets, shuffles its rows as Keras does, and splits them. */
export async function loadHousing(
  file: KerasFile,
  { path, testSplit = 0.2, seed = 113 }: SplitOptions,
  maxRows = Number.POSITIVE_INFINITY,
): Promise<LoadedData> {
  if (!(testSplit >= 0 && testSplit < 1)) throw badArgument('testSplit', 'a number from 0 to below 1', testSplit);
  const shuffler = new Shuffler(seed);
  const place = await kerasFile(file, path);
  const { x, y } = await readNpz(place, ['x', 'y']);
  const [rows = 0, width = 0] = x.shape;
  if (x.shape.length !== 2 || y.shape.length !== 1 || y.shape[0] !== rows)
    throw new DatasetError(
      `${place} must hold x of shape (n, features) and y of shape (n,). Received: (${x.shape}) and (${y.shape})`,
    );
  const order = shuffler.permutation(Math.min(rows, maxRows));
  const middle = Math.trunc(order.length * (1 - testSplit));
  const select = (of: Int32Array): readonly [Tensor, Tensor] => {
    const [features, targets] = [new Float32Array(of.length * width), new Float32Array(of.length)];
    for (const [i, row] of of.entries()) {
      for (let k = 0; k < width; k++) features[i * width + k] = x.values[row * width + k] ?? Number.NaN;
      targets[i] = y.values[row] ?? Number.NaN;
    }
    return [
      new Tensor(Storage.from(features, [of.length, width], 'float32')),
      new Tensor(Storage.from(targets, [of.length], 'float32')),
    ];
  };
  return [select(order.subarray(0, middle)), select(order.subarray(middle))];
}
