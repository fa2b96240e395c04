/** Where progress lines go: a terminal that can rewrite its last line, or something that takes finished lines. */
export interface Output {
  /** Characters per line of a terminal; null for pipes, files and browser consoles. */
  readonly columns: number | null;
  /** Writes text as it is. Only for terminals. */
  write(text: string): void;
  /** Writes a whole line. */
  line(text: string): void;
}

const stdout = () => (typeof process === 'undefined' ? undefined : process.stdout);

/** Standard output in Node, the console elsewhere. */
export const consoleOutput: Output = {
  get columns() {
    const stream = stdout();
    // Terminals without a known size say that they have 0 columns.
    return stream?.isTTY ? stream.columns || 80 : null;
  },
  write(text) {
    stdout()?.write(text);
  },
  line(text) {
    console.log(text);
  },
};
