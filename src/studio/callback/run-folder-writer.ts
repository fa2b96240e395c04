import { type VitalsRecord, vitalsLine } from '../../callbacks/vitals/vitals-record.ts';
import { writeFileAtomically } from '../../support/files/write-file.ts';
import { runFiles } from '../run-folder/files.ts';

/**
 * Writes the files of a run beside its event files, one after the other while the training goes on. What can't be
 * written (a full disk) is said once, and is no reason not to train.
 */
export class RunFolderWriter {
  readonly folder: string;
  readonly #delay: () => number;
  readonly #onWritten: () => void;
  #records: VitalsRecord[] = [];
  #timer: ReturnType<typeof setTimeout> | null = null;
  #writing: Promise<void> = Promise.resolve();
  #failed = false;

  /**
   * @param delay milliseconds for which samples of the vitals wait before they are written together
   * @param onWritten called when there is something new in the folder
   */
  constructor(folder: string, delay: () => number, onWritten: () => void) {
    this.folder = folder;
    this.#delay = delay;
    this.#onWritten = onWritten;
  }

  /** Makes the folder; what an earlier run of the name left is taken away, but for what a person wrote. */
  async begin(): Promise<void> {
    const [{ mkdir, rm, writeFile }, { join }] = await Promise.all([import('node:fs/promises'), import('node:path')]);
    await mkdir(this.folder, { recursive: true });
    for (const name of [runFiles.findings, runFiles.predictions, runFiles.projector])
      await rm(join(this.folder, name), { force: true });
    await writeFile(join(this.folder, runFiles.vitals), '');
  }

  #enqueue(work: () => Promise<void>): void {
    this.#writing = this.#writing.then(work).catch((error: unknown) => {
      if (!this.#failed)
        console.warn(`The studio can't log to ${this.folder}: ${error instanceof Error ? error.message : error}`);
      this.#failed = true;
    });
  }

  /** Writes a file such that the old one or the whole new one is there at every moment. */
  write(name: string, content: string | Uint8Array): void {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    // What says how a training goes is soon written anew: waiting for the disk each time would cost the training more.
    const options = { overwrite: true, durable: false };
    this.#enqueue(() => writeFileAtomically(`${this.folder}/${name}`, options, (write) => write(bytes)));
  }

  json(name: string, value: unknown): void {
    this.write(name, `${JSON.stringify(value)}\n`);
  }

  /** Adds a sample; it is written soon. */
  vitals(record: VitalsRecord): void {
    this.#records.push(record);
    this.#timer ??= setTimeout(() => this.flush(), this.#delay());
  }

  /** Writes what waits, whole lines only; resolves when everything is there. */
  flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const lines = this.#records.map((record) => `${vitalsLine(record)}\n`).join('');
    this.#records = [];
    this.#enqueue(async () => {
      if (lines !== '') {
        const { appendFile } = await import('node:fs/promises');
        await appendFile(`${this.folder}/${runFiles.vitals}`, lines);
      }
      this.#onWritten();
    });
    return this.#writing;
  }
}
