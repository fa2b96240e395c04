import type { DataName } from '../state/playground-state.ts';

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

/** Rows kept for training; at least one is kept for testing. */
export const trainingRows = (testShare: number, n: number = POINTS): number =>
  Math.min(n - 1, Math.max(1, Math.round(n * (1 - testShare))));
