import { Storage } from '../tensor/storage.ts';
import { Tensor } from '../tensor/tensor.ts';

/** What every `loadData` resolves to, in Keras's order: `[[xTrain, yTrain], [xTest, yTest]]`. */
export type LoadedData = readonly [train: readonly [x: Tensor, y: Tensor], test: readonly [x: Tensor, y: Tensor]];

/** Images as a float32 tensor and labels as an int32 tensor. */
export function imagesAndLabels(images: ArrayLike<number>, imageShape: readonly number[], labels: ArrayLike<number>) {
  return [
    new Tensor(Storage.from(images, [labels.length, ...imageShape], 'float32')),
    new Tensor(Storage.from(labels, [labels.length], 'int32')),
  ] as const;
}
