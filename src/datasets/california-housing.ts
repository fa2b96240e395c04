import { badArgument, checkOptions } from '../support/errors.ts';
import { loadHousing, type SplitOptions } from './housing.ts';
import type { LoadedData } from './loaded-data.ts';

/** Options of `datasets.californiaHousing.loadData`. */
export interface CaliforniaHousingOptions extends SplitOptions {
  /** All rows (`'large'`), or the first 600 (`'small'`). Default `'large'`. */
  readonly version?: 'large' | 'small';
}

const FILE = {
  name: 'california_housing.npz',
  hash: '1a2e3a52e0398de6463aebe6f4a8da34fb21fbb6b934cf88c3425e766f2a1a6f',
};

const SMALL_ROWS = 600;

/**
 * California housing: 20,640 block groups of the census of 1990, 8 features each (longitude, latitude, median age of
 * houses, rooms, bedrooms, population, households, median income), and the median value of a house there in dollars.
 *
 * The file (1.6 MB) is read from the data folder (environment variable `KERATIN_DATA`, by default
 * `~/.keratin/datasets`), and downloaded to it when absent. The split is Keras's.
 *
 * @returns `[[xTrain, yTrain], [xTest, yTest]]`: x float32 of shape (n, 8), y float32 of shape (n,)
 * @throws DatasetError when the file is absent and can't be downloaded, or is damaged
 *
 * Source: Pace, R. K. and Barry, R. (1997), Sparse spatial autoregressions;
 * https://keras.io/api/datasets/california_housing/
 *
 * @example
 * ```ts no-run
 * import { datasets } from 'keratin';
 * const [[xTrain, yTrain], [xTest, yTest]] = await datasets.californiaHousing.loadData({ version: 'small' });
 * ```
 */
export async function loadData(options: CaliforniaHousingOptions = {}): Promise<LoadedData> {
  checkOptions('datasets.californiaHousing.loadData', options, ['path', 'testSplit', 'seed', 'version']);
  const { version = 'large', ...split } = options;
  if (version !== 'large' && version !== 'small') throw badArgument('version', '"small" or "large"', version);
  return loadHousing(FILE, split, version === 'small' ? SMALL_ROWS : undefined);
}
