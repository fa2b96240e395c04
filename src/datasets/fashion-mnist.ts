import { type IdxDatasetOptions, loadIdxDataset } from './idx-dataset.ts';
import type { LoadedData } from './loaded-data.ts';

/**
 * Fashion-MNIST: 60,000 training and 10,000 test images of clothes, 28 x 28 pixels, each 0 (blank) to 255.
 *
 * The labels are 0 T-shirt/top, 1 trouser, 2 pullover, 3 dress, 4 coat, 5 sandal, 6 shirt, 7 sneaker, 8 bag,
 * 9 ankle boot. The files are read from the folder `fashion-mnist` in the data folder (environment variable
 * `KERATIN_DATA`, by default `~/.keratin/datasets`), and downloaded to it (31 MB) when absent.
 *
 * @returns `[[xTrain, yTrain], [xTest, yTest]]`: x float32 of shape (n, 28, 28), y int32 of shape (n,) with values 0..9
 * @throws DatasetError when the files are absent and can't be downloaded, or are damaged
 *
 * Source: Xiao, H., Rasul, K. and Vollgraf, R. (2017), arXiv:1708.07747 (MIT license);
 * https://keras.io/api/datasets/fashion_mnist/
 *
 * @example
 * ```ts no-run
 * import { datasets, ops } from 'keratin';
 * const [[xTrain, yTrain], [xTest, yTest]] = await datasets.fashionMnist.loadData();
 * const x = ops.divide(xTrain, 255);
 * ```
 */
export function loadData(options: IdxDatasetOptions = {}): Promise<LoadedData> {
  return loadIdxDataset(
    {
      name: 'datasets.fashionMnist',
      folder: 'fashion-mnist',
      homes: [
        'https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/',
        'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/',
      ],
      sha256: {
        'train-images-idx3-ubyte.gz': '3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84',
        'train-labels-idx1-ubyte.gz': 'a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845',
        't10k-images-idx3-ubyte.gz': '346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073',
        't10k-labels-idx1-ubyte.gz': '67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5',
      },
    },
    options,
  );
}
