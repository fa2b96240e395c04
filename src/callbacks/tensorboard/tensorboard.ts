import { flag, nonNegativeInteger } from '../../support/check-values.ts';
import { badArgument, checkOptions } from '../../support/errors.ts';
import { messageOf } from '../../support/message-of.ts';
import { isPlainRecord } from '../../support/plain-record.ts';
import { Callback } from '../callback.ts';
import type { Logs } from '../logs.ts';
import type { StepSampler } from '../vitals/step-sampler.ts';
import type { VitalsRecord } from '../vitals/vitals-record.ts';
import { BatchProfile } from './batch-profile.ts';
import { EpochSampler } from './epoch-sampler.ts';
import { EventFile } from './event-file.ts';
import { type ProjectedEmbedding, writeProjector } from './projector.ts';
import {
  binsValue,
  type Hyperparameter,
  histogramValue,
  hyperparametersValue,
  imageValue,
  modelValue,
  scalarValue,
  textValue,
} from './summary-values.ts';
import { weightImage } from './weight-image.ts';

/** Options of `TensorBoard`. */
export interface TensorBoardOptions {
  /** The folder for event files; `train` and `validation` below it are the runs. Default 'logs'. */
  readonly logDir?: string;
  /** Histograms of weights, activations and gradients in every so many epochs; 0 for none. Default 0. */
  readonly histogramFreq?: number;
  /** Whether the model's layers are written, for TensorBoard's graph. Default true. */
  readonly writeGraph?: boolean;
  /** Whether weights are also written as pictures, when histograms are. Default false. */
  readonly writeImages?: boolean;
  /** Whether the speed of training is written after every epoch. Default false. */
  readonly writeStepsPerSecond?: boolean;
  /** When losses and metrics are written: after epochs, or also after every batch, or after every so many. Default 'epoch'. */
  readonly updateFreq?: 'epoch' | 'batch' | number;
  /** A step, or the first and the last one (from 1), whose kernels are timed; the table is a text. 0 for none. Default 0. */
  readonly profileBatch?: number | readonly [first: number, last: number];
  /** The weights of embedding layers go to TensorBoard's projector after every so many epochs; 0 for none. Default 0. */
  readonly embeddingsFreq?: number;
  /** What the rows of embeddings stand for: labels by the layer's name, or one list for all. Default null. */
  readonly embeddingsMetadata?: readonly string[] | { readonly [layer: string]: readonly string[] } | null;
  /** The run's settings, for the table of hyperparameters. Default null. */
  readonly hyperparameters?: { readonly [name: string]: Hyperparameter } | null;
}

const names = [
  'logDir',
  'histogramFreq',
  'writeGraph',
  'writeImages',
  'writeStepsPerSecond',
  'updateFreq',
  'profileBatch',
  'embeddingsFreq',
  'embeddingsMetadata',
  'hyperparameters',
] as const satisfies readonly (keyof TensorBoardOptions)[];

/** Steps to profile as the option gives them; null for none. */
function profileOf(option: unknown): BatchProfile | null {
  if (option === 0) return null;
  const [first, last]: readonly unknown[] = Array.isArray(option) && option.length === 2 ? option : [option, option];
  const [from, to] = [Number(first), Number(last)];
  if (!Number.isInteger(from) || !Number.isInteger(to) || from < 1 || to < from)
    throw badArgument('profileBatch', '0, a step from 1 on, or [first, last]', option);
  return new BatchProfile(from, to);
}

const hasJson = (model: object): model is { toJson(): string } =>
  'toJson' in model && typeof model.toJson === 'function';

/**
 * Writes event files that TensorBoard shows (`tensorboard --logdir logs`): losses, metrics and the learning rate by
 * epoch (`epoch_loss`, ...), also by batch (`batch_loss`, ...), histograms and pictures of the weights, histograms of
 * activations and gradients, the model's graph, hyperparameters, embeddings for the projector, the times of kernels.
 * Tags and folders are Keras's, so runs of both lie side by side. Needs a file system, as in Node.
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
  readonly embeddingsFreq: number;
  readonly hyperparameters: { readonly [name: string]: Hyperparameter } | null;
  readonly #metadata: TensorBoardOptions['embeddingsMetadata'];
  readonly #profile: BatchProfile | null;
  readonly #sampler: EpochSampler | null;
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
    this.embeddingsFreq = nonNegativeInteger('embeddingsFreq', options.embeddingsFreq ?? 0);
    this.#metadata = options.embeddingsMetadata ?? null;
    this.#profile = profileOf(options.profileBatch ?? 0);
    this.hyperparameters = options.hyperparameters ?? null;
    if (this.hyperparameters !== null && !isPlainRecord(this.hyperparameters))
      throw badArgument('hyperparameters', 'values by name', this.hyperparameters);
    this.#sampler =
      this.histogramFreq === 0 ? null : new EpochSampler(this.histogramFreq, (record) => this.#writeSignals(record));
    // Batch hooks cost something in every step, so they are there only where something is to be done.
    if (this.#profile !== null) this.onTrainBatchBegin = () => this.#profile?.begin(this.#batches + 1);
    if (this.updateFreq !== 'epoch' || this.#profile !== null) {
      this.onTrainBatchEnd = (_batch: number, logs: Logs) => this.#endBatch(logs);
    }
  }

  override get samplers(): readonly StepSampler[] {
    return this.#sampler === null ? [] : [this.#sampler];
  }

  override wantsBatchLogs(): boolean {
    return this.updateFreq !== 'epoch' && this.#batches % this.updateFreq === 0;
  }

  /** The file of the training; there is one from the first value on. */
  get #file(): EventFile {
    this.#train ??= new EventFile(`${this.logDir}/train`);
    return this.#train;
  }

  /**
   * Adds a number to a curve.
   *
   * @param tag the curve's name; `/` puts it in a group
   */
  writeScalar(tag: string, value: number, step: number): void {
    this.#file.add(step, scalarValue(tag, value));
  }

  /** Adds a text in Markdown, such as the doctor's report. */
  writeText(tag: string, markdown: string, step = 0): void {
    this.#file.add(step, textValue(tag, markdown));
  }

  /** Writes what has gathered to the files; also done after every epoch. */
  async flush(): Promise<void> {
    await Promise.all([this.#train?.flush(), this.#validation?.flush()]);
  }

  override onTrainBegin(): void {
    this.#validation = null;
    this.#batches = 0;
    this.#batchesAtEpoch = 0;
    if (this.hyperparameters !== null)
      this.#file.add(0, hyperparametersValue(this.hyperparameters, this.logDir, Date.now() / 1000));
    // A model of layers that can't be written as JSON has no graph to show.
    if (this.writeGraph && hasJson(this.model)) {
      try {
        this.#file.add(0, modelValue(this.model.toJson()));
      } catch (error) {
        console.warn(`TensorBoard shows no graph of ${this.model.name}: ${messageOf(error)}`);
      }
    }
  }

  override onEpochBegin(): void {
    this.#epochBegan = performance.now();
    this.#batchesAtEpoch = this.#batches;
  }

  #endBatch(logs: Logs): void | Promise<void> {
    if (this.wantsBatchLogs())
      for (const [name, x] of Object.entries(logs)) this.writeScalar(`batch_${name}`, x, this.#batches);
    this.#batches++;
    if (this.#profile !== null && this.#batches >= this.#profile.first) return this.#endProfile(false);
  }

  async #endProfile(over: boolean): Promise<void> {
    const table = await this.#profile?.end(this.#batches, over);
    if (table) this.writeText('profile', table, this.#batches);
  }

  /** What travels through the layers, at the first step of an epoch. */
  #writeSignals({ epoch, layers }: VitalsRecord): void {
    for (const { layer, histograms } of layers) {
      if (histograms === undefined) continue;
      for (const [what, { low, high, counts }] of [
        ['activations', histograms.activation],
        ['gradients', histograms.gradient],
      ] as const)
        this.#file.add(epoch, binsValue(`${what}/${layer}/histogram`, low, high, counts));
    }
  }

  override async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    for (const [name, x] of Object.entries(logs)) {
      const held = name.startsWith('val_');
      if (held) this.#validation ??= new EventFile(`${this.logDir}/validation`);
      const file = held ? this.#validation : this.#file;
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
    if (this.histogramFreq > 0 && epoch % this.histogramFreq === 0) await this.writeWeights(epoch);
    if (this.embeddingsFreq > 0 && epoch % this.embeddingsFreq === 0) await this.writeEmbeddings();
    await this.flush();
  }

  /** Writes the tables of embedding layers to the folder of the run, where Keras has them too. */
  async writeEmbeddings(): Promise<void> {
    const embeddings: ProjectedEmbedding[] = [];
    for (const weight of this.model.weights) {
      const name = /([^/]+)\/embeddings$/.exec(weight.path)?.[1];
      if (name === undefined || weight.shape.length !== 2) continue;
      const labels = Array.isArray(this.#metadata)
        ? this.#metadata
        : isPlainRecord(this.#metadata)
          ? this.#metadata[name]
          : [];
      const given = Array.isArray(labels) ? labels.map(String) : [];
      embeddings.push({ name, values: await weight.data(), columns: weight.shape[1] ?? 1, labels: given });
    }
    if (embeddings.length > 0) await writeProjector(this.logDir, embeddings);
  }

  /** Adds histograms of all weights, and with `writeImages` their pictures. */
  async writeWeights(epoch: number): Promise<void> {
    const values = await this.model.getWeights();
    for (const [i, weight] of this.model.weights.entries()) {
      const tensor = values[i];
      if (tensor === undefined) continue;
      const numbers = await tensor.data();
      this.#file.add(epoch, histogramValue(`${weight.path}/histogram`, numbers));
      const image = this.writeImages ? await weightImage(numbers, tensor.shape) : null;
      if (image) this.#file.add(epoch, imageValue(`${weight.path}/image`, image.width, image.height, image.png));
    }
  }

  override async onTrainEnd(): Promise<void> {
    await this.#endProfile(true);
    await this.flush();
    // Training once more is another file of the same run.
    this.#train = null;
  }
}
