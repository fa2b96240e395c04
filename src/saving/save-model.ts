import type { LayerState } from '../layers/layer-state.ts';
import { badArgument, checkOptions, StateError } from '../support/errors.ts';
import { type FileTarget, writeFileAtomically, writePieces } from '../support/files/write-file.ts';
import type { Configurable } from '../support/registry.ts';
import { writeKerasArchive } from './files/keras-archive.ts';
import { writeLegacyModel } from './files/write-legacy-h5.ts';

export interface SaveOptions {
  /** Whether a file that is there already is replaced; if not, that is an error. Default true. */
  readonly overwrite?: boolean;
}

/** What `model.save` documents. */
export async function saveModel(
  model: LayerState & Configurable,
  filepath: FileTarget,
  options: SaveOptions = {},
): Promise<void> {
  checkOptions('save', options, ['overwrite']);
  const legacy = /\.(h5|hdf5)$/.test(String(filepath)) && !String(filepath).endsWith('.weights.h5');
  if (!legacy && !String(filepath).endsWith('.keras'))
    throw badArgument('filepath', 'a path that ends in .keras (or in .h5, for the format of Keras 2)', filepath);
  requireBuilt(model);
  await writeFileAtomically(filepath, { overwrite: options.overwrite ?? true }, async (write) =>
    legacy ? writePieces(write, await writeLegacyModel(model)) : writeKerasArchive(model, write),
  );
}

/** The bytes of the file that `saveModel` writes. */
export async function modelBytes(model: LayerState & Configurable): Promise<Uint8Array<ArrayBuffer>> {
  requireBuilt(model);
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  await writeKerasArchive(model, async (chunk) => {
    chunks.push(chunk.slice());
  });
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

/** A model without weights has nothing to save. */
export function requireBuilt(model: LayerState): void {
  if (!model.built)
    throw new StateError(
      `Model "${model.name}" has no weights before it is built: apply it to data, or call build(inputShape). Received: a model that is not built`,
    );
}
