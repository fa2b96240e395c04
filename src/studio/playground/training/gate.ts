/** Lets a training through, one epoch at a time: not while it is paused, and not faster than the pace. */
export class Gate {
  #playing: boolean;
  #steps = 0;
  #interval = 0;
  #open: (() => void) | null = null;
  #next = 0;

  constructor(playing: boolean) {
    this.#playing = playing;
  }

  /** Whether the next epoch would have to wait for `play` or `step`. */
  get closed(): boolean {
    return !this.#playing && this.#steps === 0;
  }

  play(): void {
    this.#playing = true;
    this.#release();
  }

  pause(): void {
    this.#playing = false;
    this.#steps = 0;
  }

  step(): void {
    this.#playing = false;
    this.#steps = 1;
    this.#release();
  }

  /** @param epochsPerSecond at most; Infinity for no limit */
  pace(epochsPerSecond: number): void {
    this.#interval = 1000 / epochsPerSecond;
  }

  /** Waits until the next epoch may begin. */
  async pass(): Promise<void> {
    while (this.closed)
      await new Promise<void>((resolve) => {
        this.#open = resolve;
      });
    if (this.#steps > 0) this.#steps--;
    const now = performance.now();
    const wait = this.#next - now;
    this.#next = Math.max(now, this.#next) + this.#interval;
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
  }

  #release(): void {
    this.#open?.();
    this.#open = null;
  }
}
