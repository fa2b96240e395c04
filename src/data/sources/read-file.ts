import { describe } from '../../support/errors.ts';
import { type ByteSource, openSource } from '../../support/files/byte-source.ts';
import { type FileSource, nameOfSource } from '../../support/files/file-source.ts';
import { streamBytes as stream } from '../../support/files/stream-bytes.ts';
import { DataError } from '../data-error.ts';

const unreadable = (source: FileSource, cause: unknown): DataError =>
  new DataError(`${nameOfSource(source)} can't be read: ${cause instanceof Error ? cause.message : describe(cause)}`, {
    cause,
  });

/** The bytes in pieces, as they come. */
export async function* streamBytes(source: FileSource): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* stream(source);
  } catch (error) {
    throw unreadable(source, error);
  }
}

/** All bytes. */
export async function readBytes(source: FileSource): Promise<Uint8Array> {
  const file = await openFile(source);
  try {
    return await file.read(0, file.size);
  } finally {
    await file.close();
  }
}

/** A file for reading here and there. The caller closes it. */
export const openFile = (source: FileSource): Promise<ByteSource> =>
  openSource(source).catch((error: unknown) => {
    throw unreadable(source, error);
  });
