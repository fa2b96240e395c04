import { badArgument } from '../errors.ts';

/** The path that a string or a `file:` URL stands for; undefined for other addresses. */
export function filePath(place: string | URL): string | undefined {
  const text = String(place);
  if (text.includes('\0')) throw badArgument('filepath', 'a path without NUL characters', text);
  if (text.startsWith('file:')) {
    const { pathname } = new URL(text);
    const path = decodeURIComponent(pathname);
    return /^\/[A-Za-z]:/.test(path) ? path.slice(1) : path;
  }
  if (place instanceof URL) return undefined;
  return /^(https?|blob|data|indexeddb|opfs):/.test(text) ? undefined : text;
}
