/** A line on the terminal that says what is going on; nothing where nobody looks. */
export class Progress {
  readonly #shown = process.stderr.isTTY === true;

  say(text: string): void {
    if (this.#shown) process.stderr.write(`\r\x1b[K${text} ...`);
  }

  /** Takes the line away. */
  end(): void {
    if (this.#shown) process.stderr.write('\r\x1b[K');
  }
}
