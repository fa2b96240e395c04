import type { Slot } from './bundle.ts';

/** What a model knows of its inputs and outputs before it sees data. */
export interface ModelSlots {
  /** The inputs in order; null for a model that takes whatever its `call` takes. */
  readonly inputs: readonly Slot[] | null;
  /** The names under which outputs are reported, in order; null when nobody named them. */
  readonly outputNames: readonly string[] | null;
}
