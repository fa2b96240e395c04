import { badArgument } from '../support/errors.ts';
import { numberOr } from './callback.ts';

/** When something is saved: at the end of every epoch, or after so many batches. */
export type SaveFrequency = 'epoch' | number;

/** Checks the `saveFreq` option. */
export function checkSaveFrequency(frequency: unknown): SaveFrequency {
  if (frequency === 'epoch') return frequency;
  if (typeof frequency === 'number' && Number.isInteger(frequency) && frequency > 0) return frequency;
  throw badArgument('saveFreq', "'epoch' or a positive number of batches", frequency);
}

/** Counts batches over the ends of epochs. */
export class BatchCounter {
  readonly #every: SaveFrequency;
  #since = 0;
  #last: number | null = null;

  constructor(every: SaveFrequency) {
    this.#every = every;
  }

  /** Where the count stands, for backups. */
  get state(): { readonly since: number; readonly last: number | null } {
    return { since: this.#since, last: this.#last };
  }

  set state(state: { readonly [name: string]: unknown }) {
    this.#since = numberOr(0, state.since);
    this.#last = numberOr(null, state.last);
  }

  /** Whether it is time, after a batch (from 0 in each epoch); some batches may not have been seen. */
  isDue(batch: number): boolean {
    if (this.#every === 'epoch') return false;
    this.#since += this.#last === null || batch <= this.#last ? batch + 1 : batch - this.#last;
    this.#last = batch;
    if (this.#since < this.#every) return false;
    this.#since = 0;
    return true;
  }
}
