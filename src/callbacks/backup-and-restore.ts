import { flag } from '../support/check-values.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import { messageOf } from '../support/message-of.ts';
import { Callback } from './callback.ts';
import { BatchCounter, checkSaveFrequency, type SaveFrequency } from './save-frequency.ts';

export interface BackupAndRestoreOptions {
  /** Default `'epoch'`. */
  readonly saveFreq?: SaveFrequency;
  /** Whether the backup before the last one is kept too, for the case that the last one can't be read. Default false. */
  readonly doubleCheckpoint?: boolean;
  /** Whether the backup is deleted when training has ended. Default true. */
  readonly deleteCheckpoint?: boolean;
}

const NAME = 'latest.weights.h5';
const PREVIOUS = 'previous.weights.h5';

/**
 * Makes a training that was killed go on where it was: call `fit` once more with the same model, data and options. What
 * comes out is the same, to the bit, as if nothing had happened: weights, optimizer, random streams, the order of the
 * samples and running metrics are in the backup, and what the other callbacks remember. At every moment there is either the old backup or the whole new one.
 *
 * Source: https://keras.io/api/callbacks/backup_and_restore/
 *
 * @param backupDir a folder for this training alone
 * @throws ArgumentError for an empty folder name, unknown options and values out of range
 *
 * @example
 * ```ts
 * import { callbacks } from 'keratin';
 * const backup = new callbacks.BackupAndRestore('backup', { saveFreq: 100 });
 * // await model.fit(x, y, { epochs: 50, callbacks: [backup] });
 * ```
 */
export class BackupAndRestore extends Callback {
  readonly backupDir: string;
  readonly saveFreq: SaveFrequency;
  readonly doubleCheckpoint: boolean;
  readonly deleteCheckpoint: boolean;
  readonly #batches: BatchCounter;

  constructor(backupDir: string, options: BackupAndRestoreOptions = {}) {
    super();
    checkOptions('BackupAndRestore', options, ['saveFreq', 'doubleCheckpoint', 'deleteCheckpoint']);
    if (typeof backupDir !== 'string' || backupDir === '')
      throw badArgument('backupDir', 'the path of a folder', backupDir);
    this.backupDir = backupDir;
    this.saveFreq = checkSaveFrequency(options.saveFreq ?? 'epoch');
    this.doubleCheckpoint = flag('doubleCheckpoint', options.doubleCheckpoint ?? false);
    this.deleteCheckpoint = flag('deleteCheckpoint', options.deleteCheckpoint ?? true);
    this.#batches = new BatchCounter(this.saveFreq);
  }

  override wantsBatchLogs(): boolean {
    return false;
  }

  override async onTrainBegin(): Promise<void> {
    const { access } = await import('node:fs/promises');
    const there = (path: string): Promise<boolean> =>
      access(path).then(
        () => true,
        () => false,
      );
    const [latest, previous] = await this.#paths();
    if (!(await there(latest))) return;
    try {
      await this.model.loadTrainingState(latest);
    } catch (error) {
      if (!(await there(previous))) throw error;
      console.warn(`The last backup can't be read; the one before it is taken. ${messageOf(error)}`);
      await this.model.loadTrainingState(previous);
    }
  }

  override onTrainBatchEnd(batch: number): Promise<void> | undefined {
    return this.#batches.isDue(batch) ? this.#save() : undefined;
  }

  override async onEpochEnd(): Promise<void> {
    if (this.saveFreq === 'epoch') await this.#save();
  }

  override async onTrainEnd(): Promise<void> {
    if (!this.deleteCheckpoint) return;
    const { readdir, rm, rmdir } = await import('node:fs/promises');
    const [latest, previous] = await this.#paths();
    // The older one first: what is left after a crash in between is the newest state.
    await rm(previous, { force: true });
    await rm(latest, { force: true });
    // What killed processes had begun to write; files of others stay, and with them the folder.
    const names = await readdir(this.backupDir).catch(() => []);
    const begun = names.filter((name) => /^(latest|previous)\.weights\.h5\..*tmp$/.test(name));
    for (const name of begun) await rm(`${this.backupDir}/${name}`, { force: true });
    await rmdir(this.backupDir).catch(() => undefined);
  }

  async #paths(): Promise<[latest: string, previous: string]> {
    const { join } = await import('node:path');
    return [join(this.backupDir, NAME), join(this.backupDir, PREVIOUS)];
  }

  async #save(): Promise<void> {
    const { copyFile, mkdir, rename } = await import('node:fs/promises');
    const [latest, previous] = await this.#paths();
    await mkdir(this.backupDir, { recursive: true });
    if (this.doubleCheckpoint) {
      const copy = `${previous}.tmp`;
      const copied = await copyFile(latest, copy).then(
        () => true,
        () => false,
      );
      if (copied) await rename(copy, previous);
    }
    await this.model.saveTrainingState(latest);
  }
}
