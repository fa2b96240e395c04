import { badArgument } from '../../support/errors.ts';
import { FileError } from '../../support/file-error.ts';
import { readFromBrowserStore } from './browser-store.ts';
import { filePath } from './file-path.ts';
import { hasFileSystem } from './runtime.ts';

/**
 * Where a file comes from: a path (in a browser, an address relative to the page), a URL, `indexeddb://name` or
 * `opfs://name` in a browser's own storage, bytes, or a `File` or `Blob`.
 */
export type FileSource = string | URL | Uint8Array | ArrayBuffer | Blob;

/** Bytes that are read where they are needed. */
export interface ByteSource {
  /** For error messages. */
  readonly name: string;
  readonly size: number;
  read(offset: number, length: number): Promise<Uint8Array<ArrayBufferLike>>;
  close(): Promise<void>;
}

const done = async (): Promise<void> => {};

const fromBytes = (name: string, bytes: Uint8Array): ByteSource => ({
  name,
  size: bytes.length,
  read: async (offset, length) => bytes.subarray(offset, offset + length),
  close: done,
});

const fromBlob = (name: string, blob: Blob): ByteSource => ({
  name,
  size: blob.size,
  read: async (offset, length) => new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer()),
  close: done,
});

async function fromFile(path: string): Promise<ByteSource> {
  const { open } = await import('node:fs/promises');
  const handle = await open(path, 'r');
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw new FileError('it is not a file');
    return {
      name: path,
      size: stat.size,
      async read(offset, length) {
        const bytes = new Uint8Array(length);
        for (let filled = 0; filled < length; ) {
          const { bytesRead } = await handle.read(bytes, filled, length - filled, offset + filled);
          if (bytesRead === 0) throw new FileError('it ends in the middle');
          filled += bytesRead;
        }
        return bytes;
      },
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function fromAddress(address: string): Promise<ByteSource> {
  const response = await fetch(address);
  if (!response.ok) throw new FileError(`${address} cannot be fetched: HTTP status ${response.status}`);
  return fromBytes(address, new Uint8Array(await response.arrayBuffer()));
}

/** Makes a file's bytes readable. The caller closes the source. */
export async function openSource(source: FileSource): Promise<ByteSource> {
  if (source instanceof Uint8Array) return fromBytes('the bytes', source);
  if (source instanceof ArrayBuffer) return fromBytes('the bytes', new Uint8Array(source));
  if (typeof Blob !== 'undefined' && source instanceof Blob)
    return fromBlob('name' in source ? String(source.name) : 'the blob', source);
  if (typeof source !== 'string' && !(source instanceof URL))
    throw badArgument('filepath', 'a path, a URL, bytes, or a File or Blob', source);
  const stored = await readFromBrowserStore(source);
  if (stored !== undefined) return fromBlob(String(source), stored);
  const path = filePath(source);
  return path !== undefined && hasFileSystem() ? fromFile(path) : fromAddress(String(source));
}
