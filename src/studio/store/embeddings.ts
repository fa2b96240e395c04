import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type EmbeddingAnswer, packFloats } from '../protocol/index.ts';
import { realPathInside } from './inside.ts';
import { principalPlane } from './principal-components.ts';

/** Points that are drawn. */
const MOST_POINTS = 5000;
const LARGEST = 256 << 20;

/** An embedding that a projector config names. */
export interface EmbeddingPlace {
  readonly name: string;
  readonly tensorPath: string;
  readonly metadataPath: string | null;
}

/** A file name in the run's own folder, or below; nothing that leads out of it. */
const isInside = (path: string): boolean => path !== '' && !/^[\\/]|(^|[\\/])\.\.([\\/]|$)|^[A-Za-z]:/.test(path);

/** Reads a projector config: `embeddings { tensor_name: "x" tensor_path: "x.tsv" metadata_path: "y.tsv" }`. */
export function projectorConfig(text: string): EmbeddingPlace[] {
  return [...text.matchAll(/embeddings\s*\{([^{}]*)/g)].flatMap(([, body = '']) => {
    const field = (name: string): string => new RegExp(`${name}:\\s*"([^"]*)"`).exec(body)?.[1] ?? '';
    const [name, tensorPath, metadataPath] = [field('tensor_name'), field('tensor_path'), field('metadata_path')];
    if (!isInside(tensorPath)) return [];
    return [{ name: name || tensorPath, tensorPath, metadataPath: isInside(metadataPath) ? metadataPath : null }];
  });
}

/** The lines of a file in the run's folder; none when it isn't there, leads out of it, or is too large. */
async function linesOf(folder: string, name: string): Promise<string[]> {
  const path = await realPathInside(folder, join(folder, name));
  if (path === null || (await stat(path)).size > LARGEST) return [];
  const lines = (await readFile(path, 'utf8')).split(/\r?\n/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/** Reads an embedding and projects it; at most 5,000 of its points, evenly chosen. */
export async function readEmbedding(
  folder: string,
  place: EmbeddingPlace,
): Promise<Omit<EmbeddingAnswer, 'run' | 'step'>> {
  const lines = await linesOf(folder, place.tensorPath);
  const stride = Math.max(1, Math.ceil(lines.length / MOST_POINTS));
  const chosen = lines.map((_, i) => i).filter((i) => i % stride === 0);
  const rows = chosen.map((i) => Float64Array.from((lines[i] ?? '').split('\t'), Number));
  const { points, explained } = principalPlane(rows);
  let labels: string[] = [];
  if (place.metadataPath !== null) {
    const all = await linesOf(folder, place.metadataPath);
    // With several columns the first line holds their names.
    const head = all[0]?.includes('\t') ? 1 : 0;
    labels = chosen.map((i) => all[i + head]?.split('\t')[0] ?? '');
  }
  return {
    name: place.name,
    points: packFloats(points),
    labels,
    explained,
    count: lines.length,
    dimensions: rows[0]?.length ?? 0,
  };
}
