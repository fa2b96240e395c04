import * as digits from '../../../datasets/digits.ts';
import * as ops from '../../../ops/index.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import type { DataName, PlaygroundState } from '../state/playground-state.ts';
import { pointMakers } from './points.ts';

/** Points in a data set; the digits are as many as there are. */
export const POINTS = 600;

/** What distinguishes the data sets to a net. */
export const dataShapes: Readonly<Record<DataName, { readonly features: number; readonly classes: number }>> = {
  circles: { features: 2, classes: 2 },
  moons: { features: 2, classes: 2 },
  spirals: { features: 2, classes: 2 },
  xor: { features: 2, classes: 2 },
  blobs: { features: 2, classes: 3 },
  digits: { features: 64, classes: 10 },
};

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

/** Rows kept for training; at least one is kept for testing. */
export const trainingRows = (testShare: number, n: number = POINTS): number =>
  Math.min(n - 1, Math.max(1, Math.round(n * (1 - testShare))));

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
