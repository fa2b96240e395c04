import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { maskedCrc32c } from '../../callbacks/tensorboard/crc32c.ts';
import { MalformedMessage } from '../../support/protobuf-reader.ts';
import { EventDecoder } from './decode-event.ts';
import type { EventDelta } from './event-delta.ts';

/** Length of 8 bytes and its checksum; behind the data stands theirs. */
const HEADER = 12;
const FOOTER = 4;
/** Bytes that are read at once. */
const CHUNK = 1 << 20;
/** Smaller budgets are not worth a file's opening. */
const LEAST = 4 << 10;
/** Longer records are left out: a picture is a few megabytes at most. */
export const LONGEST_RECORD = 64 << 20;
/** Sentences about one file; what comes after is only counted. */
const MOST_PROBLEMS = 5;

/**
 * Reads an event file from where it ended the last time. A record that is not whole yet is waited for; one whose data
 * are corrupt is left out and reported; behind a corrupt length the next record whose length has the right checksum is
 * looked for.
 */
export class EventFileReader {
  readonly path: string;
  readonly #decoder = new EventDecoder();
  #offset = 0;
  #searching = false;
  #problems = 0;
  // The last header that was right.
  #seenLength = -1;
  #seenChecksum = -1;

  constructor(path: string) {
    this.path = path;
  }

  /** Up to where it has been read. */
  get offset(): number {
    return this.#offset;
  }

  /**
   * Reads what is there, at most about `budget` bytes of it.
   *
   * @returns what is new, and whether there is more to be read at once
   */
  async read(budget = Number.POSITIVE_INFINITY): Promise<{ readonly delta: EventDelta; readonly more: boolean }> {
    const file = await open(this.path, 'r');
    try {
      const { size } = await file.stat();
      const begun = this.#offset;
      const more = await this.#readUntil(file, size, begun + budget);
      return { delta: this.#decoder.take(), more };
    } finally {
      await file.close();
    }
  }

  async #readUntil(file: FileHandle, size: number, limit: number): Promise<boolean> {
    const wanted = Math.min(CHUNK, limit - this.#offset, size - this.#offset);
    let buffer = new Uint8Array(Math.max(wanted, LEAST));
    while (this.#offset < size) {
      if (this.#offset >= limit) return true;
      const { bytesRead } = await file.read(buffer, 0, buffer.length, this.#offset);
      if (bytesRead === 0) return false;
      const { used, needed } = this.#take(buffer, bytesRead);
      this.#offset += used;
      if (used > 0) continue;
      // The first record doesn't fit: it is not whole yet, or longer than the buffer.
      if (this.#offset + needed > size) return false;
      if (needed > buffer.length) buffer = new Uint8Array(needed);
    }
    return false;
  }

  /** Takes in all whole records of a buffer; says how many bytes that were, and how many the next record needs. */
  #take(buffer: Uint8Array, length: number): { readonly used: number; readonly needed: number } {
    const view = new DataView(buffer.buffer, buffer.byteOffset, length);
    let at = 0;
    for (;;) {
      if (this.#searching) {
        const found = findHeader(buffer, view, at);
        if (found === null) return { used: Math.max(at, length - HEADER + 1), needed: HEADER };
        at = found;
        this.#searching = false;
      }
      if (length - at < HEADER) return { used: at, needed: HEADER };
      if (!this.#isHeader(buffer, view, at)) {
        this.#report(`Corrupt at byte ${this.#offset + at}: what follows is left out up to the next readable record.`);
        this.#searching = true;
        at++;
        continue;
      }
      const size = view.getUint32(at, true) + 2 ** 32 * view.getUint32(at + 4, true);
      const whole = HEADER + size + FOOTER;
      if (size > LONGEST_RECORD) {
        this.#report(`The record at byte ${this.#offset + at} claims ${size} bytes; the limit is ${LONGEST_RECORD}.`);
        this.#searching = true;
        at += HEADER;
        continue;
      }
      if (length - at < whole) return { used: at, needed: whole };
      this.#record(buffer, view, at + HEADER, at + HEADER + size);
      at += whole;
    }
  }

  /** Whether a length has its checksum behind it. Records of a curve have one length: its header is known by sight. */
  #isHeader(buffer: Uint8Array, view: DataView, at: number): boolean {
    const length = view.getUint32(at, true);
    const checksum = view.getUint32(at + 8, true);
    const high = view.getUint32(at + 4, true);
    if (high === 0 && length === this.#seenLength && checksum === this.#seenChecksum) return true;
    if (maskedCrc32c(buffer, at, at + 8) !== checksum) return false;
    if (high === 0) [this.#seenLength, this.#seenChecksum] = [length, checksum];
    return true;
  }

  #record(buffer: Uint8Array, view: DataView, start: number, end: number): void {
    const checksum = view.getUint32(end, true);
    if (this.#decoder.decodeFamiliar(buffer, view, start, end, checksum)) return;
    if (maskedCrc32c(buffer, start, end) !== checksum) {
      this.#report(`The record at byte ${this.#offset + start - HEADER} is corrupt and left out.`);
      return;
    }
    try {
      this.#decoder.decode(buffer, view, start, end, this.#offset + start);
    } catch (error) {
      if (!(error instanceof MalformedMessage)) throw error;
      this.#report(`The record at byte ${this.#offset + start - HEADER} is no event: ${error.message}.`);
    }
  }

  #report(problem: string): void {
    this.#problems++;
    if (this.#problems <= MOST_PROBLEMS) this.#decoder.delta.problems.push(problem);
    else if (this.#problems === MOST_PROBLEMS + 1) this.#decoder.delta.problems.push('There are more such places.');
  }
}

/** The next place where a length has its own checksum behind it. */
function findHeader(buffer: Uint8Array, view: DataView, from: number): number | null {
  for (let at = from; at + HEADER <= view.byteLength; at++) {
    // Lengths of four billion bytes and more don't occur, and most bytes are no length: this spares checksums.
    if (view.getUint32(at + 4, true) !== 0 || view.getUint32(at, true) > LONGEST_RECORD) continue;
    if (maskedCrc32c(buffer, at, at + 8) === view.getUint32(at + 8, true)) return at;
  }
  return null;
}
