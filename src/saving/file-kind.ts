import type { ByteSource } from '../support/files/byte-source.ts';

/** What a file's first bytes say that it is. */
export type FileKind = 'zip' | 'h5' | 'other';

const ZIP = [0x50, 0x4b];
const H5 = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

/** Looks at the beginning of a file. */
export async function fileKind(source: ByteSource): Promise<FileKind> {
  const head = await source.read(0, Math.min(H5.length, source.size));
  const begins = (magic: readonly number[]): boolean => magic.every((byte, i) => head[i] === byte);
  if (begins(ZIP)) return 'zip';
  return begins(H5) ? 'h5' : 'other';
}
