import type { LayerState } from '../../layers/layer-state.ts';
import { FileError } from '../../support/file-error.ts';
import type { ByteSource } from '../../support/files/byte-source.ts';
import type { WriteChunk } from '../../support/files/write-file.ts';
import { type Configurable, serializeObject } from '../../support/registry.ts';
import { H5Reader } from '../h5/h5-reader.ts';
import { assignAll, matchState } from '../state/read-state.ts';
import { savedParts } from '../state/saved-parts.ts';
import { writeState } from '../state/write-state.ts';
import { readZip, type ZipEntry } from '../zip/read-zip.ts';
import { writeZip } from '../zip/write-zip.ts';
import type { SavedModel } from './model-config.ts';
import { readJson } from './read-json.ts';

const METADATA = 'metadata.json';
const CONFIG = 'config.json';
const WEIGHTS = 'model.weights.h5';

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
      [METADATA, utf8.encode(JSON.stringify(metadata))],
      [CONFIG, utf8.encode(JSON.stringify(config))],
      [WEIGHTS, weights],
    ],
    write,
  );
}

function requireEntry(entries: ReadonlyMap<string, ZipEntry>, name: string): ZipEntry {
  const entry = entries.get(name);
  if (entry === undefined)
    throw new FileError(`it is no Keras archive: it has no ${name}, but ${[...entries.keys()].join(', ')}`);
  return entry;
}

/** The weights in Keras's archive. */
export async function openArchiveWeights(source: ByteSource): Promise<H5Reader> {
  return H5Reader.open(await requireEntry(await readZip(source), WEIGHTS).open());
}

/** Makes the model of Keras's archive. */
export async function readKerasArchive(source: ByteSource, make: (config: unknown) => SavedModel): Promise<SavedModel> {
  const entries = await readZip(source);
  const model = make(readJson(CONFIG, await requireEntry(entries, CONFIG).read()));
  const weights = await H5Reader.open(await requireEntry(entries, WEIGHTS).open());
  assignAll(matchState(weights, savedParts(model), { skipMismatch: false }));
  return model;
}
