import type { TrainingData } from './batch-source.ts';
import type { SampleArray } from './sample-array.ts';

/** Whether an array holds NaN or an infinity. */
function hasNonFinite({ values }: SampleArray): boolean {
  // One kind of array for each call keeps the loop below fast.
  if (values instanceof Float32Array) return sumOfZeros(values) !== 0;
  return values instanceof Float64Array && sumOfZeros(Float32Array.from(values, (x) => x * 0)) !== 0;
}

/** Sum of x * 0, which is NaN exactly when some x is not finite. Four sums, so that additions need not wait. */
function sumOfZeros(values: Float32Array): number {
  const { length } = values;
  let [a, b, c, d] = [0, 0, 0, 0];
  let i = 0;
  for (; i + 3 < length; i += 4) {
    a += values[i]! * 0;
    b += values[i + 1]! * 0;
    c += values[i + 2]! * 0;
    d += values[i + 3]! * 0;
  }
  for (; i < length; i++) a += values[i]! * 0;
  return a + b + c + d;
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
