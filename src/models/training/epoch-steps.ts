import type { TwisterState } from '../../support/mersenne-twister.ts';
import { globalShuffler } from '../../support/shuffle.ts';
import type { Batch, BatchIterator, BatchSource } from './batch-source.ts';

/** Where in the data training stands, such that another process can go there. */
export interface DataPlace {
  /** How often a pass over the data has begun. */
  readonly passes: number;
  /** What the shuffler was about to give when the last pass began; null when that pass has ended. */
  readonly order: TwisterState | null;
  /** Batches taken from the last pass. */
  readonly drawn: number;
}

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
  #passes = 0;
  #order: TwisterState | null = null;
  #drawn = 0;
  /** Steps that an epoch that is gone on with has behind it. */
  #behind: number | null = null;
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

  get place(): DataPlace {
    return { passes: this.#passes, order: this.#iterator === null ? null : this.#order, drawn: this.#drawn };
  }

  /**
   * Goes to a place, with an epoch of which `step` steps are done. Batches before it are taken and dropped; the
   * shuffler's state is for the caller to set afterwards.
   */
  async goTo({ passes, order, drawn }: DataPlace, step: number): Promise<void> {
    while (this.#passes < passes) {
      if (order !== null && this.#passes === passes - 1) globalShuffler.state = order;
      this.#passes++;
      this.#iterator = this.#source.open();
    }
    this.#order = order;
    if (order === null && this.#source.restartable) this.#iterator = null;
    else for (; this.#drawn < drawn; this.#drawn++) await this.#iterator?.next();
    this.#behind = step === 0 ? null : step;
  }

  /** The batches of one epoch. */
  epoch(): BatchIterator {
    const behind = this.#behind;
    this.#behind = null;
    const fresh = behind === null && (this.#stepsPerEpoch === null || this.#iterator === null);
    if (fresh) this.#open();
    let step = behind ?? 0;
    const pull = (isFresh: boolean): Batch | null | Promise<Batch | null> => {
      const batch = this.#iterator?.next() ?? null;
      return batch instanceof Promise ? batch.then((settled) => take(settled, isFresh)) : take(batch, isFresh);
    };
    const take = (batch: Batch | null, isFresh: boolean): Batch | null | Promise<Batch | null> => {
      if (batch !== null) {
        step++;
        this.#drawn++;
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
    this.#order = globalShuffler.state;
    this.#passes++;
    this.#drawn = 0;
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
