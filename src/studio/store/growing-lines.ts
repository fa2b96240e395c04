import { open } from 'node:fs/promises';

const CHUNK = 4 << 20;
/** A longer line is left out. */
const LONGEST_LINE = 32 << 20;
const NEWLINE = 10;

/** Reads the lines of a file that grows, from where it ended the last time; a line without its end is waited for. */
export class GrowingLines {
  readonly path: string;
  #offset = 0;
  #left: Buffer[] = [];
  #leftSize = 0;

  constructor(path: string) {
    this.path = path;
  }

  /**
   * @param restart called when the file has been written anew
   * @param take gets each line that is whole
   */
  async read(restart: () => void, take: (line: string) => void): Promise<void> {
    const file = await open(this.path, 'r');
    try {
      const { size } = await file.stat();
      if (size < this.#offset) {
        [this.#offset, this.#left, this.#leftSize] = [0, [], 0];
        restart();
      }
      while (this.#offset < size) {
        const chunk = Buffer.alloc(Math.min(CHUNK, size - this.#offset));
        const { bytesRead } = await file.read(chunk, 0, chunk.length, this.#offset);
        if (bytesRead === 0) return;
        this.#offset += bytesRead;
        this.#split(chunk.subarray(0, bytesRead), take);
      }
    } finally {
      await file.close();
    }
  }

  #split(chunk: Buffer, take: (line: string) => void): void {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      const line = Buffer.concat([...this.#left, chunk.subarray(start, end)]);
      [this.#left, this.#leftSize] = [[], 0];
      start = end + 1;
      if (line.length > 0) take(line.toString('utf8'));
    }
    const rest = chunk.subarray(start);
    this.#leftSize += rest.length;
    if (this.#leftSize > LONGEST_LINE) this.#left = [];
    else this.#left.push(rest);
  }
}
