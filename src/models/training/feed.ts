import type { Structure } from '../../layers/structure.ts';
import * as ops from '../../ops/index.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { Variable } from '../../tensor/variable.ts';
import type { Batch, TrainingData } from './batch-source.ts';
import type { Columns } from './bundle.ts';

/** What a step is made of. */
export interface StepData {
  /** The inputs, in the structure in which they were passed. */
  readonly x: Structure<Tensor>;
  /** The targets, in the structure in which they were passed; null without targets. */
  readonly y: Structure<Tensor> | null;
  /** The sample weights of each output; null where there are none. */
  readonly sampleWeight: readonly (Tensor | null)[];
}

/** Puts tensors in the places of a batch's arrays. */
export function packStep(
  { x, y, sampleWeight }: TrainingData,
  tensors: { readonly x: readonly Tensor[]; readonly y: readonly Tensor[]; readonly sampleWeight: readonly Tensor[] },
): StepData {
  return {
    x: x.pack(tensors.x),
    y: y === null ? null : y.pack(tensors.y),
    sampleWeight: (sampleWeight?.perOutput ?? []).map((position) =>
      position === null ? null : (tensors.sampleWeight[position] ?? null),
    ),
  };
}

/** Two batches with the same signature are served by the same program. */
export function signatureOf({ x, y, sampleWeight }: TrainingData): string {
  const text = (columns: Columns | null) =>
    columns?.arrays.map(({ dtype, shape }, i) => `${columns.names[i]}:${dtype}[${shape.join(',')}]`).join(';') ?? '-';
  return `${text(x)}|${text(y)}|${text(sampleWeight)}`;
}

const variablesFor = (columns: Columns | null): Variable[] =>
  (columns?.arrays ?? []).map(
    ({ shape, dtype }, i) =>
      new Variable(() => ops.zeros(shape, dtype), { name: columns?.names[i] ?? 'batch', trainable: false }),
  );

const loadAll = (variables: readonly Variable[], columns: Columns | null): void => {
  variables.forEach((variable, i) => {
    const array = columns?.arrays[i];
    if (array === undefined) return;
    const view = array.copyTo === undefined ? undefined : variable.view();
    if (view === undefined) variable.load(array.values);
    else array.copyTo?.(view);
  });
};

const valuesOf = (variables: readonly Variable[]): Tensor[] => variables.map((variable) => variable.value);

/** The variables through which batches of one signature enter a program. */
export class Feed {
  readonly #layout: TrainingData;
  readonly #x: readonly Variable[];
  readonly #y: readonly Variable[];
  readonly #sampleWeight: readonly Variable[];

  constructor(batch: Batch) {
    this.#layout = batch;
    this.#x = variablesFor(batch.x);
    this.#y = variablesFor(batch.y);
    this.#sampleWeight = variablesFor(batch.sampleWeight);
  }

  load(batch: Batch): void {
    loadAll(this.#x, batch.x);
    loadAll(this.#y, batch.y);
    loadAll(this.#sampleWeight, batch.sampleWeight);
  }

  /** The batch as tensors; inside a traced function, as inputs of its program. */
  data(): StepData {
    return packStep(this.#layout, {
      x: valuesOf(this.#x),
      y: valuesOf(this.#y),
      sampleWeight: valuesOf(this.#sampleWeight),
    });
  }
}
