import type { PackedFloats } from './packed-floats.ts';
import type { RunId } from './runs.ts';

/** A sample on which the model was far off. */
export interface WorstSample {
  /** Its place in the data. */
  readonly index: number;
  readonly truth: string;
  readonly answer: string;
  /** The probability that the model gave to its answer, and to the truth. */
  readonly confidence: number | null;
  readonly truthProbability: number | null;
  /** Its share of the loss. */
  readonly loss: number;
  /** The address of a picture of the sample; null for samples that are no pictures. */
  readonly image: string | null;
  /** The first few inputs of samples that are no pictures. */
  readonly inputs: readonly number[];
}

/** What the model answered to held-out data after its last epoch. */
export interface PredictionsAnswer {
  readonly run: RunId;
  readonly epoch: number;
  /** Null for models that don't classify. */
  readonly confusion: {
    readonly labels: readonly string[];
    /** [truth, answer]. */
    readonly counts: readonly (readonly number[])[];
  } | null;
  /** The worst first. */
  readonly worst: readonly WorstSample[];
}

/** Points of an embedding in the plane of their two largest principal components. */
export interface EmbeddingAnswer {
  readonly run: RunId;
  readonly name: string;
  readonly step: number;
  /** [points, 2]: Float32. */
  readonly points: PackedFloats;
  /** One per point; empty when there are none. */
  readonly labels: readonly string[];
  /** The share of the variance that each axis holds. */
  readonly explained: readonly [number, number];
  /** Points before they were thinned out, and their dimensions. */
  readonly count: number;
  readonly dimensions: number;
}
