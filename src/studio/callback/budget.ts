/** Lets work beside a training happen at once, and from then on as often as it takes no more than a share of the time. */
export class Budget {
  readonly #share: number;
  #began: number | null = null;
  #spent = 0;

  /** @param share from 0 to 1 */
  constructor(share: number) {
    this.#share = share;
  }

  /** Whether there is time for more. */
  allows(now = performance.now()): boolean {
    this.#began ??= now;
    return this.#spent <= this.#share * (now - this.#began);
  }

  /** Does some work and counts how long it takes. */
  async spend(work: () => void | Promise<void>): Promise<void> {
    const began = performance.now();
    await work();
    this.#spent += performance.now() - began;
  }
}
