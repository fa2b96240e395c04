import type { TrainingData } from './batch-source.ts';
import type { SampleArray } from './sample-array.ts';

/** The bits of a float32's exponent: all set in NaN and in infinities alone. */
const EXPONENT = 0x7f800000;

/** Whether an array holds NaN or an infinity. */
function hasNonFinite({ values }: SampleArray): boolean {
  // One kind of array for each call keeps the loop below fast.
  if (values instanceof Float32Array) return anyExponentFull(values);
  return values instanceof Float64Array && anyExponentFull(Float32Array.from(values, (x) => x * 0));
}

function anyExponentFull(values: Float32Array): boolean {
  const bits = new Int32Array(values.buffer, values.byteOffset, values.length);
  for (let i = 0; i < bits.length; i++) if ((bits[i]! & EXPONENT) === EXPONENT) return true;
  return false;
}

/** Warns once, in one run, about data that make every loss NaN. */
export class NonFiniteWarning {
  #warned = false;

  /** Looks through inputs and targets. */
  checkAll(data: TrainingData): void {
    for (const columns of [data.x, data.y]) {
      columns?.arrays.forEach((array, i) => {
        this.check(columns.names[i] ?? 'x', array);
      });
    }
  }

  check(name: string, array: SampleArray): void {
    if (this.#warned || !hasNonFinite(array)) return;
    this.#warned = true;
    console.warn(
      `\`${name}\` holds NaN or infinite values. The loss of every batch with one of them will not be a number, and training would spoil the weights.`,
    );
  }
}
