import { isPlainRecord } from '../../support/plain-record.ts';
import type { FunctionGraph } from '../function-graph.ts';
import type { Slot } from './bundle.ts';

/** What a model knows of its inputs and outputs before it sees data. */
export interface ModelSlots {
  /** The inputs in order; null for a model that takes whatever its `call` takes. */
  readonly inputs: readonly Slot[] | null;
  /** The names under which outputs are reported, in order; null when nobody named them. */
  readonly outputNames: readonly string[] | null;
}

/** In a record of inputs or outputs its keys are the names, otherwise those of the layers. */
const namesOf = (structure: unknown, layerNames: readonly string[]): readonly string[] =>
  isPlainRecord(structure) ? Object.keys(structure).sort() : layerNames;

/** What a graph of layers says about its model. */
export function slotsOfGraph(graph: FunctionGraph): ModelSlots {
  const names = namesOf(graph.inputs, graph.inputNames);
  return {
    inputs: graph.inputList.map(({ shape, dtype }, i) => ({ name: names[i] ?? null, shape, dtype })),
    outputNames: namesOf(graph.outputs, graph.outputNames),
  };
}
