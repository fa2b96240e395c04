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

/** Memory that was looked through before, when it was long enough for that to matter. */
const known = new WeakMap<ArrayBufferLike, Set<string>>();
const LONG = 1 << 16;

/** Whether an array was looked through before; from now on it was. What has changed since shows when losses are NaN. */
function wasSeen({ values }: SampleArray): boolean {
  if (values.length < LONG) return false;
  const parts = known.get(values.buffer) ?? new Set();
  const part = `${values.byteOffset}+${values.byteLength}`;
  if (parts.has(part)) return true;
  known.set(values.buffer, parts.add(part));
  return false;
}

/** Warns once, in one run, about a loss that is no number, and the data that make it so. */
export class NonFiniteWarning {
  #warned = false;

  /** Looks through inputs and targets, unless it did so in an earlier run. */
  checkAll(data: TrainingData): void {
    this.#eachArray(data, (name, array) => {
      if (!wasSeen(array)) this.#check(name, array);
    });
  }

  /** Looks through inputs and targets again, since a loss is NaN. */
  checkAgain(data: TrainingData): void {
    this.#eachArray(data, (name, array) => this.#check(name, array));
  }

  #eachArray(data: TrainingData, visit: (name: string, array: SampleArray) => void): void {
    for (const columns of [data.x, data.y]) {
      columns?.arrays.forEach((array, i) => {
        visit(columns.names[i] ?? 'x', array);
      });
    }
    for (const array of data.sampleWeight?.arrays ?? []) visit('sampleWeight', array);
  }

  /**
   * Says that an epoch's loss is not a number, unless the data were told to be the cause.
   *
   * @param epoch from 0
   */
  lossIsLost(epoch: number): void {
    if (this.#warned) return;
    this.#warned = true;
    console.warn(
      `The loss of epoch ${epoch + 1} is not a number, and the weights are spoilt by it: mostly the steps were too large. Build the model anew and train it with a smaller learning rate or \`clipnorm\`. \`doctor.examine\` looks for the cause; \`callbacks.TerminateOnNaN\` ends such a training at once.`,
    );
  }

  #check(name: string, array: SampleArray): void {
    if (this.#warned || !hasNonFinite(array)) return;
    this.#warned = true;
    console.warn(
      `\`${name}\` holds NaN or infinite values. The loss of every batch with one of them will not be a number, and training would spoil the weights.`,
    );
  }
}
