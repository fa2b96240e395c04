import { ArgumentError } from '../support/errors.ts';
import { DatasetError } from './dataset-error.ts';
import { type IdxDatasetOptions, loadIdxDataset } from './idx-dataset.ts';
import { kerasFile } from './keras-file.ts';
import { imagesAndLabels, type LoadedData } from './loaded-data.ts';
import { type NpzMember, readNpz } from './read-npz.ts';

/** Options of `datasets.mnist.loadData`. */
export interface MnistOptions extends IdxDatasetOptions {
  /**
   * Keras's file of the same images, `mnist.npz`: its name in the data folder, or its path; downloaded (11 MB) when absent.
   * Default: the authors' own files.
   */
  readonly path?: string;
}

const KERAS_FILE = {
  name: 'mnist.npz',
  hash: '731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1',
};

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
export async function loadData(options: MnistOptions = {}): Promise<LoadedData> {
  const { path, ...rest } = options;
  if (path !== undefined && rest.folder !== undefined)
    throw new ArgumentError(`\`path\` and \`folder\` exclude each other. Received: ${path} and ${rest.folder}`);
  if (path !== undefined && Object.keys(rest).length === 0) return loadKerasFile(path);
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
    rest,
  );
}

async function loadKerasFile(path: string): Promise<LoadedData> {
  const place = await kerasFile(KERAS_FILE, path);
  const found = await readNpz(place, ['x_train', 'y_train', 'x_test', 'y_test']);
  const pair = (x: NpzMember, y: NpzMember) => {
    if (x.shape.length !== 3 || y.shape.length !== 1 || x.shape[0] !== y.shape[0])
      throw new DatasetError(`${place} must hold images and as many labels. Received: (${x.shape}) and (${y.shape})`);
    return imagesAndLabels(x.values, x.shape.slice(1), y.values);
  };
  return [pair(found.x_train, found.y_train), pair(found.x_test, found.y_test)];
}
