import { type Profile, profile } from '../../config/index.ts';

/** Profiles the kernels of a stretch of steps. */
export class BatchProfile {
  readonly first: number;
  readonly last: number;
  #end: (() => void) | null = null;
  #taken: Promise<Profile> | null = null;

  constructor(first: number, last: number) {
    this.first = first;
    this.last = last;
  }

  /** Before a step, counted from 1 over all epochs. */
  begin(step: number): void {
    if (step !== this.first || this.#taken !== null) return;
    this.#taken = profile(
      () =>
        new Promise<void>((resolve) => {
          this.#end = resolve;
        }),
    );
  }

  /** After a step; the table in Markdown after the last one. */
  async end(step: number, over = false): Promise<string | null> {
    if (this.#end === null || this.#taken === null || (step < this.last && !over)) return null;
    this.#end();
    this.#end = null;
    return `\`\`\`\n${await this.#taken}\n\`\`\``;
  }
}
