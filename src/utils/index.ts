/** Helpers around data and randomness, as `keras.utils` has them. */

export * as boundingBoxes from './bounding-boxes/index.ts';
export { clearSession } from './clear-session.ts';
export { Config } from './config.ts';
export { type NormalizeOptions, normalize } from './normalize.ts';
export { type PadSequencesOptions, padSequences } from './pad-sequences.ts';
export { packXYSampleWeight, unpackXYSampleWeight } from './sample-weight-packing.ts';
export { setRandomSeed } from './set-random-seed.ts';
export { type SmartResizeOptions, smartResize } from './smart-resize.ts';
export { type SampleArray, type SplitDatasetOptions, type SplittableDataset, splitDataset } from './split-dataset.ts';
export { type ToCategoricalOptions, toCategorical } from './to-categorical.ts';
