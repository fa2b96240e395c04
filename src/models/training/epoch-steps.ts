import type { Batch, BatchIterator, BatchSource } from './batch-source.ts';

/**
 * The steps of epoch after epoch. Without a number of steps per epoch, an epoch is one pass over the data. With one, a
 * pass goes on over the ends of epochs; when it is over too early, the epoch is cut short with a warning.
 */
export class EpochSteps {
  readonly #source: BatchSource;
  readonly #stepsPerEpoch: number | null;
  #iterator: BatchIterator | null = null;
  #count: number | null;
  #warned = false;
  /** No pass will bring another batch. */
  exhausted = false;

  constructor(source: BatchSource, stepsPerEpoch: number | null) {
    this.#source = source;
    this.#stepsPerEpoch = stepsPerEpoch;
    this.#count = stepsPerEpoch ?? source.batchCount;
  }

  /** Steps in an epoch, as far as known; a first full pass tells. */
  get count(): number | null {
    return this.#count;
  }

  /** The batches of one epoch. */
  epoch(): BatchIterator {
    const fresh = this.#stepsPerEpoch === null || this.#iterator === null;
    if (fresh) this.#open();
    let step = 0;
    const pull = (isFresh: boolean): Batch | null | Promise<Batch | null> => {
      const batch = this.#iterator?.next() ?? null;
      return batch instanceof Promise ? batch.then((settled) => take(settled, isFresh)) : take(batch, isFresh);
    };
    const take = (batch: Batch | null, isFresh: boolean): Batch | null | Promise<Batch | null> => {
      if (batch !== null) {
        step++;
        return batch;
      }
      // The pass that earlier epochs began ended exactly with the last of them.
      if (step === 0 && !isFresh && this.#source.restartable) {
        this.#open();
        return pull(true);
      }
      this.#end(step);
      return null;
    };
    return { next: () => (this.#stepsPerEpoch !== null && step >= this.#stepsPerEpoch ? null : pull(fresh)) };
  }

  #open(): void {
    if (this.#iterator !== null && !this.#source.restartable) return;
    this.#iterator = this.#source.open();
  }

  /** A pass is over after `step` steps of this epoch. */
  #end(step: number): void {
    if (this.#source.restartable) this.#iterator = null;
    else this.exhausted = true;
    if (this.#stepsPerEpoch === null && (step > 0 || this.#source.restartable)) {
      this.#count ??= step;
      return;
    }
    if (this.#warned) return;
    this.#warned = true;
    const wanted = this.#stepsPerEpoch === null ? 'another epoch' : `stepsPerEpoch=${this.#stepsPerEpoch}`;
    console.warn(
      `The data ran out after ${step} steps of an epoch; ${this.exhausted ? 'this run ends here' : 'the epoch ends here'}. For ${wanted}, more batches are needed.`,
    );
  }
}
