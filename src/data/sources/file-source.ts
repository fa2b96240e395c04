import { describe } from '../../support/errors.ts';
import { DataError } from '../data-error.ts';

/** Where bytes come from: a path (in browsers, an address), an address, a file or blob, or the bytes themselves. */
export type FileSource = string | URL | Blob | Uint8Array;

const inNode = typeof process !== 'undefined' && process.versions?.node !== undefined;

const isFileUrl = (source: FileSource): source is URL => source instanceof URL && source.protocol === 'file:';

/** How a source is called in messages. */
export function nameOfSource(source: FileSource): string {
  if (typeof source === 'string') return source;
  if (source instanceof URL) return source.href;
  if (source instanceof Blob) return 'name' in source && typeof source.name === 'string' ? source.name : 'a blob';
  return describe(source);
}

/** True for what is a file on this machine. */
export const isLocalFile = (source: FileSource): source is string | URL =>
  inNode && (isFileUrl(source) || (typeof source === 'string' && !/^https?:\/\//.test(source)));

const unreadable = (source: FileSource, cause: unknown): DataError =>
  new DataError(`${nameOfSource(source)} can't be read: ${cause instanceof Error ? cause.message : describe(cause)}`, {
    cause,
  });

async function fetched(source: string | URL): Promise<Response> {
  const response = await fetch(source).catch((error: unknown) => {
    throw unreadable(source, error);
  });
  if (!response.ok) {
    throw new DataError(`${nameOfSource(source)} can't be read. Received: status ${response.status}`);
  }
  return response;
}

/** The bytes in pieces, as they come. */
export async function* streamBytes(source: FileSource): AsyncGenerator<Uint8Array, void, undefined> {
  if (source instanceof Uint8Array) {
    yield source;
    return;
  }
  if (isLocalFile(source)) {
    const { createReadStream } = await import('node:fs');
    try {
      for await (const piece of createReadStream(source)) yield piece;
    } catch (error) {
      throw unreadable(source, error);
    }
    return;
  }
  const stream = source instanceof Blob ? source.stream() : (await fetched(source)).body;
  if (stream === null) return;
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel();
  }
}

/** All bytes. */
export async function readBytes(source: FileSource): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of streamBytes(source)) {
    pieces.push(piece);
    size += piece.length;
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const piece of pieces) {
    bytes.set(piece, offset);
    offset += piece.length;
  }
  return bytes;
}
