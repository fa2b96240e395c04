import { readFile, stat } from 'node:fs/promises';
import type { z } from 'zod';

/** A larger file is none of ours. */
const LARGEST = 16 << 20;

/** A JSON file that is read again when it has changed. */
export class JsonFile<T> {
  readonly path: string;
  readonly #schema: z.ZodType<T>;
  #seen = '';
  value: T | null = null;
  /** What is wrong with it, in a sentence; null when nothing is. */
  problem: string | null = null;

  constructor(path: string, schema: z.ZodType<T>) {
    this.path = path;
    this.#schema = schema;
  }

  /** Looks at the file; true when its value is another one than before. */
  async refresh(): Promise<boolean> {
    const state = await stat(this.path).catch(() => null);
    const seen = state === null ? '' : `${state.mtimeMs} ${state.size} ${state.ino}`;
    if (seen === this.#seen) return false;
    this.#seen = seen;
    const name = this.path.split(/[\\/]/).at(-1);
    this.problem = null;
    if (state === null) {
      this.value = null;
      return true;
    }
    if (state.size > LARGEST) {
      this.problem = `${name} has ${state.size} bytes; the limit is ${LARGEST}.`;
      return true;
    }
    try {
      const { success, data, error } = this.#schema.safeParse(JSON.parse(await readFile(this.path, 'utf8')));
      if (success) this.value = data;
      else
        this.problem = `${name} is not as expected: ${error.issues[0]?.path.join('.')}: ${error.issues[0]?.message}.`;
    } catch (error) {
      this.problem = `${name} can't be read: ${error instanceof Error ? error.message : String(error)}.`;
    }
    return true;
  }
}
