import type { RunId } from './runs.ts';

/** A layer, or an operation of a graph that another framework wrote. */
export interface GraphNode {
  /** Unique in the graph. */
  readonly id: string;
  readonly name: string;
  /** Keras's class name, or the operation. */
  readonly className: string;
  /** The layer's name in the vitals, to link with the net view; null where it has no vitals. */
  readonly layer: string | null;
  /** Nested models: the id of the node that it lies in. */
  readonly inside: string | null;
  /** What is worth showing of its config: name and value, in words. */
  readonly details: readonly (readonly [name: string, value: string])[];
}

/** The model as boxes and arrows. */
export interface GraphAnswer {
  readonly run: RunId;
  readonly name: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}
