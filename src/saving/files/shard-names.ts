import { FileError } from '../../support/file-error.ts';

/** The end of the name of the file that says where sharded weights are. */
export const SHARD_MAP = '.weights.json';

/** What the map in a `.weights.json` file has: file or files by the group of variables. */
export interface ShardMap {
  readonly metadata: { readonly total_size: number };
  readonly weight_map: Readonly<Record<string, string | string[]>>;
}

/** The place of a file beside another one. */
export function besideFile(place: string | URL, name: string): string {
  const text = String(place);
  return text.slice(0, Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\')) + 1) + name;
}

/** The name of a file without its folder. */
export const fileName = (place: string | URL): string => String(place).replace(/^.*[/\\]/, '');

/**
 * Refuses names that lead out of the folder.
 *
 * @throws FileError
 */
export function checkShardName(name: string): string {
  if (name === '' || name === '.' || name === '..' || /[/\\\0:?#]/.test(name))
    throw new FileError(`it names a file that is refused: ${JSON.stringify(name)}`);
  return name;
}

/** All files that a map names. */
export const shardNames = (map: ShardMap): string[] => [...new Set(Object.values(map.weight_map).flat())];
