import { badArgument, checkOptions } from '../support/errors.ts';
import { type CifarOptions, loadCifar } from './cifar.ts';
import type { LoadedData } from './loaded-data.ts';

/** Options of `datasets.cifar100.loadData`. */
export interface Cifar100Options extends CifarOptions {
  /** 100 classes (`'fine'`), or the 20 that they belong to (`'coarse'`). Default `'fine'`. */
  readonly labelMode?: 'fine' | 'coarse';
}

const DATASET = {
  folder: 'cifar-100',
  origin: 'https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz',
  sha256: '58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec',
  inner: 'cifar-100-binary',
  train: ['train.bin'],
  test: ['test.bin'],
  labelBytes: 2,
};

/** Which byte of a record is the label. */
const LABEL_AT = { coarse: 0, fine: 1 } as const;

/**
 * CIFAR-100: 50,000 training and 10,000 test images in color, 32 x 32 pixels, each channel 0 to 255, of 100 classes.
 *
 * The authors' binary version is read from the folder `cifar-100` in the data folder (environment variable
 * `KERATIN_DATA`, by default `~/.keratin/datasets`), and downloaded to it (169 MB) when absent. In memory the images take
 * 740 MB.
 *
 * @returns `[[xTrain, yTrain], [xTest, yTest]]`: x float32 of shape (n, 32, 32, 3), y int32 of shape (n, 1)
 * @throws DatasetError when the files are absent and can't be downloaded, or are damaged
 *
 * Source: Krizhevsky, A. (2009), Learning multiple layers of features from tiny images;
 * https://keras.io/api/datasets/cifar100/
 *
 * @example
 * ```ts no-run
 * import { datasets } from 'keratin';
 * const [[xTrain, yTrain], [xTest, yTest]] = await datasets.cifar100.loadData({ labelMode: 'coarse' });
 * ```
 */
export async function loadData(options: Cifar100Options = {}): Promise<LoadedData> {
  checkOptions('datasets.cifar100.loadData', options, ['folder', 'labelMode']);
  const { labelMode = 'fine', ...rest } = options;
  if (labelMode !== 'fine' && labelMode !== 'coarse') throw badArgument('labelMode', '"fine" or "coarse"', labelMode);
  return loadCifar(DATASET, rest, LABEL_AT[labelMode]);
}
