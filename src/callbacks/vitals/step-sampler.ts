import type { VitalsRecord } from './vitals-record.ts';

/** Somebody who wants to know what happens in some steps. */
export interface StepSampler {
  /** Whether the step after `step` steps is to be measured, and whether with histograms. Asked once for each step. */
  sampleAt(step: number, epoch: number): { readonly histograms: boolean } | null;
  /** Gets what was measured in a step that it asked for. */
  take(record: VitalsRecord): void;
}

/** Several samplers as one: a step that one of them wants is measured once. */
export class StepSamplers implements StepSampler {
  readonly #all: readonly StepSampler[];
  #asking: StepSampler[] = [];

  constructor(all: readonly StepSampler[]) {
    this.#all = all;
  }

  get empty(): boolean {
    return this.#all.length === 0;
  }

  sampleAt(step: number, epoch: number): { readonly histograms: boolean } | null {
    this.#asking = [];
    let histograms = false;
    for (const sampler of this.#all) {
      const sample = sampler.sampleAt(step, epoch);
      if (sample === null) continue;
      this.#asking.push(sampler);
      histograms ||= sample.histograms;
    }
    return this.#asking.length === 0 ? null : { histograms };
  }

  take(record: VitalsRecord): void {
    for (const sampler of this.#asking) sampler.take(record);
  }
}
