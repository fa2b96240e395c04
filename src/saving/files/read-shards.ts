import { FileError } from '../../support/file-error.ts';
import { type ByteSource, openSource } from '../../support/files/byte-source.ts';
import type { FileSource } from '../../support/files/file-source.ts';
import type { AttributeValue } from '../h5/format/attributes.ts';
import { type H5Dataset, H5Reader } from '../h5/h5-reader.ts';
import type { WeightSource } from '../state/read-state.ts';
import { readJson } from './read-json.ts';
import { besideFile, checkShardName, type ShardMap, shardNames } from './shard-names.ts';

const MAX_SHARDS = 10_000;

/** Reads and checks a `.weights.json` file. */
export async function readShardMap(from: FileSource): Promise<ShardMap> {
  const source = await openSource(from);
  try {
    const { z } = await import('zod');
    const files = z.union([z.string(), z.array(z.string())]);
    const schema = z.object({
      metadata: z.object({ total_size: z.number() }),
      weight_map: z.record(z.string(), files),
    });
    const json = readJson('the map of weights', await source.read(0, source.size));
    const parsed = schema.safeParse(json);
    if (!parsed.success) throw new FileError('it is no map of weights: it has no `weight_map` of files');
    const names = shardNames(parsed.data);
    if (names.length > MAX_SHARDS) throw new FileError(`it names ${names.length} files`);
    names.forEach(checkShardName);
    return parsed.data;
  } finally {
    await source.close();
  }
}

/** Weights in several files, as one. */
class Shards implements WeightSource {
  readonly #files: ReadonlyMap<string, H5Reader>;
  readonly #map: ShardMap['weight_map'];

  constructor(map: ShardMap['weight_map'], files: ReadonlyMap<string, H5Reader>) {
    this.#map = map;
    this.#files = files;
  }

  /** The files that have parts of a group of variables. */
  #filesOf(path: string): H5Reader[] {
    const named = Object.hasOwn(this.#map, path) ? [this.#map[path] ?? []].flat() : [];
    return named.flatMap((name) => this.#files.get(name) ?? []);
  }

  has(path: string): boolean {
    return Object.keys(this.#map).some((group) => group === path || group.startsWith(`${path}/`));
  }

  members(path: string): ReadonlySet<string> {
    const files = this.#filesOf(path);
    if (files.length > 0) return new Set(files.flatMap((file) => [...file.members(path)]));
    const inside = Object.keys(this.#map).filter((group) => group.startsWith(`${path}/`));
    return new Set(inside.map((group) => group.slice(path.length + 1).split('/', 1)[0] ?? ''));
  }

  attribute(path: string, name: string): AttributeValue | undefined {
    return this.#filesOf(path)[0]?.attribute(path, name);
  }

  dataset(path: string): H5Dataset {
    const group = path.slice(0, path.lastIndexOf('/'));
    const file = this.#filesOf(group).find((candidate) => candidate.has(path));
    if (file === undefined) throw new FileError(`none of its files has ${path}`);
    return file.dataset(path);
  }
}

/**
 * Opens weights that are in several files, found beside their map.
 *
 * @param opened takes each file that must be closed when all is read
 */
export async function openShards(from: FileSource, opened: (source: ByteSource) => void): Promise<WeightSource> {
  const map = await readShardMap(from);
  if (typeof from !== 'string' && !(from instanceof URL))
    throw new FileError('its files are beside it: give its path or address instead of bytes');
  const files = new Map<string, H5Reader>();
  for (const name of shardNames(map)) {
    const source = await openSource(besideFile(from, name));
    opened(source);
    files.set(name, await H5Reader.open(await source.window(0, source.size)));
  }
  return new Shards(map.weight_map, files);
}
