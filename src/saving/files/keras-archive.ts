import { LayerState } from '../../layers/layer-state.ts';
import { FileError } from '../../support/file-error.ts';
import type { ByteSource } from '../../support/files/byte-source.ts';
import type { WriteChunk } from '../../support/files/write-file.ts';
import { type Configurable, serializeObject } from '../../support/registry.ts';
import { readZip, type ZipEntry } from '../../support/zip/read-zip.ts';
import { writeZip } from '../../support/zip/write-zip.ts';
import { H5Reader } from '../h5/h5-reader.ts';
import { assignAll, matchState } from '../state/read-state.ts';
import { savedParts } from '../state/saved-parts.ts';
import { writeState } from '../state/write-state.ts';
import type { SavedModel } from './model-config.ts';
import { readJson } from './read-json.ts';

const METADATA = 'metadata.json';
const CONFIG = 'config.json';
const WEIGHTS = 'model.weights.h5';
const ASSETS = 'assets';

/** The version of Keras whose files these are; readers don't look at it. */
const KERAS_VERSION = '3.15.1';

const utf8 = new TextEncoder();

/** `2026-01-31@12:00:00`, as Keras writes dates. */
const dateSaved = (): string => new Date().toISOString().slice(0, 19).replace('T', '@');

/** Writes Keras's archive: config, weights, optimizer state. */
export async function writeKerasArchive(model: LayerState & Configurable, write: WriteChunk): Promise<void> {
  const metadata = { keras_version: KERAS_VERSION, date_saved: dateSaved() };
  const config = serializeObject(model);
  const weights = await writeState(savedParts(model));
  await writeZip(
    [
      [METADATA, [utf8.encode(JSON.stringify(metadata))]],
      [CONFIG, [utf8.encode(JSON.stringify(config))]],
      [WEIGHTS, weights],
    ],
    write,
  );
}

/** The files of a saved model by name: in an archive, or in a folder. */
export type ModelFiles = ReadonlyMap<string, Pick<ZipEntry, 'read' | 'open'>>;

function requireEntry(entries: ModelFiles, name: string): Pick<ZipEntry, 'read' | 'open'> {
  const entry = entries.get(name);
  if (entry === undefined)
    throw new FileError(`it is no Keras archive: it has no ${name}, but ${[...entries.keys()].join(', ')}`);
  return entry;
}

/** The weights in Keras's archive. */
export async function openArchiveWeights(source: ByteSource): Promise<H5Reader> {
  return H5Reader.open(await requireEntry(await readZip(source), WEIGHTS).open());
}

/** What the files hold of a part beside weights, by name. */
async function assetsOf(entries: ModelFiles, path: string): Promise<Map<string, Uint8Array>> {
  const folder = `${ASSETS}${path}/`;
  const names = [...entries.keys()].filter((name) => name.startsWith(folder) && name.length > folder.length);
  const files = new Map<string, Uint8Array>();
  for (const name of names) files.set(name.slice(folder.length), (await entries.get(name)?.read()) ?? new Uint8Array());
  return files;
}

/** Makes the model of Keras's archive, or of a folder with the same files. */
export async function readKerasFiles(entries: ModelFiles, make: (config: unknown) => SavedModel): Promise<SavedModel> {
  const model = make(readJson(CONFIG, await requireEntry(entries, CONFIG).read()));
  const weights = await H5Reader.open(await requireEntry(entries, WEIGHTS).open());
  const parts = savedParts(model);
  assignAll(matchState(weights, parts, { skipMismatch: false }));
  for (const { owner, path } of parts) if (owner instanceof LayerState) owner.loadAssets(await assetsOf(entries, path));
  return model;
}
