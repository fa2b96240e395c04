import { readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { realPathInside } from '../store/inside.ts';
import { notFound } from './http-error.ts';
import type { Picture } from './pictures.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
  '.wasm': 'application/wasm',
};

/** A file of the built page. `/` is its first page. */
export async function pageFile(folder: string, path: string): Promise<Picture> {
  let name: string;
  try {
    name = decodeURIComponent(path);
  } catch {
    throw notFound('There is no such page.');
  }
  const file = await realPathInside(folder, join(folder, name.endsWith('/') ? `${name}index.html` : name));
  const type = types[extname(file ?? '').toLowerCase()];
  if (file === null || type === undefined || name.includes('\0') || !(await stat(file)).isFile())
    throw notFound('There is no such page.');
  return { type, bytes: await readFile(file) };
}
