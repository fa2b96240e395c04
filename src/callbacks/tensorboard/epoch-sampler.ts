import type { StepSampler } from '../vitals/step-sampler.ts';
import type { VitalsRecord } from '../vitals/vitals-record.ts';

/** Has the first step of every so many epochs measured, with histograms. */
export class EpochSampler implements StepSampler {
  readonly #every: number;
  readonly #onRecord: (record: VitalsRecord) => void;
  #last = -1;

  constructor(every: number, onRecord: (record: VitalsRecord) => void) {
    this.#every = every;
    this.#onRecord = onRecord;
  }

  sampleAt(_step: number, epoch: number): { readonly histograms: boolean } | null {
    if (epoch === this.#last || epoch % this.#every !== 0) return null;
    this.#last = epoch;
    return { histograms: true };
  }

  take(record: VitalsRecord): void {
    this.#onRecord(record);
  }
}
