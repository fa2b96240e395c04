import { badArgument } from '../support/errors.ts';
import type { Shuffler } from '../support/shuffle.ts';
import { DatasetError } from './dataset-error.ts';
import { type KerasFile, kerasFile } from './keras-file.ts';
import type { NpzMember } from './read-npz.ts';

/** How the words of texts become integers. */
export interface WordOptions {
  /** The file's name in the data folder, or its path. Default: the official name. */
  readonly path?: string;
  /** Only integers below this stay, of which the small ones are frequent words; others become `oovChar`. Default null: all. */
  readonly numWords?: number | null;
  /** Integers below this become `oovChar`. Default 0. */
  readonly skipTop?: number;
  /** Texts of this length and more are left out. Default null: none. */
  readonly maxlen?: number | null;
  /** Decides the order of the texts: a whole number from 0 to 2^32 - 1. Default 113. */
  readonly seed?: number;
  /** What every text begins with; null for nothing. Default 1. */
  readonly startChar?: number | null;
  /** What stands for words that are left out; null drops them. Default 2. */
  readonly oovChar?: number | null;
  /** Added to the rank of each word. Default 3. */
  readonly indexFrom?: number;
}

export const WORD_OPTIONS: readonly (keyof WordOptions)[] = [
  ...(['path', 'numWords', 'skipTop', 'maxlen', 'seed', 'startChar', 'oovChar', 'indexFrom'] as const),
];

/** Texts as integers, and the label of each. */
export interface Texts {
  readonly xs: number[][];
  readonly labels: readonly number[];
}

const whole = (value: unknown, least: number): boolean =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= least;

/** @throws ArgumentError when an option is not as described */
export function checkWordOptions(options: WordOptions): void {
  const { numWords = null, skipTop = 0, maxlen = null, startChar = 1, oovChar = 2, indexFrom = 3 } = options;
  for (const [name, value] of Object.entries({ numWords, maxlen }))
    if (value !== null && !whole(value, 1)) throw badArgument(name, 'a whole number from 1 on, or null', value);
  for (const [name, value] of Object.entries({ startChar, oovChar }))
    if (value !== null && !whole(value, 0)) throw badArgument(name, 'a whole number from 0 on, or null', value);
  for (const [name, value] of Object.entries({ skipTop, indexFrom }))
    if (!whole(value, 0)) throw badArgument(name, 'a whole number from 0 on', value);
}

/** Texts of a file in another order: as NumPy's shuffling gives it. */
export function shuffledTexts(x: NpzMember, y: NpzMember, shuffler: Shuffler): Texts {
  if (x.lists === undefined || y.lists !== undefined || y.shape.length !== 1 || y.shape[0] !== x.lists.length)
    throw new DatasetError(
      `The file must hold lists of words and as many labels. Received: (${x.shape}) and (${y.shape})`,
    );
  const { lists } = x;
  const order = [...shuffler.permutation(lists.length)];
  return { xs: order.map((i) => lists[i] ?? []), labels: order.map((i) => y.values[i] ?? Number.NaN) };
}

/** Marks the beginnings, and leaves out what is too long. */
export function markTexts({ xs, labels }: Texts, options: WordOptions): Texts {
  const { maxlen = null, startChar = 1, indexFrom = 3 } = options;
  const start = startChar === null ? [] : [startChar];
  const marked = xs.map((words) => [...start, ...words.map((word) => word + indexFrom)]);
  const short = (i: number): boolean => maxlen === null || (marked[i]?.length ?? 0) < maxlen;
  return { xs: marked.filter((_, i) => short(i)), labels: labels.filter((_, i) => short(i)) };
}

/**
 * Leaves rare and all too frequent words out. Without `numWords`, the largest integer is left out, too: Keras does so.
 */
export function chooseWords(texts: number[][], options: WordOptions): number[][] {
  const { skipTop = 0, oovChar = 2 } = options;
  const most = options.numWords ?? texts.reduce((max, words) => words.reduce((a, b) => Math.max(a, b), max), 0);
  const kept = (word: number): boolean => skipTop <= word && word < most;
  if (oovChar === null) return texts.map((words) => words.filter(kept));
  return texts.map((words) => words.map((word) => (kept(word) ? word : oovChar)));
}

/** The rank of each word, from a file. */
export async function wordIndex(file: KerasFile, path: string | undefined): Promise<Record<string, number>> {
  const place = await kerasFile(file, path);
  const { readFile } = await import('node:fs/promises');
  const bytes = await readFile(place, 'utf8');
  let index: unknown;
  try {
    index = JSON.parse(bytes);
  } catch {
    index = undefined;
  }
  if (typeof index !== 'object' || index === null || !Object.values(index).every((rank) => whole(rank, 0)))
    throw new DatasetError(
      `${place} must hold a JSON object with a whole number for each word. Received: something else`,
    );
  return index as Record<string, number>;
}
