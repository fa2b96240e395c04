import { Message } from '../../support/protobuf.ts';
import { maskedCrc32c } from './crc32c.ts';

function concatenate(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    bytes.set(piece, offset);
    offset += piece.length;
  }
  return bytes;
}

/** Length, checksum of the length, data, checksum of the data: TensorFlow's record format. */
export function record(message: Message): Uint8Array {
  const data = concatenate(message.pieces);
  const bytes = new Uint8Array(data.length + 16);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, maskedCrc32c(bytes.subarray(0, 8)), true);
  bytes.set(data, 12);
  view.setUint32(12 + data.length, maskedCrc32c(data), true);
  return bytes;
}

/** Files of one process get different names. */
let files = 0;

/**
 * A TensorBoard event file in a folder of its own, which is a run. Events gather in memory until `flush`, which appends
 * them whole: a run that is killed stays readable.
 */
export class EventFile {
  readonly folder: string;
  readonly #name: string;
  #waiting: Uint8Array[];

  constructor(folder: string, wallTime = Date.now() / 1000) {
    this.folder = folder;
    this.#name = `events.out.tfevents.${String(Math.floor(wallTime)).padStart(10, '0')}.keratin.${typeof process === 'undefined' ? 0 : process.pid}.${files++}`;
    this.#waiting = [record(new Message().double(1, wallTime).text(3, 'brain.Event:2'))];
  }

  /** Adds one value of a tag at a step. */
  add(step: number, value: Message, wallTime = Date.now() / 1000): void {
    const summary = new Message().message(1, value);
    this.#waiting.push(record(new Message().double(1, wallTime).int(2, step).message(5, summary)));
  }

  /** Appends what has gathered to the file. */
  async flush(): Promise<void> {
    if (this.#waiting.length === 0) return;
    const bytes = concatenate(this.#waiting);
    this.#waiting = [];
    const [{ appendFile, mkdir }, { join }] = await Promise.all([import('node:fs/promises'), import('node:path')]);
    await mkdir(this.folder, { recursive: true });
    await appendFile(join(this.folder, this.#name), bytes);
  }
}
