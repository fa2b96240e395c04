/** Datasets to learn on, as `keras.datasets` has them. Each has one function, `loadData`. */

export { DatasetError } from './dataset-error.ts';
export * as digits from './digits.ts';
export * as fashionMnist from './fashion-mnist.ts';
export type { LoadedData } from './loaded-data.ts';
export * as mnist from './mnist.ts';
