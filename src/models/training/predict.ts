import { CallbackList, toCallbacks } from '../../callbacks/callback-list.ts';
import { type PredictLogs, ProgbarLogger } from '../../callbacks/index.ts';
import type { Structure } from '../../layers/structure.ts';
import { type DType, type HostArray, hostArray } from '../../support/dtype.ts';
import { ArgumentError, checkOptions } from '../../support/errors.ts';
import { Storage } from '../../tensor/storage.ts';
import { Tensor } from '../../tensor/tensor.ts';
import type { Variable } from '../../tensor/variable.ts';
import type { Trainer } from '../trainer.ts';
import { ArraySource } from './array-source.ts';
import { type Batch, type BatchSource, checkCount } from './batch-source.ts';
import { type Bundle, commonSampleCount } from './bundle.ts';
import { isBatches } from './data-types.ts';
import { EpochSteps } from './epoch-steps.ts';
import { EventLoopTurns } from './event-loop.ts';
import { IteratorSource } from './iterator-source.ts';
import { type PredictOptions, predictOptionNames, resolveVerbose } from './options.ts';
import { readInputs } from './read-inputs.ts';
import type { PredictProgram } from './session.ts';
import { batchSizeFor } from './sources.ts';

/** One output's values, batch after batch. */
class Collected {
  readonly #dtype: DType;
  readonly #shape: readonly number[];
  readonly #parts: HostArray[] = [];
  #rows = 0;

  constructor(output: Variable) {
    this.#dtype = output.dtype;
    this.#shape = output.shape.slice(1);
  }

  add(output: Variable): void {
    this.#parts.push(output.dataSync());
    this.#rows += output.shape[0] ?? 1;
  }

  /** All values as one tensor. */
  join(): Tensor {
    const all = hostArray(
      this.#dtype,
      this.#parts.reduce((size, part) => size + part.length, 0),
    );
    let position = 0;
    for (const part of this.#parts) {
      all.set(part, position);
      position += part.length;
    }
    return new Tensor(Storage.from(all, [this.#rows, ...this.#shape], this.#dtype));
  }
}

const inputsOnly = (x: Bundle): Batch => ({ x, y: null, sampleWeight: null, size: commonSampleCount([x]) });

/** The extents along the first elements of nested arrays. */
const nestedShape = (x: unknown): number[] => (Array.isArray(x) ? [x.length, ...nestedShape(x[0])] : []);

/** A batch of an iterator is the inputs, alone or first in a list with targets, which don't count here. */
function predictionBatch(trainer: Trainer, value: unknown): Batch {
  if (!Array.isArray(value) || value.length > 3 || typeof value[0] !== 'object') {
    return inputsOnly(readInputs(trainer, value));
  }
  // Nested arrays in the shape of the model's input are the inputs, not a list of arrays.
  const shape = trainer.slots().inputs?.[0]?.shape ?? [];
  const given = nestedShape(value);
  const isInput = given.length === shape.length && shape.every((n, i) => n === null || n === given[i]);
  return inputsOnly(readInputs(trainer, isInput ? value : value[0]));
}

function predictionSource(trainer: Trainer, x: unknown, batchSize: number | null, steps: number | null): BatchSource {
  if (isBatches(x)) return new IteratorSource(x, (batch) => predictionBatch(trainer, batch));
  const data = inputsOnly(readInputs(trainer, x));
  return new ArraySource(data, { batchSize: batchSizeFor(batchSize, steps, data), shuffle: false });
}

function predictBatch(trainer: Trainer, batch: Batch): PredictProgram {
  trainer.ensureBuilt(batch.x);
  const program = trainer.session.predictProgram(batch);
  program.run(batch);
  return program;
}

const valuesOf = (program: PredictProgram): Structure<Tensor> =>
  program.pack(
    program.outputs().map((output) => {
      const values = new Collected(output);
      values.add(output);
      return values.join();
    }),
  );

/** Predictions for all samples. `Trainer.predict` documents it. */
export async function predict(trainer: Trainer, x: unknown, options: PredictOptions): Promise<Structure<Tensor>> {
  checkOptions('predict', options, predictOptionNames);
  const batchSize = checkCount('batchSize', options.batchSize);
  const limit = checkCount('steps', options.steps);
  const verbose = resolveVerbose(options.verbose);
  const user = toCallbacks(options.callbacks);
  trainer.session.refresh();
  const steps = new EpochSteps(predictionSource(trainer, x, batchSize, limit), limit);
  const progress = verbose === 0 ? [] : [new ProgbarLogger()];
  const callbacks = new CallbackList([...user, ...progress], trainer, { verbose, epochs: 1, steps: steps.count });
  try {
    return await runPrediction(trainer, steps, callbacks);
  } finally {
    for (const bar of progress) bar.interrupt();
  }
}

async function runPrediction(trainer: Trainer, steps: EpochSteps, callbacks: CallbackList): Promise<Structure<Tensor>> {
  const turns = new EventLoopTurns();
  trainer.stopPredicting = false;
  await callbacks.onPredictBegin();
  const batches = steps.epoch();
  const collected: Collected[] = [];
  let last: PredictProgram | null = null;
  for (let step = 0; ; step++) {
    const next = batches.next();
    const batch = next instanceof Promise ? await next : next;
    if (batch === null) break;
    const began = callbacks.onPredictBatchBegin(step);
    if (began !== undefined) await began;
    const program = predictBatch(trainer, batch);
    last = program;
    program.outputs().forEach((output, i) => {
      collected[i] ??= new Collected(output);
      collected[i].add(output);
    });
    // Outputs nest no deeper than lists and records of tensors.
    const ended = callbacks.onPredictBatchEnd(step, () => ({ outputs: valuesOf(program) }) as PredictLogs);
    if (ended !== undefined) await ended;
    if (trainer.stopPredicting) break;
    if (turns.due) await turns.take();
  }
  await callbacks.onPredictEnd();
  if (last === null) throw new ArgumentError('`x` must give at least one batch. Received: an empty iterator');
  return last.pack(collected.map((output) => output.join()));
}

/** Predictions for one batch, in one step. */
export function predictOnBatch(trainer: Trainer, x: unknown): Structure<Tensor> {
  trainer.session.refreshIfChanged();
  return valuesOf(predictBatch(trainer, inputsOnly(readInputs(trainer, x))));
}
