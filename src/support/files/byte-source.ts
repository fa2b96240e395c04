import { FileError } from '../file-error.ts';
import { readFromBrowserStore } from './browser-store.ts';
import { type ByteWindow, checkRange, diskWindow, memoryWindow, type ReadAt } from './byte-window.ts';
import { fetchFile } from './fetch-file.ts';
import { filePath } from './file-path.ts';
import { type FileSource, kindOfSource, nameOfSource } from './file-source.ts';
import { hasFileSystem } from './runtime.ts';

/** Bytes that are read where they are needed. */
export interface ByteSource {
  /** For error messages. */
  readonly name: string;
  readonly size: number;
  /** Some bytes, perhaps a view: not to be changed. What is on disk is put `into` the bytes that are given. */
  read(offset: number, length: number, into?: Uint8Array): Promise<Uint8Array<ArrayBufferLike>>;
  /** A part for random access; it must not be used after `close`. What is on disk stays there until it is read. */
  window(offset: number, length: number): Promise<ByteWindow>;
  close(): Promise<void>;
}

const done = async (): Promise<void> => {};

function fromBytes(name: string, bytes: Uint8Array): ByteSource {
  const all = memoryWindow(bytes);
  const read = async (offset: number, length: number): Promise<Uint8Array> => all.read(offset, length);
  const window = async (offset: number, length: number): Promise<ByteWindow> => memoryWindow(all.read(offset, length));
  return { name, size: bytes.length, read, window, close: done };
}

function fromBlob(name: string, blob: Blob): ByteSource {
  const read = async (offset: number, length: number): Promise<Uint8Array> => {
    checkRange(blob.size, offset, length);
    return new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer());
  };
  const window = async (offset: number, length: number): Promise<ByteWindow> =>
    memoryWindow(await read(offset, length));
  return { name, size: blob.size, read, window, close: done };
}

const endsEarly = (): FileError => new FileError('it ends in the middle');

async function fromFile(path: string): Promise<ByteSource> {
  const { open } = await import('node:fs/promises');
  const { readSync } = await import('node:fs');
  const handle = await open(path, 'r');
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw new FileError('it is not a file');
    const { size } = stat;
    const readAt: ReadAt = (target, position) => {
      for (let filled = 0; filled < target.length; ) {
        const bytesRead = readSync(handle.fd, target, filled, target.length - filled, position + filled);
        if (bytesRead === 0) throw endsEarly();
        filled += bytesRead;
      }
    };
    return {
      name: path,
      size,
      async read(offset, length, into) {
        checkRange(size, offset, length);
        const bytes = into?.subarray(0, length) ?? new Uint8Array(length);
        for (let filled = 0; filled < length; ) {
          const { bytesRead } = await handle.read(bytes, filled, length - filled, offset + filled);
          if (bytesRead === 0) throw endsEarly();
          filled += bytesRead;
        }
        return bytes;
      },
      async window(offset, length) {
        checkRange(size, offset, length);
        return diskWindow(readAt, offset, length);
      },
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** Makes a file's bytes readable. The caller closes the source. */
export async function openSource(source: FileSource): Promise<ByteSource> {
  const kind = kindOfSource(source);
  const name = nameOfSource(source);
  if ('bytes' in kind) return fromBytes(name, kind.bytes);
  if ('blob' in kind) return fromBlob(name, kind.blob);
  const stored = await readFromBrowserStore(kind.place);
  if (stored !== undefined) return fromBlob(name, stored);
  const path = filePath(kind.place);
  if (path !== undefined && hasFileSystem()) return fromFile(path);
  return fromBytes(name, new Uint8Array(await (await fetchFile(kind.place)).arrayBuffer()));
}
