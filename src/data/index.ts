/** Pipelines of data that are read as training goes, and may be larger than memory. */

export type { FileSource } from '../support/files/file-source.ts';
export {
  type AudioDirectoryOptions,
  type AudioSample,
  audioDatasetFromDirectory,
} from './audio/audio-dataset-from-directory.ts';
export { DataError } from './data-error.ts';
export {
  type BatchOptions,
  Dataset,
  type MapOptions,
  type ShuffleOptions,
  type WindowOptions,
} from './dataset.ts';
export { type ColorMode, decodeImage } from './images/decode-image.ts';
export { type ArrayToImgOptions, arrayToImg, type ImgToArrayOptions, imgToArray } from './images/image-array.ts';
export {
  type ImageDataset,
  type ImageDirectoryOptions,
  imageDatasetFromDirectory,
} from './images/image-dataset-from-directory.ts';
export { type LoadImgOptions, loadImg } from './images/load-img.ts';
export { type SaveImgOptions, saveImg } from './images/save-img.ts';
export type { DirectoryOptions } from './labeled-files.ts';
export { PyDataset } from './py-dataset.ts';
export type { ArrayTree, SampleOf } from './sources/from-arrays.ts';
export type { FromCsvOptions } from './sources/from-csv.ts';
export type { IterableSource } from './sources/from-iterable.ts';
export type { LabeledSample, Row, RowOptions } from './sources/row.ts';
export { type Batched, type Element, type Leaf, stack } from './stack.ts';
export { type TextDirectoryOptions, type TextSample, textDatasetFromDirectory } from './text-dataset-from-directory.ts';
export { type TimeseriesOptions, timeseriesDatasetFromArray } from './timeseries-dataset-from-array.ts';
