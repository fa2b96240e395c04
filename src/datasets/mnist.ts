import { type IdxDatasetOptions, loadIdxDataset } from './idx-dataset.ts';
import type { LoadedData } from './loaded-data.ts';

/**
 * MNIST: 60,000 training and 10,000 test images of handwritten digits, 28 x 28 pixels, each 0 (blank) to 255 (ink).
 *
 * The files are read from the folder `mnist` in the data folder (environment variable `KERATIN_DATA`, by default
 * `~/.keratin/datasets`), and downloaded to it (11 MB) when absent.
 *
 * @returns `[[xTrain, yTrain], [xTest, yTest]]`: x float32 of shape (n, 28, 28), y int32 of shape (n,) with values 0..9
 * @throws DatasetError when the files are absent and can't be downloaded, or are damaged
 *
 * Source: LeCun, Y., Cortes, C. and Burges, C. J. C., The MNIST database of handwritten digits;
 * https://keras.io/api/datasets/mnist/
 *
 * @example
 * ```ts no-run
 * import { datasets, ops } from 'keratin';
 * const [[xTrain, yTrain], [xTest, yTest]] = await datasets.mnist.loadData();
 * const x = ops.divide(xTrain, 255);
 * ```
 */
export function loadData(options: IdxDatasetOptions = {}): Promise<LoadedData> {
  return loadIdxDataset(
    {
      name: 'datasets.mnist',
      folder: 'mnist',
      // The same bytes in every place; the authors' own server comes last because it often refuses programs.
      homes: [
        'https://storage.googleapis.com/cvdf-datasets/mnist/',
        'https://ossci-datasets.s3.amazonaws.com/mnist/',
        'http://yann.lecun.com/exdb/mnist/',
      ],
      sha256: {
        'train-images-idx3-ubyte.gz': '440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609',
        'train-labels-idx1-ubyte.gz': '3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c',
        't10k-images-idx3-ubyte.gz': '8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6',
        't10k-labels-idx1-ubyte.gz': 'f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6',
      },
    },
    options,
  );
}
