import { checkOptions } from '../support/errors.ts';
import { loadHousing, type SplitOptions } from './housing.ts';
import type { LoadedData } from './loaded-data.ts';

const FILE = {
  name: 'boston_housing.npz',
  hash: 'f553886a1f8d56431e820c5b82552d9d95cfcb96d1e678153f8839538947dff5',
};

/**
 * Boston housing: 506 places of the 1970s, 13 features each, and the median price of a house there in thousands of
 * dollars. One of the features assumes that prices follow racial segregation: take `datasets.californiaHousing` instead,
 * unless that is your subject.
 *
 * The file (57 KB) is read from the data folder (environment variable `KERATIN_DATA`, by default `~/.keratin/datasets`),
 * and downloaded to it when absent. The split is Keras's.
 *
 * @returns `[[xTrain, yTrain], [xTest, yTest]]`: x float32 of shape (n, 13), y float32 of shape (n,)
 * @throws DatasetError when the file is absent and can't be downloaded, or is damaged
 *
 * Source: Harrison, D. and Rubinfeld, D. L. (1978), Hedonic prices and the demand for clean air; StatLib, Carnegie Mellon
 * University; https://keras.io/api/datasets/boston_housing/
 *
 * @example
 * ```ts no-run
 * import { datasets } from 'keratin';
 * const [[xTrain, yTrain], [xTest, yTest]] = await datasets.bostonHousing.loadData({ testSplit: 0.25 });
 * ```
 */
export function loadData(options: SplitOptions = {}): Promise<LoadedData> {
  checkOptions('datasets.bostonHousing.loadData', options, ['path', 'testSplit', 'seed']);
  return loadHousing(FILE, options);
}
