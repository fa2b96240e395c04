/** Datasets to learn on, as `keras.datasets` has them. Each has the function `loadData`. */

export * as bostonHousing from './boston-housing.ts';
export * as californiaHousing from './california-housing.ts';
export * as cifar10 from './cifar10.ts';
export * as cifar100 from './cifar100.ts';
export { DatasetError } from './dataset-error.ts';
export * as digits from './digits.ts';
export * as fashionMnist from './fashion-mnist.ts';
export * as imdb from './imdb.ts';
export type { LoadedData } from './loaded-data.ts';
export type { LoadedTexts } from './loaded-texts.ts';
export * as mnist from './mnist.ts';
export * as reuters from './reuters.ts';
