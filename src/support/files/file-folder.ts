import { FileError } from '../file-error.ts';
import { type ByteSource, openSource } from './byte-source.ts';
import type { ByteWindow } from './byte-window.ts';
import { filePath } from './file-path.ts';
import type { FileSource } from './file-source.ts';
import { hasFileSystem } from './runtime.ts';

const MAX_FILES = 10_000;

/** A file in a folder. */
interface FolderEntry {
  read(): Promise<Uint8Array>;
  open(): Promise<ByteWindow>;
}

const pathOf = (from: FileSource): string | undefined =>
  hasFileSystem() && (typeof from === 'string' || from instanceof URL) ? filePath(from) : undefined;

/** Whether a source is a folder of the file system. */
export async function isFolder(from: FileSource): Promise<boolean> {
  const path = pathOf(from);
  if (path === undefined) return false;
  const { stat } = await import('node:fs/promises');
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/**
 * The files in a folder and those below, by names with `/`. Links are left out, so that nothing outside is looked at. The
 * caller closes it.
 */
export async function openFolder(
  from: FileSource,
): Promise<{ readonly entries: ReadonlyMap<string, FolderEntry>; close(): Promise<void> }> {
  const { readdir } = await import('node:fs/promises');
  const { join } = await import('node:path');
  const root = pathOf(from) ?? '';
  const opened: ByteSource[] = [];
  const entries = new Map<string, FolderEntry>();
  const add = (name: string): void => {
    const source = async (): Promise<ByteSource> => {
      const file = await openSource(join(root, name));
      opened.push(file);
      return file;
    };
    entries.set(name, {
      async read() {
        const file = await source();
        return file.read(0, file.size);
      },
      async open() {
        const file = await source();
        return file.window(0, file.size);
      },
    });
  };
  const visit = async (folder: string): Promise<void> => {
    for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
      const name = `${folder}${entry.name}`;
      if (entry.isDirectory()) await visit(`${name}/`);
      else if (entry.isFile()) add(name);
      if (entries.size > MAX_FILES) throw new FileError(`it is a folder of more than ${MAX_FILES} files`);
    }
  };
  await visit('');
  const close = async (): Promise<void> => {
    for (const file of opened) await file.close();
  };
  return { entries, close };
}
