import type { LayerState } from '../../layers/layer-state.ts';
import { ArgumentError } from '../../support/errors.ts';
import {
  exists,
  type FileTarget,
  removeFile,
  writeFileAtomically,
  writePieces,
} from '../../support/files/write-file.ts';
import { isLowFloat } from '../../support/low-float.ts';
import { sizeOf } from '../../support/shape.ts';
import type { Variable } from '../../tensor/variable.ts';
import { H5Writer } from '../h5/h5-writer.ts';
import { type SavedPart, savedParts } from '../state/saved-parts.ts';
import { variablesPath, writeGroup, writeVariable } from '../state/write-state.ts';
import { readShardMap } from './read-shards.ts';
import { besideFile, fileName, SHARD_MAP, type ShardMap, shardNames } from './shard-names.ts';

/** A variable's place in a file: its part and its number. */
interface Entry {
  readonly part: SavedPart;
  readonly index: number;
  readonly variable: Variable;
}

const bytesOf = ({ shape, dtype }: Variable): number => sizeOf(shape) * (isLowFloat(dtype) ? 2 : 4);

/** Fills one file after the other, as Keras does. */
function distribute(parts: readonly SavedPart[], maxBytes: number): Entry[][] {
  const shards: Entry[][] = [[]];
  let used = 0;
  for (const part of parts) {
    for (const [index, variable] of part.variables.entries()) {
      const bytes = bytesOf(variable);
      if (bytes > maxBytes)
        throw new ArgumentError(
          `\`maxShardSize\` must be at least as large as the largest weight, ${variable.path} of ${bytes} bytes. Received: ${maxBytes} bytes`,
        );
      used += bytes;
      if (used > maxBytes) {
        shards.push([]);
        used = bytes;
      }
      shards.at(-1)?.push({ part, index, variable });
    }
  }
  return shards;
}

async function writeShard(entries: readonly Entry[]): Promise<Uint8Array[]> {
  const writer = new H5Writer();
  let group = '';
  for (const { part, index, variable } of entries) {
    const path = variablesPath(part);
    if (path !== group) writeGroup(writer, path, part.owner);
    group = path;
    await writeVariable(writer, part, index, variable);
  }
  return writer.pieces();
}

/** Names that are free, so that an older set stays whole until the new one is. */
async function freeNames(target: FileTarget, count: number): Promise<string[]> {
  const base = fileName(target).slice(0, -SHARD_MAP.length);
  for (let generation = 0; ; generation++) {
    const stem = generation === 0 ? base : `${base}.${generation}`;
    const names = Array.from({ length: count }, (_, i) => `${stem}_${String(i).padStart(5, '0')}.weights.h5`);
    const taken = await Promise.all(names.map((name) => exists(besideFile(target, name))));
    if (!taken.includes(true)) return names;
  }
}

/**
 * Writes a model's weights into several files, none of more than `maxBytes`, and a map of them: `m.weights.json` beside
 * `m_00000.weights.h5`, `m_00001.weights.h5` and so on. The map comes last and takes the place of an older one at once; then the
 * files of the older one go.
 */
export async function writeShards(
  model: LayerState,
  target: FileTarget,
  maxBytes: number,
  options: { readonly overwrite: boolean },
): Promise<void> {
  const parts = savedParts(model);
  const shards = distribute(parts, maxBytes);
  const former = (await exists(target)) ? await readShardMap(target).then(shardNames, () => []) : [];
  const names = await freeNames(target, shards.length);
  const groups = new Map<string, string[]>();
  shards.forEach((entries, i) => {
    for (const path of new Set(entries.map(({ part }) => variablesPath(part))))
      groups.set(path, [...(groups.get(path) ?? []), names[i] ?? '']);
  });
  const total = shards.flat().reduce((sum, { variable }) => sum + bytesOf(variable), 0);
  const map: ShardMap = {
    metadata: { total_size: total },
    weight_map: Object.fromEntries(
      [...groups].map(([path, files]) => [path, files.length === 1 ? (files[0] ?? '') : files]),
    ),
  };
  const written: string[] = [];
  try {
    await writeFileAtomically(target, options, async (write) => {
      for (const [i, entries] of shards.entries()) {
        const place = besideFile(target, names[i] ?? '');
        await writeFileAtomically(place, { overwrite: false }, async (writeChunk) =>
          writePieces(writeChunk, await writeShard(entries)),
        );
        written.push(place);
      }
      await write(new TextEncoder().encode(JSON.stringify(map, null, 4)));
    });
  } catch (error) {
    for (const place of written) await removeFile(place);
    throw error;
  }
  const base = fileName(target).slice(0, -SHARD_MAP.length);
  for (const name of former)
    if (name.startsWith(base) && /_\d{5}\.weights\.h5$/.test(name)) await removeFile(besideFile(target, name));
}
