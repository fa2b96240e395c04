import type { Columns } from './columns.ts';
import type { ValueKind } from './event-delta.ts';

/** What is known of a tag in one file. */
export interface Tag {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** From the first value's metadata, or its form; null as long as nobody knows. */
  kind: ValueKind | 'scalar' | 'hyperparameters' | 'other' | null;
  /** Where its points go; null until there is one. */
  columns: Columns | null;
  /** The tag that came after this one the last time, which is likely to come again. */
  following: Tag | null;
}

/** Longer tags are cut. */
const LONGEST = 1000;
/** More tags than that in one file are a mistake of whoever wrote it; they all become one. */
const MOST = 20_000;

const decoder = new TextDecoder();

/** Finds tags by their bytes: millions of events have a handful of tags, in nearly the same order. */
export class TagTable {
  readonly #tags = new Map<string, Tag>();
  #last: Tag | null = null;

  find(data: Uint8Array, start: number, end: number): Tag {
    const guess = this.#last?.following;
    if (guess && sameBytes(guess.bytes, data, start, end)) {
      this.#last = guess;
      return guess;
    }
    const bytes = data.slice(start, Math.min(end, start + LONGEST));
    const name = this.#tags.size < MOST ? decoder.decode(bytes) : '(more tags)';
    let tag = this.#tags.get(name);
    if (tag === undefined) {
      tag = { name, bytes, kind: null, columns: null, following: null };
      this.#tags.set(name, tag);
    }
    if (this.#last !== null) this.#last.following = tag;
    this.#last = tag;
    return tag;
  }

  /** Points that come from now on go to other columns. */
  forgetColumns(): void {
    for (const tag of this.#tags.values()) tag.columns = null;
  }

  /** Kinds by name, to go on with elsewhere. */
  get kinds(): readonly (readonly [name: string, kind: Tag['kind']])[] {
    return [...this.#tags.values()].map(({ name, kind }) => [name, kind] as const);
  }

  set kinds(kinds: readonly (readonly [name: string, kind: Tag['kind']])[]) {
    for (const [name, kind] of kinds) {
      const bytes = new TextEncoder().encode(name);
      this.find(bytes, 0, bytes.length).kind = kind;
    }
  }
}

function sameBytes(bytes: Uint8Array, data: Uint8Array, start: number, end: number): boolean {
  if (bytes.length !== end - start) return false;
  for (let i = 0; i < bytes.length; i++) if (bytes[i] !== data[start + i]) return false;
  return true;
}
