import type { Columns } from './columns.ts';
import type { ValueKind } from './event-delta.ts';
import { RecordForm } from './record-form.ts';

/** What is known of a tag in one file. */
export interface Tag {
  readonly name: string;
  /** From the first value's metadata, or its form; null as long as nobody knows. */
  kind: ValueKind | 'scalar' | 'hyperparameters' | 'other' | null;
  /** Where its points go; null until there is one. */
  columns: Columns | null;
  /** Of a record that held one scalar alone; null until there is one. */
  form: RecordForm | null;
  /** How many forms it has had. */
  forms: number;
  /** The tag that came after this one the last time, and the one before that: likely to come again. */
  following: Tag | null;
  alternative: Tag | null;
}

/** Longer tags are cut. */
const LONGEST = 1000;
/** More tags than that in one file are a mistake of whoever wrote it; they all become one. */
const MOST = 20_000;
/** Forms that a tag may have one after the other: making one costs as much as parsing some dozens of records. */
const MOST_FORMS = 8;

const decoder = new TextDecoder();

/** Finds tags: millions of events have a handful of them, in nearly the same order. */
export class TagTable {
  readonly #tags = new Map<string, Tag>();
  #last: Tag | null = null;

  /** The tag whose last record had the same form; null when that isn't one of those that were expected. */
  alike(view: DataView, start: number, end: number): Tag | null {
    const { following = null, alternative = null } = this.#last ?? {};
    if (following?.form?.matches(view, start, end)) return following;
    return alternative?.form?.matches(view, start, end) ? alternative : null;
  }

  find(data: Uint8Array, start: number, end: number): Tag {
    const bytes = data.subarray(start, Math.min(end, start + LONGEST));
    const name = this.#tags.size < MOST ? decoder.decode(bytes) : '(more tags)';
    let tag = this.#tags.get(name);
    if (tag === undefined) {
      tag = { name, kind: null, columns: null, form: null, forms: 0, following: null, alternative: null };
      this.#tags.set(name, tag);
    }
    this.come(tag);
    return tag;
  }

  /** Expects more records like this one, unless the tag changes its form again and again. */
  learn(tag: Tag, bytes: Uint8Array, number: number): void {
    if (tag.forms === MOST_FORMS) return;
    tag.forms++;
    tag.form = RecordForm.of(bytes, number);
  }

  /** A value of this tag has come. */
  come(tag: Tag): void {
    const last = this.#last;
    if (last !== null && last.following !== tag) {
      last.alternative = last.following;
      last.following = tag;
    }
    this.#last = tag;
  }

  /** Points that come from now on go to other columns. */
  forgetColumns(): void {
    for (const tag of this.#tags.values()) tag.columns = null;
  }
}
