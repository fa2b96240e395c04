import { badArgument, describe } from '../errors.ts';

/**
 * Where a file comes from: a path (in a browser, an address relative to the page), a URL, `indexeddb://name` or
 * `opfs://name` in a browser's own storage, bytes, or a `File` or `Blob`.
 */
export type FileSource = string | URL | Uint8Array | ArrayBuffer | Blob;

const isBlob = (x: unknown): x is Blob => typeof Blob !== 'undefined' && x instanceof Blob;

/** A file's bytes, a blob, or the place of a file; throws for anything else. */
export function kindOfSource(
  source: FileSource,
): { readonly bytes: Uint8Array } | { readonly blob: Blob } | { readonly place: string | URL } {
  if (source instanceof Uint8Array) return { bytes: source };
  if (source instanceof ArrayBuffer) return { bytes: new Uint8Array(source) };
  if (isBlob(source)) return { blob: source };
  if ((typeof source === 'string' && source !== '') || source instanceof URL) return { place: source };
  throw badArgument('filepath', 'a path, a URL, bytes, or a File or Blob', source);
}

/** What a source is called in messages. */
export function nameOfSource(source: FileSource): string {
  if (typeof source === 'string') return source;
  if (source instanceof URL) return source.href;
  if (isBlob(source)) return 'name' in source && typeof source.name === 'string' ? source.name : 'the blob';
  return source instanceof Uint8Array || source instanceof ArrayBuffer ? 'the bytes' : describe(source);
}
