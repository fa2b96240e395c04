import { finiteNumber, flag, optional } from '../support/check-values.ts';
import { badArgument } from '../support/errors.ts';
import { type CallbackState, numberOr } from './callback.ts';
import { formatPath } from './format-path.ts';
import type { Logs } from './logs.ts';
import { MonitorCallback, type MonitorOptions } from './monitor-callback.ts';
import { BatchCounter, checkSaveFrequency, type SaveFrequency } from './save-frequency.ts';

export interface ModelCheckpointOptions extends Pick<MonitorOptions, 'monitor' | 'mode'> {
  /** 1 prints a line for each decision. Default 0. */
  readonly verbose?: number;
  /** Whether a file is only written when the watched value is better than ever. Default false. */
  readonly saveBestOnly?: boolean;
  /** Whether only the weights are saved, with the state of the optimizer. Default false: the whole model. */
  readonly saveWeightsOnly?: boolean;
  /** Default `'epoch'`. */
  readonly saveFreq?: SaveFrequency;
  /** A value that must be beaten before anything is saved. Default null. */
  readonly initialValueThreshold?: number | null;
}

const known = ['monitor', 'mode', 'verbose', 'saveBestOnly', 'saveWeightsOnly', 'saveFreq', 'initialValueThreshold'];

/**
 * Saves the model while it trains. A file is written beside the old one and takes its place when it is complete.
 *
 * Source: https://keras.io/api/callbacks/model_checkpoint/
 *
 * @param filepath ends in `.keras`, or in `.weights.h5` with `saveWeightsOnly`; values in braces are filled in, such as
 *   `{epoch:02d}` (from 1) and `{val_loss:.2f}`
 * @throws ArgumentError for another ending, unknown options and values out of range
 *
 * @example
 * ```ts
 * import { callbacks } from 'keratin';
 * const checkpoint = new callbacks.ModelCheckpoint('models/best.keras', { monitor: 'val_loss', saveBestOnly: true });
 * ```
 */
export class ModelCheckpoint extends MonitorCallback {
  readonly filepath: string;
  readonly verbose: number;
  readonly saveBestOnly: boolean;
  readonly saveWeightsOnly: boolean;
  readonly saveFreq: SaveFrequency;
  readonly #batches: BatchCounter;
  #epoch = 0;

  constructor(filepath: string, options: ModelCheckpointOptions = {}) {
    const { monitor = 'val_loss', mode = 'auto' } = options;
    super('ModelCheckpoint', options, known, { monitor, mode, minDelta: 0 });
    this.saveWeightsOnly = flag('saveWeightsOnly', options.saveWeightsOnly ?? false);
    const ending = this.saveWeightsOnly ? '.weights.h5' : '.keras';
    if (typeof filepath !== 'string' || !filepath.endsWith(ending))
      throw badArgument('filepath', `a path that ends in ${ending}`, filepath);
    this.filepath = filepath;
    this.verbose = options.verbose ?? 0;
    this.saveBestOnly = flag('saveBestOnly', options.saveBestOnly ?? false);
    this.saveFreq = checkSaveFrequency(options.saveFreq ?? 'epoch');
    this.best = optional(finiteNumber, 'initialValueThreshold', options.initialValueThreshold);
    this.#batches = new BatchCounter(this.saveFreq);
  }

  override wantsBatchLogs(): boolean {
    return this.saveFreq !== 'epoch';
  }

  override getState(): CallbackState {
    return { values: { best: this.best, ...this.#batches.state } };
  }

  override setState({ values }: CallbackState): void {
    this.best = numberOr(null, values.best);
    this.#batches.state = values;
  }

  override onEpochBegin(epoch: number): void {
    this.#epoch = epoch;
  }

  override onTrainBatchEnd(batch: number, logs: Logs): Promise<void> | undefined {
    return this.#batches.isDue(batch)
      ? this.#save({ epoch: this.#epoch + 1, batch: batch + 1, ...logs }, logs)
      : undefined;
  }

  override async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    if (this.saveFreq === 'epoch') await this.#save({ epoch: epoch + 1, ...logs }, logs);
  }

  async #save(values: Logs, logs: Logs): Promise<void> {
    const path = formatPath(this.filepath, values);
    if (!this.#isWanted(path, logs)) return;
    await makeFolder(path);
    await (this.saveWeightsOnly ? this.model.saveWeights(path) : this.model.save(path));
  }

  #isWanted(path: string, logs: Logs): boolean {
    const say = (text: string): void => {
      if (this.verbose > 0) console.log(`\nEpoch ${this.#epoch + 1}: ${text}`);
    };
    const value = this.saveBestOnly ? this.monitored(logs) : null;
    // Without the watched value every model may be the best one.
    if (value === null) {
      say(`saving model to ${path}`);
      return true;
    }
    const before = this.best === null ? 'None' : this.best.toFixed(5);
    if (!this.improves(value, this.best)) {
      say(`${this.monitor} did not improve from ${before}`);
      return false;
    }
    say(`${this.monitor} improved from ${before} to ${value.toFixed(5)}, saving model to ${path}`);
    this.best = value;
    return true;
  }
}

/** Makes the folder of a file, where files have folders. */
async function makeFolder(path: string): Promise<void> {
  if (/^\w+:\/\//.test(path) || typeof process === 'undefined') return;
  const [{ mkdir }, { dirname }] = await Promise.all([import('node:fs/promises'), import('node:path')]);
  await mkdir(dirname(path), { recursive: true });
}
