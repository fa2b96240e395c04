/** keras.utils, gathered from the floors where its parts live. */

export { Progbar } from '../callbacks/progbar.ts';
export {
  type DirectoryOptions,
  type ImageDirectoryOptions,
  imageDatasetFromDirectory,
  PyDataset,
  type TextDirectoryOptions,
  type TimeseriesOptions,
  textDatasetFromDirectory,
  timeseriesDatasetFromArray,
} from '../data/index.ts';
export { isKerasTensor } from '../layers/keras-tensor.ts';
export * from '../layers/preprocessing/feature-space/index.ts';
export { standardizeDtype } from '../support/dtype.ts';
export * from '../utils/index.ts';
