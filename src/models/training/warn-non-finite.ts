import type { SampleArray } from './sample-array.ts';

/** Whether an array holds NaN or an infinity. */
function hasNonFinite({ values }: SampleArray): boolean {
  if (!(values instanceof Float32Array || values instanceof Float64Array)) return false;
  // x * 0 is NaN exactly for what isn't finite, and NaN stays in the sum.
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] ?? 0) * 0;
  return Number.isNaN(sum);
}

/** Warns once, in one run, about data that make every loss NaN. */
export class NonFiniteWarning {
  #warned = false;

  check(name: string, array: SampleArray): void {
    if (this.#warned || !hasNonFinite(array)) return;
    this.#warned = true;
    console.warn(
      `\`${name}\` holds NaN or infinite values. The loss of every batch with one of them will not be a number, and training would spoil the weights.`,
    );
  }
}
