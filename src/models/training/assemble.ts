import { isTensor } from '../../layers/infer-outputs.ts';
import { flattenStructure, isPlainRecord, type Structure } from '../../layers/structure.ts';
import { ArgumentError, describe } from '../../support/errors.ts';
import { formatShape, sizeOf } from '../../support/shape.ts';
import { abstractly, abstractTensor } from '../../tensor/abstract.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Trainer } from '../trainer.ts';
import type { Batch, TrainingData } from './batch-source.ts';
import { type Bundle, type Columns, commonSampleCount, toBundle } from './bundle.ts';
import { checkTargets } from './check-targets.ts';
import { packStep } from './feed.ts';
import type { OutputInfo } from './per-output.ts';
import { type SampleArray, sampleCount } from './sample-array.ts';
import { type ClassWeight, toSampleWeights, weightsOfClasses } from './sample-weights.ts';
import type { NonFiniteWarning } from './warn-non-finite.ts';

/** What data are read for. */
export interface Purpose {
  /** Whether the model is called in training mode. */
  readonly training: boolean;
  /** Samples per batch. */
  readonly batchSize: number;
  readonly warning: NonFiniteWarning;
}

/** What goes with inputs. */
export interface Targets {
  readonly y?: unknown;
  readonly sampleWeight?: unknown;
  readonly classWeight?: ClassWeight | null | undefined;
}

/** Reads the inputs and checks them against what the model takes. */
export function readInputs(trainer: Trainer, x: unknown): Bundle {
  const slots = trainer.slots().inputs;
  const bundle = toBundle(x, 'x', slots);
  bundle.arrays.forEach(({ shape }, i) => {
    const slot = slots?.[bundle.positions[i] ?? i];
    if (!slot?.shape) return;
    const fits =
      shape.length === slot.shape.length &&
      slot.shape.every((n, axis) => axis === 0 || n === null || n === shape[axis]);
    if (fits) return;
    const name = bundle.names[i] ?? 'x';
    throw new ArgumentError(
      `\`${name}\` must have shape ${formatShape([null, ...slot.shape.slice(1)])}, which is what the model's input${slot.name ? ` ${describe(slot.name)}` : ''} takes. Received: ${name} of shape ${formatShape(shape)}`,
    );
  });
  return bundle;
}

const abstractBatch = (columns: Columns | null, size: number): Tensor[] =>
  (columns?.arrays ?? []).map(({ shape, dtype }) => abstractTensor([size, ...shape.slice(1)], dtype));

/** Builds the model if need be, and calls it on tensors without values: what its outputs are like. */
export function forwardShapes(trainer: Trainer, x: Bundle, { training, batchSize }: Purpose): OutputInfo[] {
  const size = Math.min(batchSize, Math.max(1, ...x.arrays.map(sampleCount)));
  trainer.ensureBuilt(x);
  const outputs = abstractly(() => trainer.apply<Structure<Tensor>>(x.pack(abstractBatch(x, size)), { training }));
  const names = trainer.slots().outputNames ?? (isPlainRecord(outputs) ? Object.keys(outputs).sort() : null);
  return flattenStructure(outputs, isTensor).map(({ shape }, i) => ({ name: names?.[i] ?? null, shape }));
}

/** A flat typed array of targets that is a whole number of outputs per sample is cut into these. */
function cutTargets(array: SampleArray, count: number, output: OutputInfo | undefined): SampleArray {
  const sample = output?.shape.slice(1) ?? [];
  const isFlat = array.shape.length === 1 && array.shape[0] !== count;
  return isFlat && sample.length > 0 && array.values.length === count * sizeOf(sample)
    ? { ...array, shape: [count, ...sample] }
    : array;
}

function readTargets(y: unknown, outputs: readonly OutputInfo[] | null, count: number, strict: boolean): Bundle {
  const slots = outputs?.map(({ name }) => ({ name, shape: null, dtype: null })) ?? null;
  const bundle = toBundle(y, 'y', strict || (slots?.length ?? 0) > 1 ? slots : null);
  return {
    ...bundle,
    arrays: bundle.arrays.map((array, i) => cutTargets(array, count, outputs?.[bundle.positions[i] ?? i])),
  };
}

/**
 * Reads inputs, targets and weights, checks them against each other, the model and its losses, and finds out what
 * belongs together. Nothing has changed when it throws.
 *
 * @throws ArgumentError that names the argument
 */
export function assemble(trainer: Trainer, inputs: unknown, targets: Targets, purpose: Purpose): TrainingData {
  const x = readInputs(trainer, inputs);
  const count = commonSampleCount([x]);
  // A model with a step of its own does with its data what it likes.
  const own = trainer.hasOwnStep(purpose.training);
  const outputs = own ? [] : forwardShapes(trainer, x, purpose);
  const { y: given, sampleWeight: weights, classWeight = null } = targets;
  const compiled = trainer.session.compiled;
  const y =
    given === undefined || given === null
      ? null
      : readTargets(given, own ? null : outputs, count, compiled?.loss != null);
  commonSampleCount([x, y]);
  if (classWeight !== null && weights !== undefined && weights !== null) {
    throw new ArgumentError('Give either `classWeight` or `sampleWeight`. Received: both');
  }
  const sampleWeight =
    classWeight !== null
      ? weightsOfClasses(classWeight, y?.arrays ?? [], outputs)
      : weights === undefined || weights === null
        ? null
        : toSampleWeights(weights, outputs);
  const data = { x, y, sampleWeight };
  commonSampleCount([x, y, sampleWeight]);
  if (!own) prepareCompiled(trainer, data, outputs, purpose);
  for (const columns of [x, y]) {
    columns?.arrays.forEach((array, i) => {
      purpose.warning.check(columns.names[i] ?? 'x', array);
    });
  }
  return data;
}

/** Settles which loss and metrics belong to which output, checks the targets, and tries the losses without values. */
function prepareCompiled(
  trainer: Trainer,
  data: TrainingData,
  outputs: readonly OutputInfo[],
  { training, batchSize }: Purpose,
): void {
  const { compiled } = trainer.session;
  if (compiled === null) return;
  const { loss, metrics } = compiled;
  const { y } = data;
  if (y === null && (loss !== null || metrics !== null)) {
    throw new ArgumentError(
      `\`y\` must be given: the model was compiled with ${loss === null ? 'metrics' : 'a loss'} that compares outputs with targets. Received: no targets`,
    );
  }
  const byOutput = outputs.map((_, i) => {
    const position = y?.positions.indexOf(i) ?? -1;
    return position < 0 ? undefined : y?.arrays[position];
  });
  const shapes = byOutput.map((array) => array?.shape ?? []);
  loss?.build(outputs, shapes);
  metrics?.build(outputs, shapes);
  for (const term of loss?.terms ?? []) {
    const array = byOutput[term.output];
    const name = y?.names[y.positions.indexOf(term.output)] ?? 'y';
    if (array !== undefined) checkTargets(term.loss, array, name, outputs[term.output]?.shape ?? []);
  }
  const size = Math.min(batchSize, commonSampleCount([data.x]));
  const step = packStep(data, {
    x: abstractBatch(data.x, size),
    y: abstractBatch(data.y, size),
    sampleWeight: abstractBatch(data.sampleWeight, size),
  });
  abstractly(() => trainer.lossOf(step, training));
}

/** One batch of an iterator. */
export function readBatch(trainer: Trainer, value: unknown, purpose: Omit<Purpose, 'batchSize'>): Batch {
  if (!Array.isArray(value) || value.length < 1 || value.length > 3) {
    throw new ArgumentError(
      `\`x\` as an iterator must give batches [x, y] or [x, y, sampleWeight]. Received: ${describe(value)}`,
    );
  }
  const [x, y, sampleWeight]: readonly unknown[] = value;
  const data = assemble(trainer, x, { y, sampleWeight }, { ...purpose, batchSize: Number.POSITIVE_INFINITY });
  return { ...data, size: commonSampleCount([data.x]) };
}
