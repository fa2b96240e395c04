import { less } from '../../../ops/comparison.ts';
import { where } from '../../../ops/logical.ts';
import { reshape } from '../../../ops/shape.ts';
import { type SeedGenerator, uniform } from '../../../random/index.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import type { Pair } from './image-options.ts';

/** The number of images in a batch. */
export const countOf = (images: Tensor): number => images.shape[0] ?? 0;

/** One number for each image, which broadcasts against [batch, height, width, channels]. */
export const perImage = (numbers: Tensor): Tensor => reshape(numbers, [-1, 1, 1, 1]);

/** One number for each image, drawn between two bounds: [batch]. */
export const drawn = (images: Tensor, [minval, maxval]: Pair, seed: SeedGenerator): Tensor =>
  uniform([countOf(images)], { minval, maxval, seed });

/** For each image whether it is chosen, with a probability that is drawn itself: [batch]. */
export function chosen(images: Tensor, probability: Pair, seed: SeedGenerator): Tensor {
  const share = drawn(images, probability, seed);
  return less(drawn(images, [0, 1], seed), share);
}

/** Changed images where they are chosen, the others as they are. */
export const onlyWhere = (choice: Tensor, changed: Tensor, images: Tensor): Tensor =>
  where(perImage(choice), changed, images);
