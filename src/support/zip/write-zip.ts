import type { WriteChunk } from '../files/write-file.ts';

/** The same for all archives, so that equal contents give equal files. */
const MODIFIED = new Date(1980, 0, 1);

/** Writes files, each in pieces, into an archive without packing them, as Keras does: weights hardly get smaller. */
export async function writeZip(
  files: Iterable<readonly [name: string, pieces: Iterable<Uint8Array>]>,
  write: WriteChunk,
): Promise<void> {
  const { Zip, ZipPassThrough } = await import('fflate');
  const pending: Uint8Array[] = [];
  let failure: Error | null = null;
  const zip = new Zip((error, chunk) => {
    failure ??= error;
    pending.push(chunk);
  });
  const flush = async (): Promise<void> => {
    if (failure !== null) throw failure;
    for (const chunk of pending.splice(0)) await write(chunk);
  };
  for (const [name, pieces] of files) {
    const entry = new ZipPassThrough(name);
    entry.mtime = MODIFIED;
    zip.add(entry);
    for (const piece of pieces) {
      entry.push(piece);
      await flush();
    }
    entry.push(new Uint8Array(0), true);
    await flush();
  }
  zip.end();
  await flush();
}
