import { type VitalsRecord, vitalsLine } from '../../callbacks/vitals/vitals-record.ts';
import { writeFileAtomically } from '../../support/files/write-file.ts';
import { runFiles } from '../run-folder/files.ts';

/** Lines of the vitals wait for so long before they are written together, in milliseconds. */
const DELAY = 100;

/** Writes the files of a run beside its event files. */
export class RunFolderWriter {
  readonly folder: string;
  readonly #onWritten: () => void;
  #lines: string[] = [];
  #timer: ReturnType<typeof setTimeout> | null = null;
  #writing: Promise<void> = Promise.resolve();

  /** @param onWritten called when there is something new in the folder */
  constructor(folder: string, onWritten: () => void) {
    this.folder = folder;
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

  /** Writes a file such that the old one or the whole new one is there at every moment. */
  async write(name: string, content: string | Uint8Array): Promise<void> {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    await writeFileAtomically(`${this.folder}/${name}`, { overwrite: true }, (write) => write(bytes));
  }

  json(name: string, value: unknown): Promise<void> {
    return this.write(name, `${JSON.stringify(value)}\n`);
  }

  /** Adds a sample; it is written soon. */
  vitals(record: VitalsRecord): void {
    this.#lines.push(vitalsLine(record));
    this.#timer ??= setTimeout(() => {
      void this.flush().catch(() => {});
    }, DELAY);
  }

  /** Writes what waits, whole lines only. */
  flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const lines = this.#lines;
    this.#lines = [];
    this.#writing = this.#writing.then(async () => {
      if (lines.length > 0) {
        const { appendFile } = await import('node:fs/promises');
        await appendFile(`${this.folder}/${runFiles.vitals}`, `${lines.join('\n')}\n`);
      }
      this.#onWritten();
    });
    return this.#writing;
  }
}
