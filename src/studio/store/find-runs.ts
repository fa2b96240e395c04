import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Part, RunId } from '../protocol/index.ts';
import { runFiles } from '../run-folder/files.ts';

/** Where the files of a run are. */
export interface RunPlace {
  readonly id: RunId;
  /** Of the file system. */
  readonly folder: string;
  readonly events: readonly { readonly path: string; readonly part: Part }[];
  /** Names of `runFiles` and others that lie in the folder itself. */
  readonly names: ReadonlySet<string>;
}

const DEEPEST = 10;
/** Folders that are looked into: a log folder is not a whole disk. */
const MOST_FOLDERS = 20_000;

const isEventFile = (name: string): boolean => name.includes('tfevents');
const partOf = (name: string): Part | null => (name === 'train' || name === 'validation' ? name : null);

interface Folder {
  readonly path: string;
  readonly names: readonly string[];
  readonly children: Map<string, Folder>;
}

/** Reads folders, no links (they could lead anywhere), nothing hidden. */
async function readFolder(path: string, depth: number, left: { folders: number }): Promise<Folder> {
  const children = new Map<string, Folder>();
  let entries: Dirent[] = [];
  try {
    entries = await readdir(path, { withFileTypes: true });
  } catch {
    // It is gone, or nobody may look into it: then it has no runs.
  }
  for (const entry of entries) {
    if (!entry.isDirectory() || entry.name.startsWith('.') || entry.name === 'node_modules') continue;
    if (depth === 0 || left.folders === 0) break;
    left.folders--;
    children.set(entry.name, await readFolder(join(path, entry.name), depth - 1, left));
  }
  return { path, names: entries.filter((entry) => entry.isFile()).map(({ name }) => name), children };
}

const eventsIn = (folder: Folder | undefined, part: Part) =>
  (folder?.names ?? [])
    .filter(isEventFile)
    .sort()
    .map((name) => ({ path: join(folder?.path ?? '', name), part }));

/** A folder with event files, or with files of ours, is a run; `train` and `validation` below it are its parts. */
function collect(folder: Folder, id: string, into: RunPlace[]): void {
  const events = [
    ...eventsIn(folder, ''),
    ...eventsIn(folder.children.get('train'), 'train'),
    ...eventsIn(folder.children.get('validation'), 'validation'),
  ];
  const names = new Set(folder.names);
  if (events.length > 0 || names.has(runFiles.record) || names.has(runFiles.vitals))
    into.push({ id: id === '' ? '.' : id, folder: folder.path, events, names });
  for (const [name, child] of folder.children) {
    const below = id === '' ? name : `${id}/${name}`;
    if (partOf(name) === null) collect(child, below, into);
    else for (const [inner, grandchild] of child.children) collect(grandchild, `${below}/${inner}`, into);
  }
}

/** The runs in a log folder. */
export async function findRuns(folder: string): Promise<RunPlace[]> {
  const runs: RunPlace[] = [];
  collect(await readFolder(folder, DEEPEST, { folders: MOST_FOLDERS }), '', runs);
  return runs;
}
