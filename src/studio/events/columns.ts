const FIRST = 64;

/** Points of a curve in three growing columns: 20 bytes for each. */
export class Columns {
  length = 0;
  #steps = new Float64Array(FIRST);
  #times = new Float64Array(FIRST);
  #values = new Float32Array(FIRST);

  get steps(): Float64Array {
    return this.#steps.subarray(0, this.length);
  }

  /** Seconds since 1970. */
  get times(): Float64Array {
    return this.#times.subarray(0, this.length);
  }

  get values(): Float32Array {
    return this.#values.subarray(0, this.length);
  }

  #grow(needed: number): void {
    const size = Math.max(needed, 2 * this.#steps.length);
    const grown = <T extends Float64Array | Float32Array>(to: T, from: T): T => {
      to.set(from);
      return to;
    };
    this.#steps = grown(new Float64Array(size), this.#steps);
    this.#times = grown(new Float64Array(size), this.#times);
    this.#values = grown(new Float32Array(size), this.#values);
  }

  push(step: number, time: number, value: number): void {
    const i = this.length;
    if (i === this.#steps.length) this.#grow(i + 1);
    this.#steps[i] = step;
    this.#times[i] = time;
    this.#values[i] = value;
    this.length = i + 1;
  }

  append(steps: Float64Array, times: Float64Array, values: Float32Array): void {
    const length = this.length + steps.length;
    if (length > this.#steps.length) this.#grow(length);
    this.#steps.set(steps, this.length);
    this.#times.set(times, this.length);
    this.#values.set(values, this.length);
    this.length = length;
  }

  /** Forgets the points from one on. */
  truncate(length: number): void {
    this.length = Math.min(this.length, length);
  }

  /** Keeps the points at these places, which ascend. */
  keep(places: ArrayLike<number>): void {
    for (let i = 0; i < places.length; i++) {
      const from = places[i] ?? 0;
      this.#steps[i] = this.#steps[from] ?? 0;
      this.#times[i] = this.#times[from] ?? 0;
      this.#values[i] = this.#values[from] ?? 0;
    }
    this.length = places.length;
  }
}
