import { badArgument, checkOptions } from '../support/errors.ts';
import { readAsset } from './asset.ts';
import { gunzip } from './gunzip.ts';
import { imagesAndLabels, type LoadedData } from './loaded-data.ts';
import { stratifiedSplit } from './stratified-split.ts';

/** Options of `datasets.digits.loadData`. */
export interface DigitsOptions {
  /** The share of each digit's images that becomes the test set, between 0 and 1 (exclusive). Default 0.2. */
  readonly testSplit?: number;
  /** Decides which images those are, and the order of all: a whole number from 0 to 2^32 - 1. Default 113. */
  readonly seed?: number;
}

const SIDE = 8;
const PIXELS = SIDE * SIDE;

/**
 * The bundled handwritten digits: 1,797 images of 8 x 8 pixels, each pixel 0 (blank) to 16 (ink), about 180 for each
 * of the ten digits. Nothing is downloaded. The split is stratified and the same for the same seed.
 *
 * @returns `[[xTrain, yTrain], [xTest, yTest]]`: x float32 of shape (n, 8, 8), y int32 of shape (n,) with values 0..9;
 * by default 1,438 and 359 images
 * @throws ArgumentError when `testSplit` is not between 0 and 1, or `seed` is not as described
 *
 * Source: Alpaydin, E. and Kaynak, C. (1998), Optical Recognition of Handwritten Digits, UCI Machine Learning
 * Repository, https://doi.org/10.24432/C50P49, CC BY 4.0 (its test part).
 *
 * @example
 * ```ts
 * import { datasets } from 'keratin';
 * const [[xTrain, yTrain], [xTest, yTest]] = await datasets.digits.loadData({ testSplit: 0.25 });
 * console.log(xTrain.shape, yTrain.shape); // => [ 1346, 8, 8 ] [ 1346 ]
 * console.log(xTest.shape, yTest.shape); // => [ 451, 8, 8 ] [ 451 ]
 * ```
 */
export async function loadData(options: DigitsOptions = {}): Promise<LoadedData> {
  checkOptions('datasets.digits.loadData', options, ['testSplit', 'seed']);
  const { testSplit = 0.2, seed = 113 } = options;
  if (!(testSplit > 0 && testSplit < 1))
    throw badArgument('testSplit', 'a number between 0 and 1 (exclusive)', testSplit);
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32) {
    throw badArgument('seed', 'a whole number from 0 to 2^32 - 1', seed);
  }

  const compressed = await readAsset(new URL('./assets/digits.csv.gz', import.meta.url));
  const text = new TextDecoder().decode(await gunzip(compressed, 'digits.csv.gz'));
  // A line is the 64 pixels of an image, row by row, and its label.
  const lines = text.trim().split('\n');
  const table = lines.map((line) => line.split(',').map(Number));
  const labels = table.map((row) => row[PIXELS] ?? Number.NaN);
  const select = (rows: readonly number[]) =>
    imagesAndLabels(
      rows.flatMap((row) => table[row]?.slice(0, PIXELS) ?? []),
      [SIDE, SIDE],
      rows.map((row) => labels[row] ?? Number.NaN),
    );
  const { train, test } = stratifiedSplit(labels, testSplit, seed);
  return [select(train), select(test)];
}
