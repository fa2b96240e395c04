import type { Structure } from '../../layers/structure.ts';
import { ArgumentError, describe } from '../../support/errors.ts';
import { abstractly, abstractTensor } from '../../tensor/abstract.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Trainer } from '../trainer.ts';
import type { Batch, TrainingData } from './batch-source.ts';
import { type Bundle, type Columns, commonSampleCount } from './bundle.ts';
import { checkTargets, checkWeights } from './check-targets.ts';
import { packStep, signatureOf } from './feed.ts';
import type { OutputInfo } from './per-output.ts';
import { readInputs } from './read-inputs.ts';
import { readTargets, type Targets } from './read-targets.ts';
import type { NonFiniteWarning } from './warn-non-finite.ts';

/** What data are read for. */
export interface Purpose {
  /** Whether the model is called in training mode. */
  readonly training: boolean;
  /** Samples per batch. */
  readonly batchSize: number;
  /** Warns of data that aren't finite; null leaves that to the caller. */
  readonly warning: NonFiniteWarning | null;
}

const abstractBatch = (columns: Columns | null, size: number): Tensor[] =>
  (columns?.arrays ?? []).map(({ shape, dtype }) => abstractTensor([size, ...shape.slice(1)], dtype));

/**
 * Reads inputs, targets and weights, and checks them against each other, the model and its losses. A step is rehearsed
 * on tensors without values (once for each signature), so that what a layer, loss or metric can't take is found out
 * before anything runs or changes.
 *
 * @throws ArgumentError that names the argument
 */
export function assemble(trainer: Trainer, inputs: unknown, targets: Targets, purpose: Purpose): TrainingData {
  const x = readInputs(trainer, inputs);
  const count = commonSampleCount([x]);
  const { training, warning } = purpose;
  const size = Math.min(purpose.batchSize, count);
  const own = trainer.hasOwnStep(training);
  // A model with a step of its own does with its data what it likes.
  const read = () => (own ? readTargets(x, targets, null, false) : rehearse(trainer, x, targets, training, size));
  const data = trainer.session.compiled?.attempt(read) ?? read();
  warning?.checkAll(data);
  return data;
}

/** What has been found out about batches of a signature. */
export interface Rehearsed {
  readonly outputs: readonly OutputInfo[];
  /** Signatures of inputs with targets and weights for which losses and metrics work. */
  readonly fitting: Set<string>;
}

function rehearse(trainer: Trainer, x: Bundle, targets: Targets, training: boolean, size: number): TrainingData {
  const { session } = trainer;
  const hasLosses = session.compiled?.loss != null || session.compiled?.metrics != null;
  const key = `${training}|${size}|${signatureOf({ x, y: null, sampleWeight: null })}`;
  const known = session.rehearsed.get(key);
  if (known !== undefined) {
    const data = readTargets(x, targets, known.outputs, hasLosses);
    checkAgainstLosses(trainer, data, known.outputs);
    if (known.fitting.has(signatureOf(data))) return data;
  }
  trainer.ensureBuilt(x);
  return abstractly(() => {
    const tensors = abstractBatch(x, size);
    const yPred = trainer.apply<Structure<Tensor>>(x.pack(tensors), { training });
    const outputs = trainer.outputsOf(yPred);
    const data = readTargets(x, targets, outputs, hasLosses);
    checkAgainstLosses(trainer, data, outputs);
    if (session.compiled !== null) {
      const y = abstractBatch(data.y, size);
      const step = packStep(data, { x: tensors, y, sampleWeight: abstractBatch(data.sampleWeight, size) });
      trainer.computeLoss({ ...step, yPred });
      trainer.computeMetrics({ ...step, yPred });
    }
    const found = known ?? { outputs, fitting: new Set<string>() };
    found.fitting.add(signatureOf(data));
    session.rehearsed.set(key, found);
    return data;
  });
}

/** Settles which loss and metrics belong to which output, and checks targets and weights. */
function checkAgainstLosses(trainer: Trainer, { y, sampleWeight }: TrainingData, outputs: readonly OutputInfo[]): void {
  const { compiled } = trainer.session;
  if (compiled === null) return;
  const { loss, metrics } = compiled;
  if (y === null && (loss !== null || metrics !== null)) {
    const what = loss === null ? 'metrics that compare' : 'a loss that compares';
    throw new ArgumentError(
      `\`y\` must be given: the model was compiled with ${what} outputs with targets. Received: no targets`,
    );
  }
  const places = outputs.map((_, i) => y?.positions.indexOf(i) ?? -1);
  const shapes = places.map((place) => y?.arrays[place]?.shape ?? []);
  loss?.build(outputs, shapes);
  metrics?.build(outputs, shapes);
  for (const term of loss?.terms ?? []) {
    const place = places[term.output] ?? -1;
    const array = y?.arrays[place];
    const shape = outputs[term.output]?.shape ?? [];
    if (array !== undefined) checkTargets(term.loss, array, y?.names[place] ?? 'y', shape);
    const weightPlace = sampleWeight?.perOutput[term.output] ?? -1;
    const weights = sampleWeight?.arrays[weightPlace];
    if (weights !== undefined) checkWeights(term.loss, weights, sampleWeight?.names[weightPlace] ?? '', shape);
  }
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
