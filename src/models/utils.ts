/** keras.utils, gathered from the floors where its parts live. */

export { Progbar } from '../callbacks/progbar.ts';
export {
  type ArrayToImgOptions,
  type AudioDirectoryOptions,
  arrayToImg,
  audioDatasetFromDirectory,
  type DirectoryOptions,
  type ImageDirectoryOptions,
  type ImgToArrayOptions,
  imageDatasetFromDirectory,
  imgToArray,
  type LoadImgOptions,
  loadImg,
  PyDataset,
  type SaveImgOptions,
  saveImg,
  type TextDirectoryOptions,
  type TimeseriesOptions,
  textDatasetFromDirectory,
  timeseriesDatasetFromArray,
} from '../data/index.ts';
export { type GetFileOptions, getFile } from '../datasets/get-file.ts';
export { getSourceInputs } from '../layers/get-source-inputs.ts';
export { isKerasTensor } from '../layers/keras-tensor.ts';
export * from '../layers/preprocessing/feature-space/index.ts';
export { standardizeDtype } from '../support/dtype.ts';
export * from '../utils/index.ts';
export { type ModelToDotOptions, modelToDot } from './plotting/model-to-dot.ts';
export { type PlotModelOptions, plotModel } from './plotting/plot-model.ts';
