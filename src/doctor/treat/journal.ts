import type { ShapedData } from '../../models/training/data-types.ts';
import { isPlainRecord } from '../../support/plain-record.ts';

/** What a finished training leaves in the journal. */
export interface JournalEntry {
  readonly key: string;
  readonly value: unknown;
}

/**
 * Results of trainings that are done, by what was trained: a treatment that was interrupted takes them up again. Kept in
 * a file of JSON lines, or in memory alone.
 */
export class Journal {
  readonly #path: string | null;
  readonly #known = new Map<string, unknown>();
  /** Whether the file ends in the middle of a line. */
  #torn = false;

  constructor(path: string | null) {
    this.#path = path;
  }

  /** Reads what an earlier treatment left; a last line cut off by an interruption is left out. */
  async open(): Promise<void> {
    if (this.#path === null) return;
    const { readFile } = await import('node:fs/promises');
    const text = await readFile(this.#path, 'utf8').catch(() => '');
    this.#torn = text !== '' && !text.endsWith('\n');
    for (const line of text.split('\n')) {
      try {
        const entry: unknown = JSON.parse(line, revive);
        if (typeof entry === 'object' && entry !== null && 'key' in entry && 'value' in entry)
          this.#known.set(String(entry.key), entry.value);
      } catch {
        // Half a line.
      }
    }
  }

  /** The result under a key, made now if it isn't known. Results must survive JSON. */
  async once<T>(key: string, make: () => Promise<T>): Promise<T> {
    // What is in the journal was written by the same call under the same key.
    if (this.#known.has(key)) return this.#known.get(key) as T;
    const value = await make();
    this.#known.set(key, value);
    if (this.#path !== null) {
      const { appendFile } = await import('node:fs/promises');
      await appendFile(this.#path, `${this.#torn ? '\n' : ''}${JSON.stringify({ key, value }, spell)}\n`);
      this.#torn = false;
    }
    return value;
  }
}

const NON_FINITE = '$number';

/** Numbers that JSON has no word for: a loss that is NaN must not come back as null. */
const spell = (_key: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isFinite(value) ? { [NON_FINITE]: String(value) } : value;

const revive = (_key: string, value: unknown): unknown =>
  isPlainRecord(value) && NON_FINITE in value ? Number(value[NON_FINITE]) : value;

/** A short name for a long text (FNV-1a, 64 bits in two halves). */
export function digest(text: string): string {
  let [a, b] = [0x811c9dc5, 0x01000193];
  for (let i = 0; i < text.length; i++) {
    a = Math.imul(a ^ text.charCodeAt(i), 0x01000193);
    b = Math.imul(b ^ text.charCodeAt(i), 0x85ebca6b);
  }
  return (a >>> 0).toString(16).padStart(8, '0') + (b >>> 0).toString(16).padStart(8, '0');
}

/** A short name for data; another value, order or shape gives another one. */
export function fingerprint({ data, shape }: ShapedData): string {
  let [a, b] = [0x811c9dc5, 0x01000193];
  for (const word of new Uint32Array(Float32Array.from(data, Number).buffer)) {
    a = Math.imul(a ^ word, 0x01000193);
    b = Math.imul(b ^ (word >>> 16) ^ word, 0x85ebca6b);
  }
  return `${shape.join('x')}:${(a >>> 0).toString(16)}${(b >>> 0).toString(16)}`;
}
