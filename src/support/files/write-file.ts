import { badArgument, StateError } from '../errors.ts';
import { FileError } from '../file-error.ts';
import { messageOf } from '../message-of.ts';
import { isInBrowserStore, removeFromBrowserStore, writeToBrowserStore } from './browser-store.ts';
import { filePath } from './file-path.ts';
import { hasFileSystem } from './runtime.ts';

/** Where a file goes: a path, a `file:` URL, or `indexeddb://name` or `opfs://name` in a browser's own storage. */
export type FileTarget = string | URL;

/** Hands over the bytes of a file, piece by piece. */
export type WriteChunk = (chunk: Uint8Array) => Promise<void>;

/** Writes one piece after the other. */
export async function writePieces(write: WriteChunk, pieces: Iterable<Uint8Array>): Promise<void> {
  for (const piece of pieces) await write(piece);
}

export interface WriteOptions {
  /** Whether a file that is there is replaced; else it is refused. */
  readonly overwrite: boolean;
  /** Whether the bytes are on the disk when writing resolves, safe from a loss of power, too. Default true. */
  readonly durable?: boolean;
}

let written = 0;

/**
 * Writes a file such that at every moment, even when the process is killed, there is either the old file or the whole
 * new one: the bytes go to a file beside it, which then takes its place.
 *
 * @param fill writes the bytes; when it throws, nothing has changed
 */
export async function writeFileAtomically(
  target: FileTarget,
  options: WriteOptions,
  fill: (write: WriteChunk) => Promise<void>,
): Promise<void> {
  if ((typeof target !== 'string' && !(target instanceof URL)) || String(target) === '')
    throw badArgument('filepath', 'a path or a URL', target);
  if (!options.overwrite && (await exists(target)))
    throw new StateError(
      `There is a file already, and \`overwrite\` is false. Received: filepath=${JSON.stringify(String(target))}`,
    );
  const path = filePath(target);
  if (path === undefined || !hasFileSystem()) {
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    await fill(async (chunk) => {
      chunks.push(chunk.slice());
    });
    if (!(await writeToBrowserStore(target, new Blob(chunks))))
      throw badArgument('filepath', hasFileSystem() ? 'a path' : 'indexeddb://name or opfs://name', String(target));
    return;
  }
  await writeBeside(path, options.durable ?? true, fill);
}

async function writeBeside(path: string, durable: boolean, fill: (write: WriteChunk) => Promise<void>): Promise<void> {
  const { open, rename, unlink } = await import('node:fs/promises');
  const { dirname } = await import('node:path');
  const beside = `${path}.${process.pid}-${written++}.tmp`;
  const handle = await open(beside, 'wx').catch((error: unknown) => {
    throw new FileError(`${path} cannot be written: ${messageOf(error)}`, {
      cause: error,
    });
  });
  try {
    try {
      await fill(async (chunk) => {
        for (let offset = 0; offset < chunk.length; ) {
          offset += (await handle.write(chunk, offset, chunk.length - offset)).bytesWritten;
        }
      });
      if (durable) await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, path);
  } catch (error) {
    await unlink(beside).catch(() => undefined);
    throw error;
  }
  // The new name survives a crash of the machine once the folder is on disk; not every system can say so.
  const folder = await open(dirname(path), 'r').catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}

/** Whether there is a file. */
export async function exists(target: FileTarget): Promise<boolean> {
  const stored = await isInBrowserStore(target);
  if (stored !== undefined) return stored;
  const path = filePath(target);
  if (path === undefined || !hasFileSystem()) return false;
  const { access } = await import('node:fs/promises');
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Removes a file, if it is there. */
export async function removeFile(target: FileTarget): Promise<void> {
  if (await removeFromBrowserStore(target)) return;
  const path = filePath(target);
  if (path === undefined || !hasFileSystem()) return;
  const { rm } = await import('node:fs/promises');
  await rm(path, { force: true });
}
