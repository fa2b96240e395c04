import * as digits from '../../../datasets/digits.ts';
import * as ops from '../../../ops/index.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import type { PlaygroundState } from '../state/playground-state.ts';
import { dataShapes, POINTS, trainingRows } from './data-shapes.ts';
import { pointMakers } from './points.ts';

/** Rows with their classes, on the host. */
export interface Samples {
  /** [n, features], row by row. */
  readonly x: Float32Array;
  readonly y: Int32Array;
  readonly features: number;
}

export interface SplitSamples {
  readonly train: Samples;
  readonly test: Samples;
}

async function onHost(x: Tensor, y: Tensor, features: number): Promise<Samples> {
  return {
    x: Float32Array.from(await x.data(), Number),
    y: Int32Array.from(await y.data(), Number),
    features,
  };
}

/** The data of a state: the same for the same state. */
export async function makeSamples(state: PlaygroundState): Promise<SplitSamples> {
  const { features } = dataShapes[state.data];
  if (state.data === 'digits') {
    const [train, test] = await digits.loadData({ testSplit: state.testShare, seed: state.seed });
    // Ink from 0 to 16 becomes 0 to 1.
    const rows = (x: Tensor): Tensor => ops.reshape(ops.divide(x, 16), [-1, features]);
    return {
      train: await onHost(rows(train[0]), train[1], features),
      test: await onHost(rows(test[0]), test[1], features),
    };
  }
  const { x, y } = pointMakers[state.data](POINTS, state.noise, state.seed);
  const cut = trainingRows(state.testShare);
  const all = await onHost(x, y, features);
  const part = (from: number, to: number): Samples => ({
    x: all.x.slice(from * features, to * features),
    y: all.y.slice(from, to),
    features,
  });
  return { train: part(0, cut), test: part(cut, POINTS) };
}
