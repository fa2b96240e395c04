import { flag, nonNegativeInteger } from '../../support/check-values.ts';
import { badArgument, checkOptions } from '../../support/errors.ts';
import { Callback } from '../callback.ts';
import type { Logs } from '../logs.ts';
import { EventFile } from './event-file.ts';
import { histogramValue, imageValue, modelValue, scalarValue } from './summary-values.ts';
import { weightImage } from './weight-image.ts';

/** Options of `TensorBoard`. */
export interface TensorBoardOptions {
  /** The folder for event files; `train` and `validation` below it are the runs. Default 'logs'. */
  readonly logDir?: string;
  /** Histograms of all weights after every so many epochs; 0 for none. Default 0. */
  readonly histogramFreq?: number;
  /** Whether the model's layers are written, for TensorBoard's graph. Default true. */
  readonly writeGraph?: boolean;
  /** Whether weights are also written as pictures, when histograms are. Default false. */
  readonly writeImages?: boolean;
  /** Whether the speed of training is written after every epoch. Default false. */
  readonly writeStepsPerSecond?: boolean;
  /** When losses and metrics are written: after epochs, or also after every batch, or after every so many. Default 'epoch'. */
  readonly updateFreq?: 'epoch' | 'batch' | number;
}

const names = [
  'logDir',
  'histogramFreq',
  'writeGraph',
  'writeImages',
  'writeStepsPerSecond',
  'updateFreq',
] as const satisfies readonly (keyof TensorBoardOptions)[];

const hasJson = (model: object): model is { toJson(): string } =>
  'toJson' in model && typeof model.toJson === 'function';

/**
 * Writes event files that TensorBoard shows (`tensorboard --logdir logs`): losses, metrics and the learning rate by
 * epoch (`epoch_loss`, ...), also by batch (`batch_loss`, ...), histograms and pictures of the weights, and the model's
 * graph. Tags and folders are Keras's, so runs of both lie side by side. Needs a file system, as in Node.
 *
 * Keras's profiler and embedding projector are not there; `config.profile` times the kernels.
 *
 * @throws ArgumentError for unknown options and values out of range
 * @see https://keras.io/api/callbacks/tensorboard/
 *
 * @example
 * ```ts
 * import { callbacks } from 'keratin';
 * const board = new callbacks.TensorBoard({ logDir: 'logs/elu', histogramFreq: 1 });
 * console.log(board.histogramFreq); // => 1
 * ```
 */
export class TensorBoard extends Callback {
  readonly logDir: string;
  readonly histogramFreq: number;
  readonly writeGraph: boolean;
  readonly writeImages: boolean;
  readonly writeStepsPerSecond: boolean;
  readonly updateFreq: 'epoch' | number;
  #train: EventFile | null = null;
  #validation: EventFile | null = null;
  #batches = 0;
  #batchesAtEpoch = 0;
  #epochBegan = 0;

  constructor(options: TensorBoardOptions = {}) {
    super();
    checkOptions('TensorBoard', options, names);
    const { logDir = 'logs', updateFreq = 'epoch' } = options;
    if (typeof logDir !== 'string' || logDir === '') throw badArgument('logDir', 'a folder', logDir);
    if (updateFreq !== 'epoch' && updateFreq !== 'batch' && !(Number.isInteger(updateFreq) && updateFreq > 0)) {
      throw badArgument('updateFreq', "'epoch', 'batch' or a positive integer", updateFreq);
    }
    this.logDir = logDir;
    this.histogramFreq = nonNegativeInteger('histogramFreq', options.histogramFreq ?? 0);
    this.writeGraph = flag('writeGraph', options.writeGraph ?? true);
    this.writeImages = flag('writeImages', options.writeImages ?? false);
    this.writeStepsPerSecond = flag('writeStepsPerSecond', options.writeStepsPerSecond ?? false);
    this.updateFreq = updateFreq === 'batch' ? 1 : updateFreq;
    // Logs of batches are read back from the running program, so they are asked for only where they are written.
    if (this.updateFreq !== 'epoch') {
      this.onTrainBatchEnd = (_batch: number, logs: Logs) => this.#writeBatch(logs);
    }
  }

  override onTrainBegin(): void {
    this.#train = new EventFile(`${this.logDir}/train`);
    this.#validation = null;
    this.#batches = 0;
    this.#batchesAtEpoch = 0;
    // A model of layers that can't be written as JSON has no graph to show.
    if (this.writeGraph && hasJson(this.model)) {
      try {
        this.#train.add(0, modelValue(this.model.toJson()));
      } catch (error) {
        console.warn(
          `TensorBoard shows no graph of ${this.model.name}: ${error instanceof Error ? error.message : error}`,
        );
      }
    }
  }

  override onEpochBegin(): void {
    this.#epochBegan = performance.now();
    this.#batchesAtEpoch = this.#batches;
  }

  #writeBatch(logs: Logs): void {
    const step = this.#batches++;
    if (this.updateFreq === 'epoch' || step % this.updateFreq !== 0) return;
    for (const [name, x] of Object.entries(logs)) this.#train?.add(step, scalarValue(`batch_${name}`, x));
  }

  override async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    for (const [name, x] of Object.entries(logs)) {
      const held = name.startsWith('val_');
      if (held) this.#validation ??= new EventFile(`${this.logDir}/validation`);
      const file = held ? this.#validation : this.#train;
      file?.add(epoch, scalarValue(`epoch_${name.replace(/^val_/, '')}`, x));
    }
    const rate = this.model.optimizer?.getLearningRate();
    if (rate !== undefined && !('learning_rate' in logs))
      this.#train?.add(epoch, scalarValue('epoch_learning_rate', rate));
    if (this.writeStepsPerSecond) {
      const seconds = (performance.now() - this.#epochBegan) / 1000;
      const steps = this.updateFreq === 'epoch' ? this.params.steps : this.#batches - this.#batchesAtEpoch;
      if (steps !== null) this.#train?.add(epoch, scalarValue('epoch_steps_per_second', steps / seconds));
    }
    if (this.histogramFreq > 0 && epoch % this.histogramFreq === 0) await this.#writeWeights(epoch);
    await Promise.all([this.#train?.flush(), this.#validation?.flush()]);
  }

  async #writeWeights(epoch: number): Promise<void> {
    const values = await this.model.getWeights();
    for (const [i, weight] of this.model.weights.entries()) {
      const tensor = values[i];
      if (tensor === undefined) continue;
      const numbers = await tensor.data();
      this.#train?.add(epoch, histogramValue(`${weight.path}/histogram`, numbers));
      const image = this.writeImages ? await weightImage(numbers, tensor.shape) : null;
      if (image) this.#train?.add(epoch, imageValue(`${weight.path}/image`, image.width, image.height, image.png));
    }
  }

  override async onTrainEnd(): Promise<void> {
    await Promise.all([this.#train?.flush(), this.#validation?.flush()]);
  }
}
