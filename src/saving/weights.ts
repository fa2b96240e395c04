import type { LayerState } from '../layers/layer-state.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import { asFileError, FileError } from '../support/file-error.ts';
import { type ByteSource, openSource } from '../support/files/byte-source.ts';
import type { FileSource } from '../support/files/file-source.ts';
import { type FileTarget, writeFileAtomically, writePieces } from '../support/files/write-file.ts';
import { fileKind } from './file-kind.ts';
import { openArchiveWeights } from './files/keras-archive.ts';
import { isLegacyH5, matchLegacyWeights } from './files/legacy-h5.ts';
import { openShards } from './files/read-shards.ts';
import { SHARD_MAP } from './files/shard-names.ts';
import { writeShards } from './files/write-shards.ts';
import { H5Reader } from './h5/h5-reader.ts';
import { requireBuilt, type SaveOptions } from './save-model.ts';
import { type Assignment, assignAll, matchState, type WeightSource } from './state/read-state.ts';
import { type SavedPart, savedParts } from './state/saved-parts.ts';
import { writeState } from './state/write-state.ts';

export interface LoadWeightsOptions {
  /** Whether layers that don't fit are left as they are, with a warning, instead of being an error. Default false. */
  readonly skipMismatch?: boolean;
  /** Whether each layer gets the weights of the layer of its name, and others none. Default false: by place. */
  readonly byName?: boolean;
}

export interface SaveWeightsOptions extends SaveOptions {
  /** The most that one file holds, in GiB; the weights then go into several files. Default null: one file. */
  readonly maxShardSize?: number | null;
}

/** What `model.saveWeights` documents. */
export async function saveWeights(
  model: LayerState,
  filepath: FileTarget,
  options: SaveWeightsOptions = {},
): Promise<void> {
  checkOptions('saveWeights', options, ['overwrite', 'maxShardSize']);
  const { overwrite = true, maxShardSize = null } = options;
  if (maxShardSize !== null && !(typeof maxShardSize === 'number' && maxShardSize > 0))
    throw badArgument('maxShardSize', 'a positive number of GiB, or null', maxShardSize);
  const ending = maxShardSize === null ? '.weights.h5' : SHARD_MAP;
  if (!String(filepath).endsWith(ending)) {
    const when = maxShardSize === null ? '' : ', with maxShardSize';
    throw badArgument('filepath', `a path that ends in ${ending}${when}`, filepath);
  }
  requireBuilt(model);
  if (maxShardSize !== null) await writeShards(model, filepath, maxShardSize * GIB, { overwrite });
  else
    await writeFileAtomically(filepath, { overwrite }, async (write) =>
      writePieces(write, await writeState(savedParts(model))),
    );
}

const GIB = 1024 ** 3;

/** What `model.loadWeights` documents. */
export async function loadWeights(
  model: LayerState,
  from: FileSource,
  options: LoadWeightsOptions = {},
): Promise<void> {
  checkOptions('loadWeights', options, ['skipMismatch', 'byName']);
  const { skipMismatch = false, byName = false } = options;
  for (const [name, value] of Object.entries({ skipMismatch, byName }))
    if (typeof value !== 'boolean') throw badArgument(name, 'a boolean', value);
  requireBuilt(model);
  const source = await openSource(from).catch((error: unknown) => {
    throw asFileError('The weights cannot be loaded', error);
  });
  const shards: ByteSource[] = [];
  try {
    const file = String(from).endsWith(SHARD_MAP)
      ? await openShards(from, (shard) => shards.push(shard))
      : await openWeights(source);
    assignAll(match(file, model, { skipMismatch, byName }));
  } catch (error) {
    throw asFileError(`${source.name} cannot be loaded`, error);
  } finally {
    for (const opened of [source, ...shards]) await opened.close();
  }
}

async function openWeights(source: ByteSource): Promise<H5Reader> {
  switch (await fileKind(source)) {
    case 'zip':
      return openArchiveWeights(source);
    case 'h5':
      return H5Reader.open(await source.window(0, source.size));
    case 'other':
      throw new FileError(`it is neither a .keras archive nor an HDF5 file`);
  }
}

function match(
  file: WeightSource,
  model: LayerState,
  options: { skipMismatch: boolean; byName: boolean },
): Assignment[] {
  if (file instanceof H5Reader && isLegacyH5(file)) return matchLegacyWeights(file, model, options);
  const parts = savedParts(model);
  return matchState(file, options.byName ? partsByName(file, parts) : parts, options);
}

const LAYER = /^\/layers\/[^/]+/;

/** The parts of layers that the file has under the same name, at the places that these have in the file. */
function partsByName(file: WeightSource, parts: readonly SavedPart[]): SavedPart[] {
  const places = new Map<unknown, string>();
  for (const group of file.members('/layers'))
    if (file.has(`/layers/${group}/vars`))
      places.set(file.attribute(`/layers/${group}/vars`, 'name'), `/layers/${group}`);
  const placeOf = new Map(
    parts
      .filter(({ path }) => path.match(LAYER)?.[0] === path)
      .map(({ path, owner }) => [path, places.get(owner.name)]),
  );
  return parts.flatMap((part) => {
    const layer = part.path.match(LAYER)?.[0];
    const place = layer === undefined ? undefined : placeOf.get(layer);
    return place === undefined || layer === undefined ? [] : [{ ...part, path: part.path.replace(layer, place) }];
  });
}
