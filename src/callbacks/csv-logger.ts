import { badArgument, checkOptions } from '../support/errors.ts';
import { Callback, type CallbackState, numberOr } from './callback.ts';
import type { Logs } from './logs.ts';

export interface CSVLoggerOptions {
  /** What stands between two values. Default `,`. */
  readonly separator?: string;
  /** Whether lines are added to a file that exists, instead of replacing it. Default false. */
  readonly append?: boolean;
}

/**
 * Writes one line per epoch to a file: the epoch (from 0) and the values of the logs in alphabetical order, `NA` where
 * an epoch has none. Needs a file system, as in Node.
 *
 * Source: https://keras.io/api/callbacks/csv_logger/
 *
 * @param filename path of the file
 * @throws ArgumentError for an empty filename and unknown options
 *
 * @example
 * ```ts
 * import { callbacks } from 'keratin';
 * const logger = new callbacks.CSVLogger('training.csv', { separator: ';', append: true });
 * ```
 */
export class CSVLogger extends Callback {
  readonly filename: string;
  readonly separator: string;
  readonly append: boolean;
  #keys: string[] | null = null;
  #header = true;
  /** Bytes of the file that are kept when the first line is written; null when all are. */
  #kept: number | null = null;
  /** Bytes of the file. */
  #size = 0;

  constructor(filename: string, options: CSVLoggerOptions = {}) {
    super();
    checkOptions('CSVLogger', options, ['separator', 'append']);
    if (typeof filename !== 'string' || filename === '') throw badArgument('filename', 'the path of a file', filename);
    this.filename = filename;
    this.separator = options.separator ?? ',';
    this.append = options.append ?? false;
  }

  override async onTrainBegin(): Promise<void> {
    const { stat } = await import('node:fs/promises');
    this.#keys = null;
    this.#size = await stat(this.filename)
      .then((file) => file.size)
      .catch(() => 0);
    this.#header = !this.append || this.#size === 0;
    // A training that goes on says so only later, so that nothing is cut off yet.
    this.#kept = this.append ? null : 0;
  }

  override getState(): CallbackState {
    return { values: { keys: this.#keys, size: this.#size } };
  }

  /** Lines of epochs that are done once more are cut off. */
  override setState({ values: { keys, size } }: CallbackState): void {
    if (!Array.isArray(keys) || !keys.every((key) => typeof key === 'string')) return;
    this.#keys = keys;
    this.#kept = numberOr(null, size);
  }

  override onTrainEnd(): Promise<void> {
    return this.#cut();
  }

  /** Cuts off what the file has from before. */
  async #cut(): Promise<void> {
    if (this.#kept === null) return;
    const { open } = await import('node:fs/promises');
    const file = await open(this.filename, 'a');
    this.#size = Math.min(this.#kept, (await file.stat()).size);
    this.#kept = null;
    await file.truncate(this.#size);
    await file.close();
  }

  override async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    await this.#cut();
    const { appendFile } = await import('node:fs/promises');
    let text = '';
    if (this.#keys === null) {
      this.#keys = Object.keys(logs).sort();
      // With a validation frequency above 1 the first epoch has no validation values; their columns must exist.
      if (!this.#keys.some((key) => key.startsWith('val_'))) this.#keys.push(...this.#keys.map((key) => `val_${key}`));
      if (this.#header) text += this.#row(['epoch', ...this.#keys]);
    }
    const values = this.#keys.map((key) => (logs[key] === undefined ? 'NA' : formatCell(logs[key])));
    text += this.#row([String(epoch), ...values]);
    await appendFile(this.filename, text);
    this.#size += new TextEncoder().encode(text).length;
  }

  #row(cells: readonly string[]): string {
    const quoted = cells.map((cell) =>
      cell.includes(this.separator) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell,
    );
    return `${quoted.join(this.separator)}\n`;
  }
}

/** Python's spelling, so that files of both worlds read alike. */
const formatCell = (value: number): string =>
  Number.isNaN(value) ? 'nan' : Number.isFinite(value) ? String(value) : value > 0 ? 'inf' : '-inf';
