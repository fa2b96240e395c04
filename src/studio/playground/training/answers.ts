import type { Sequential } from '../../../models/index.ts';
import * as ops from '../../../ops/index.ts';
import { convertToTensor } from '../../../tensor/convert.ts';
import { jit } from '../../../tensor/jit.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import type { Samples } from '../data/samples.ts';
import type { Answers } from './protocol.ts';
import { EXTENT, GRID } from './shown.ts';

/** The middles of the grid's cells, [GRID * GRID, 2], row by row from the top. */
export function gridPoints(): Float32Array<ArrayBuffer> {
  const at = (i: number): number => ((i + 0.5) / GRID) * 2 * EXTENT - EXTENT;
  const points = new Float32Array(GRID * GRID * 2);
  for (let row = 0; row < GRID; row++)
    for (let column = 0; column < GRID; column++) points.set([at(column), -at(row)], 2 * (row * GRID + column));
  return points;
}

/** A function that asks the model, as it is at that moment, about the same rows again and again. */
export function asker(model: Sequential, { x, features }: Pick<Samples, 'x' | 'features'>): () => Promise<Answers> {
  const rows = ops.reshape(convertToTensor(x), [-1, features]);
  const ask = jit((asked: Tensor): Tensor => model.apply<Tensor>(asked, { training: false }));
  return async () => {
    const probabilities = ask(rows);
    return toAnswers(await probabilities.data(), probabilities.shape[1] ?? 1);
  };
}

/** Probabilities as classes and certainties. One number in a row is the probability of class 1 of two. */
export function toAnswers(probabilities: ArrayLike<number | bigint>, width: number): Answers {
  const count = probabilities.length / width;
  const classes = new Uint8Array(count);
  const certainty = new Uint8Array(count);
  const chance = 1 / Math.max(width, 2);
  for (let i = 0; i < count; i++) {
    let best = 0;
    let highest = Number(probabilities[i * width]);
    if (width === 1) {
      best = highest > 0.5 ? 1 : 0;
      highest = Math.max(highest, 1 - highest);
    } else
      for (let k = 1; k < width; k++) {
        const value = Number(probabilities[i * width + k]);
        if (value > highest) [best, highest] = [k, value];
      }
    classes[i] = best;
    // NaN becomes 0: the net says nothing.
    certainty[i] = Math.max(0, (255 * (highest - chance)) / (1 - chance));
  }
  return { classes, certainty };
}
