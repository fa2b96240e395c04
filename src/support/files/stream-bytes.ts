import { readFromBrowserStore } from './browser-store.ts';
import { fetchFile } from './fetch-file.ts';
import { filePath } from './file-path.ts';
import { type FileSource, kindOfSource } from './file-source.ts';
import { hasFileSystem } from './runtime.ts';

/** A file's bytes in pieces, as they come: for what is read once, from the beginning to the end. */
export async function* streamBytes(source: FileSource): AsyncGenerator<Uint8Array, void, undefined> {
  const kind = kindOfSource(source);
  if ('bytes' in kind) {
    yield kind.bytes;
    return;
  }
  if ('place' in kind) {
    const path = filePath(kind.place);
    if (path !== undefined && hasFileSystem()) {
      const { createReadStream } = await import('node:fs');
      for await (const piece of createReadStream(path)) yield piece;
      return;
    }
  }
  const blob = 'blob' in kind ? kind.blob : await readFromBrowserStore(kind.place);
  const stream = blob === undefined && 'place' in kind ? (await fetchFile(kind.place)).body : (blob?.stream() ?? null);
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
