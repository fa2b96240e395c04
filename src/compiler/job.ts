import type { Node } from '../graph/node.ts';

/** What a backend is asked to compile: see backends/backend.ts. */
export interface Computation {
  readonly parameters: readonly Node[];
  readonly results: readonly Node[];
  readonly overwrites: readonly (number | null)[];
}

/** A graph to compile into the code of a level, and the buffers that it reads and writes. */
export interface Job {
  readonly parameters: readonly Node[];
  readonly buffers: readonly number[];
  readonly results: readonly Node[];
  /** Undefined for a result that overwrites a parameter. */
  readonly resultBuffers: readonly (number | undefined)[];
  readonly overwrites: readonly (number | null)[];
}
