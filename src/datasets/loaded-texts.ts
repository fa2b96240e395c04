import { Storage } from '../tensor/storage.ts';
import { Tensor } from '../tensor/tensor.ts';

/** Texts as lists of integers, which differ in length, and labels: `[[xTrain, yTrain], [xTest, yTest]]`. */
export type LoadedTexts = readonly [
  train: readonly [x: number[][], y: Tensor],
  test: readonly [x: number[][], y: Tensor],
];

/** Texts with their labels as an int32 tensor. */
export const textsAndLabels = (texts: number[][], labels: readonly number[]): readonly [number[][], Tensor] => [
  texts,
  new Tensor(Storage.from(labels, [labels.length], 'int32')),
];
