import { checkOptions } from '../support/errors.ts';
import { type CifarOptions, loadCifar } from './cifar.ts';
import type { LoadedData } from './loaded-data.ts';

const DATASET = {
  folder: 'cifar-10',
  origin: 'https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz',
  sha256: 'c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd',
  inner: 'cifar-10-batches-bin',
  train: [1, 2, 3, 4, 5].map((batch) => `data_batch_${batch}.bin`),
  test: ['test_batch.bin'],
  labelBytes: 1,
};

/**
 * CIFAR-10: 50,000 training and 10,000 test images in color, 32 x 32 pixels, each channel 0 to 255.
 *
 * The labels are 0 airplane, 1 automobile, 2 bird, 3 cat, 4 deer, 5 dog, 6 frog, 7 horse, 8 ship, 9 truck. The authors'
 * binary version is read from the folder `cifar-10` in the data folder (environment variable `KERATIN_DATA`, by default
 * `~/.keratin/datasets`), and downloaded to it (170 MB) when absent. In memory the images take 740 MB.
 *
 * @returns `[[xTrain, yTrain], [xTest, yTest]]`: x float32 of shape (n, 32, 32, 3), y int32 of shape (n, 1)
 * @throws DatasetError when the files are absent and can't be downloaded, or are damaged
 *
 * Source: Krizhevsky, A. (2009), Learning multiple layers of features from tiny images;
 * https://keras.io/api/datasets/cifar10/
 *
 * @example
 * ```ts no-run
 * import { datasets, ops } from 'keratin';
 * const [[xTrain, yTrain], [xTest, yTest]] = await datasets.cifar10.loadData();
 * const x = ops.divide(xTrain, 255);
 * ```
 */
export async function loadData(options: CifarOptions = {}): Promise<LoadedData> {
  checkOptions('datasets.cifar10.loadData', options, ['folder']);
  return loadCifar(DATASET, options, 0);
}
