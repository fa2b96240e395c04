import { readJson } from '../../saving/files/read-json.ts';
import { H5Reader } from '../../saving/h5/h5-reader.ts';
import type { H5Writer } from '../../saving/h5/h5-writer.ts';
import { assignAll, matchState, readTensor } from '../../saving/state/read-state.ts';
import { type SavedPart, savedParts } from '../../saving/state/saved-parts.ts';
import { writeState } from '../../saving/state/write-state.ts';
import { standardizeDtype } from '../../support/dtype.ts';
import { StateError } from '../../support/errors.ts';
import { asFileError, FileError } from '../../support/file-error.ts';
import { openSource } from '../../support/files/byte-source.ts';
import type { FileSource } from '../../support/files/file-source.ts';
import { type FileTarget, writeFileAtomically, writePieces } from '../../support/files/write-file.ts';
import type { Variable } from '../../tensor/variable.ts';
import type { Trainer } from '../trainer.ts';
import type { SavedCallback, TrainingPosition } from './training-state.ts';

/** The group in a file of weights that Keras does not look at. */
const GROUP = '/training';
const POSITION = 'position';
/** Likewise, with what callbacks remember. */
const CALLBACKS = '/training_callbacks';

/** What files of weights leave out: random generators in layers, and running metrics. */
function furtherVariables(trainer: Trainer, parts: readonly SavedPart[]): Variable[] {
  const saved = new Set(parts.flatMap(({ variables }) => variables));
  const all = [...trainer.variables, ...trainer.session.reported.flatMap(({ metric }) => metric.variables)];
  return [...new Set(all)].filter((variable) => !saved.has(variable));
}

/** What `Trainer.saveTrainingState` documents. */
export async function saveTrainingState(trainer: Trainer, filepath: FileTarget): Promise<void> {
  const state = await trainer.session.position?.();
  if (state === undefined)
    throw new StateError('`saveTrainingState` is called while `fit` is running. Received: no training');
  const parts = savedParts(trainer);
  const further = furtherVariables(trainer, parts);
  const values = await Promise.all(
    further.map(async (variable) => ({ data: await variable.data(), shape: variable.shape, dtype: variable.dtype })),
  );
  await writeFileAtomically(filepath, { overwrite: true }, async (write) => {
    const pieces = await writeState(parts, async (writer) => {
      writer.attribute(GROUP, POSITION, JSON.stringify(state.position));
      values.forEach(({ data, shape, dtype }, i) => {
        writer.dataset(GROUP, String(i), data, shape, dtype);
      });
      await writeCallbacks(writer, state.callbacks);
    });
    await writePieces(write, pieces);
  });
}

/** Writes what callbacks remember: JSON in an attribute, tensors in a group for each. */
async function writeCallbacks(writer: H5Writer, callbacks: readonly SavedCallback[]): Promise<void> {
  const texts = callbacks.map(({ name, values, tensors = [] }) => ({
    ...{ name, values, dtypes: tensors.map(({ dtype }) => dtype) },
  }));
  writer.attribute(CALLBACKS, POSITION, JSON.stringify(texts));
  for (const [i, { tensors = [] }] of callbacks.entries())
    for (const [k, tensor] of tensors.entries())
      writer.dataset(`${CALLBACKS}/${i}`, String(k), await tensor.data(), tensor.shape, tensor.dtype);
}

async function readCallbacks(file: H5Reader): Promise<SavedCallback[]> {
  const text = file.isGroup(CALLBACKS) ? file.attribute(CALLBACKS, POSITION) : '[]';
  const { z } = await import('zod');
  const saved = z.object({ name: z.string(), values: z.record(z.string(), z.unknown()), dtypes: z.array(z.string()) });
  const list = z.array(saved).parse(readJson('what callbacks remember', new TextEncoder().encode(String(text))));
  return list.map(({ name, values, dtypes }, i) => {
    const tensors = dtypes.map((dtype, k) =>
      readTensor(file.dataset(`${CALLBACKS}/${i}/${k}`), standardizeDtype(dtype)),
    );
    return tensors.length === 0 ? { name, values } : { name, values, tensors };
  });
}

async function readPosition(json: unknown): Promise<TrainingPosition> {
  const { z } = await import('zod');
  const twister = z.object({ words: z.array(z.int()).length(624), position: z.int() });
  const count = z.int().nonnegative();
  const place = z.object({ passes: count, order: twister.nullable(), drawn: count });
  const position = z.object({
    epoch: count,
    step: count,
    training: place,
    validation: place.nullable(),
    seeds: twister,
    shuffler: twister,
    globalSeed: z.array(z.number()).length(2).nullable(),
  });
  return position.parse(json);
}

/** What `Trainer.loadTrainingState` documents. */
export async function loadTrainingState(trainer: Trainer, filepath: FileSource): Promise<void> {
  if (trainer.session.position === null)
    throw new StateError('`loadTrainingState` is called when `fit` begins. Received: no training');
  const source = await openSource(filepath).catch((error: unknown) => {
    throw asFileError('The training cannot be gone on with', error);
  });
  try {
    const file = await H5Reader.open(await source.window(0, source.size));
    const text = file.isGroup(GROUP) ? file.attribute(GROUP, POSITION) : undefined;
    if (typeof text !== 'string') throw new FileError('it holds weights, but not where training stood');
    const position = await readPosition(readJson(POSITION, new TextEncoder().encode(text)));
    trainer.optimizer?.build(trainer.trainableVariables);
    const callbacks = await readCallbacks(file);
    const parts = savedParts(trainer);
    const further = furtherVariables(trainer, parts);
    if (file.members(GROUP).size !== further.length)
      throw new FileError(`it has ${file.members(GROUP).size} generators and metrics, the model has ${further.length}`);
    const assignments = matchState(file, parts, { skipMismatch: false });
    const wanted = parts.reduce((sum, { variables }) => sum + variables.length, 0);
    if (assignments.length !== wanted) throw new FileError('the optimizer is another one than that of the file');
    assignAll([
      ...assignments,
      ...further.map((variable, i) => ({ variable, dataset: file.dataset(`${GROUP}/${i}`) })),
    ]);
    trainer.session.resumeAt = { position, callbacks };
  } catch (error) {
    throw asFileError(`${source.name} cannot be gone on with`, error);
  } finally {
    await source.close();
  }
}
