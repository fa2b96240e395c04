/** How far a training is, and how long it will take. Pauses don't count. */
export class Pace {
  readonly epochs: number;
  readonly steps: number | null;
  /** Epochs that are over. */
  epoch = 0;
  /** Steps of this epoch, and of all, that are over. */
  step = 0;
  #done = 0;
  #began: number;
  #pausedAt: number | null = null;

  constructor(epochs: number, steps: number | null, now = performance.now()) {
    this.epochs = epochs;
    this.steps = steps;
    this.#began = now;
  }

  /** @param index of the last step that is over, in its epoch: several may be executed as one */
  stepDone(index: number): void {
    this.#done += index + 1 - this.step;
    this.step = index + 1;
  }

  epochDone(epoch: number): void {
    this.epoch = epoch + 1;
    this.step = 0;
  }

  pause(now = performance.now()): void {
    this.#pausedAt ??= now;
  }

  resume(now = performance.now()): void {
    if (this.#pausedAt !== null) this.#began += now - this.#pausedAt;
    this.#pausedAt = null;
  }

  /** Seconds that are left at the speed so far; null before the first step, and where epochs have no known end. */
  secondsLeft(now = performance.now()): number | null {
    if (this.steps === null || this.#done === 0) return null;
    const elapsed = ((this.#pausedAt ?? now) - this.#began) / 1000;
    const left = (this.epochs - this.epoch) * this.steps - this.step;
    return Math.max(left, 0) * (elapsed / this.#done);
  }
}
