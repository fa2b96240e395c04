import type { CallbackMetric, CallbackModel, History, Logs } from '../callbacks/index.ts';
import { sortedLogs } from '../callbacks/logs.ts';
import { isTensor } from '../layers/infer-outputs.ts';
import { Layer } from '../layers/layer.ts';
import { flattenStructure, type Structure } from '../layers/structure.ts';
import type { Metric } from '../metrics/index.ts';
import type { Optimizer } from '../optimizers/index.ts';
import type { SaveOptions } from '../saving/save-model.ts';
import type { SaveWeightsOptions } from '../saving/weights.ts';
import type { FileSource } from '../support/files/file-source.ts';
import type { FileTarget } from '../support/files/write-file.ts';
import { isPlainRecord } from '../support/plain-record.ts';
import type { Config } from '../support/registry.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { loadTrainingState, saveTrainingState } from './training/backup.ts';
import type { Bundle } from './training/bundle.ts';
import { compileConfig, optionsOfCompileConfig } from './training/compile-config.ts';
import { Compiled, type CompileOptions } from './training/compiled.ts';
import type { Batches, ModelData } from './training/data-types.ts';
import { computeLoss, computeMetrics, type LossInputs, testStep, trainStep } from './training/default-steps.ts';
import { evaluate, flattenLogs } from './training/evaluate.ts';
import type { StepData } from './training/feed.ts';
import type { ModelSlots } from './training/model-slots.ts';
import { testOnBatch, trainOnBatch } from './training/on-batch.ts';
import {
  type EvaluateOptions,
  evaluateOptionNames,
  type FitOptions,
  fitOptionNames,
  type PredictOptions,
  type TestOnBatchOptions,
  type TrainOnBatchOptions,
} from './training/options.ts';
import type { OutputInfo } from './training/per-output.ts';
import { predict, predictOnBatch } from './training/predict.ts';
import { runFit } from './training/run-fit.ts';
import { TrainingSession } from './training/session.ts';
import { targetsAndOptions } from './training/targets-and-options.ts';

/**
 * The part of a model that trains: `compile`, `fit`, `evaluate`, `predict` and their steps on single batches. `Model`
 * extends it. A model with a training of its own overrides `trainStep`, `testStep`, `predictStep`, `computeLoss` or
 * `computeMetrics`; these are traced and compiled like everything else.
 *
 * Source: https://keras.io/api/models/model_training_apis/
 */
export abstract class Trainer extends Layer implements CallbackModel {
  readonly #session = new TrainingSession(this);
  /** Set it to end `fit` after the current step. */
  stopTraining = false;
  stopEvaluating = false;
  stopPredicting = false;
  #history: History | null = null;

  /** @internal */
  get session(): TrainingSession {
    return this.#session;
  }

  /** @internal What is known of inputs and outputs before there are data. */
  slots(): ModelSlots {
    return { inputs: null, outputNames: null };
  }

  /** The record of the last `fit`; null before the first. */
  get history(): History | null {
    return this.#history;
  }

  set history(history: History | null) {
    this.#history = history;
  }

  get compiled(): boolean {
    return this.#session.compiled !== null;
  }

  /** What changes the weights; null before `compile`. */
  get optimizer(): Optimizer | null {
    return this.#session.compiled?.optimizer ?? null;
  }

  /** What was given to `compile` as loss; null before. */
  get loss(): CompileOptions['loss'] {
    return this.#session.compiled?.options.loss ?? null;
  }

  /** The running loss and all metrics; those of `compile` exist from the first data on. */
  get metrics(): Metric[] {
    return this.#session.reported.map(({ metric }) => metric);
  }

  /** The names of `metrics` in logs. */
  get metricsNames(): string[] {
    return this.#session.reported.map(({ name }) => name);
  }

  /** What callbacks see of `metrics`. */
  get reportedMetrics(): CallbackMetric[] {
    return this.#session.callbackMetrics;
  }

  /** Sets all metrics to their beginnings; `fit` does it in every epoch. */
  resetMetrics(): void {
    this.#session.resetMetrics();
  }

  /** The values of all metrics now, by name: for training loops of one's own. */
  async getMetricsResult(): Promise<Logs> {
    return sortedLogs(this.#session.readLogs());
  }

  /**
   * Says how to train: what changes the weights, what is to become small, and what to report.
   *
   * @param options `optimizer` (default `'rmsprop'`), `loss`, `lossWeights`, `metrics`, `weightedMetrics`,
   *   `runEagerly`, `stepsPerExecution`; with several outputs losses and metrics go in lists or records
   * @throws ArgumentError for unknown names, with the nearest known one
   *
   * @example
   * ```ts
   * import { layers, optimizers, Sequential } from 'keratin';
   * const model = new Sequential([new layers.Input({ shape: [4] }), new layers.Dense(3, { activation: 'softmax' })]);
   * model.compile({
   *   optimizer: new optimizers.SGD({ learningRate: 0.01, clipvalue: 1 }),
   *   loss: 'sparse_categorical_crossentropy',
   *   metrics: ['accuracy'],
   * });
   * ```
   */
  compile(options: CompileOptions = {}): void {
    this.#session.compiled = new Compiled(options, this.dtypePolicy.name);
  }

  /** Keras's config of what `compile` got; null before. */
  getCompileConfig(): Config | null {
    const compiled = this.#session.compiled;
    return compiled === null ? null : compileConfig(compiled.options, compiled.optimizer);
  }

  /** Compiles as a config says, and builds the optimizer if the model is built. */
  compileFromConfig(config: Config): void {
    this.compile(optionsOfCompileConfig(config));
    if (this.built) this.optimizer?.build(this.trainableVariables);
  }

  /** Saves the model; see `Model.save`. */
  abstract save(filepath: FileTarget, options?: SaveOptions): Promise<void>;

  /** Saves the weights; see `Model.saveWeights`. */
  abstract saveWeights(filepath: FileTarget, options?: SaveWeightsOptions): Promise<void>;

  /**
   * Saves everything that another process needs to go on with this training to the same bits: weights, optimizer,
   * random streams, the order of the samples, running metrics. While `fit` is running, as from a callback. The file
   * is also one of weights.
   *
   * @param filepath ends in `.weights.h5`
   */
  saveTrainingState(filepath: FileTarget): Promise<void> {
    return saveTrainingState(this, filepath);
  }

  /**
   * Goes on with a training where `saveTrainingState` was called. To be called when `fit` begins, from a callback's
   * `onTrainBegin`; `fit` gets the same data and options as before.
   */
  loadTrainingState(filepath: FileSource): Promise<void> {
    return loadTrainingState(this, filepath);
  }

  /**
   * Trains for a number of epochs.
   *
   * Arrays may be nested, typed (a flat one is cut into samples of the shape that the model takes), `{ data, shape }`,
   * or tensors; several inputs or outputs go in a list or a record. Instead of arrays, `x` may be an iterator (or
   * async iterator, generator, or function that makes one) of batches `[x, y]` or `[x, y, sampleWeight]`.
   *
   * Everything is checked before anything changes. The first Ctrl-C (in Node) ends training after the current step.
   *
   * @param x samples, [N, ...]
   * @param y targets, [N, ...]; null for models whose layers add the loss
   * @param options see `FitOptions`
   * @returns the values of the loss and the metrics in every epoch
   * @throws ArgumentError that names the argument; StateError before `compile`
   *
   * @example
   * ```ts
   * import { layers, Sequential } from 'keratin';
   * const model = new Sequential([new layers.Input({ shape: [2] }), new layers.Dense(1)]);
   * model.compile({ optimizer: 'sgd', loss: 'mse' });
   * const { history } = await model.fit([[0, 1], [1, 0]], [1, 2], { epochs: 4, verbose: 0 });
   * console.log(history.loss?.length); // => 4
   * ```
   */
  fit(x: ModelData, y: ModelData | null, options?: FitOptions): Promise<History>;
  fit(batches: Batches, options?: FitOptions): Promise<History>;
  fit(batches: Batches, y: null | undefined, options?: FitOptions): Promise<History>;
  async fit(x: ModelData | Batches, y?: ModelData | FitOptions | null, options?: FitOptions): Promise<History> {
    const [targets, settings] = targetsAndOptions(x, y, options, fitOptionNames, 'fit');
    return runFit(this, x, targets, settings);
  }

  /**
   * The loss and the metrics for samples that are not trained on.
   *
   * @param x samples, or batches, as for `fit`
   * @param y targets
   * @param options see `EvaluateOptions`
   * @returns the loss alone when there are no metrics, else a list in the order of `metricsNames`; with `returnDict` a
   *   record by name
   *
   * @example
   * ```ts
   * import { layers, Sequential } from 'keratin';
   * const model = new Sequential([new layers.Input({ shape: [2] }), new layers.Dense(1)]);
   * model.compile({ loss: 'mse', metrics: ['mae'] });
   * const { mae } = await model.evaluate([[0, 0]], [[3]], { returnDict: true, verbose: 0 });
   * console.log(mae); // => 3
   * ```
   */
  evaluate(x: ModelData, y: ModelData | null, options: EvaluateOptions & { returnDict: true }): Promise<Logs>;
  evaluate(x: ModelData, y: ModelData | null, options?: EvaluateOptions): Promise<number | number[]>;
  evaluate(batches: Batches, options: EvaluateOptions & { returnDict: true }): Promise<Logs>;
  evaluate(batches: Batches, options?: EvaluateOptions): Promise<number | number[]>;
  async evaluate(
    x: ModelData | Batches,
    y?: ModelData | EvaluateOptions | null,
    options?: EvaluateOptions,
  ): Promise<Logs | number | number[]> {
    const [targets, settings] = targetsAndOptions(x, y, options, evaluateOptionNames, 'evaluate');
    const logs = await evaluate(this, x, targets, settings);
    return settings.returnDict ? logs : flattenLogs(this, logs);
  }

  /**
   * The model's answers, batch by batch, joined along the first axis.
   *
   * @param x samples, or batches of them
   * @param options see `PredictOptions`
   * @returns a tensor; for a model with several outputs a list or record of tensors (name its type: `predict<Tensor[]>`)
   *
   * @example
   * ```ts
   * import { layers, Sequential } from 'keratin';
   * const model = new Sequential([new layers.Input({ shape: [2] }), new layers.Dense(1)]);
   * const answers = await model.predict([[0, 0], [1, 1]], { verbose: 0 });
   * console.log(answers.shape); // => [2, 1]
   * ```
   */
  async predict<Out extends Structure<Tensor> = Tensor>(
    x: ModelData | Batches,
    options: PredictOptions = {},
  ): Promise<Out> {
    // The structure of the outputs is the model's, which only its user knows.
    return (await predict(this, x, options)) as Out;
  }

  /**
   * One step of training on one batch.
   *
   * @returns the loss, or the loss and the metrics, of this batch alone, as `evaluate` gives them
   *
   * @example
   * ```ts
   * import { layers, Sequential } from 'keratin';
   * const dense = new layers.Dense(1, { kernelInitializer: 'ones' });
   * const model = new Sequential([new layers.Input({ shape: [1] }), dense]);
   * model.compile({ optimizer: 'sgd', loss: 'mse' });
   * console.log(await model.trainOnBatch([[1]], [[3]])); // => 4
   * ```
   */
  trainOnBatch(x: ModelData, y: ModelData | null, options: TrainOnBatchOptions & { returnDict: true }): Promise<Logs>;
  trainOnBatch(x: ModelData, y: ModelData | null, options?: TrainOnBatchOptions): Promise<number | number[]>;
  async trainOnBatch(
    x: ModelData,
    y: ModelData | null,
    options: TrainOnBatchOptions = {},
  ): Promise<Logs | number | number[]> {
    const logs = trainOnBatch(this, x, y, options);
    return options.returnDict ? logs : flattenLogs(this, logs);
  }

  /** The loss and the metrics of one batch, as `evaluate` gives them. */
  testOnBatch(x: ModelData, y: ModelData | null, options: TestOnBatchOptions & { returnDict: true }): Promise<Logs>;
  testOnBatch(x: ModelData, y: ModelData | null, options?: TestOnBatchOptions): Promise<number | number[]>;
  async testOnBatch(
    x: ModelData,
    y: ModelData | null,
    options: TestOnBatchOptions = {},
  ): Promise<Logs | number | number[]> {
    const logs = testOnBatch(this, x, y, options);
    return options.returnDict ? logs : flattenLogs(this, logs);
  }

  /** The model's answers to one batch, in one step. */
  async predictOnBatch<Out extends Structure<Tensor> = Tensor>(x: ModelData): Promise<Out> {
    // As in `predict`.
    return predictOnBatch(this, x) as Out;
  }

  /**
   * One step of training: answers in training mode, loss, gradients, update, metrics. Overridden by models with a
   * training of their own; it is traced, so it must not read values. Logs are read from the metrics.
   *
   * @example
   * ```ts
   * import { gradients, metrics, Model, type models, ops, type Tensor } from 'keratin';
   * class MeanFinder extends Model {
   *   readonly guess = this.addWeight({ name: 'guess', initializer: 'zeros' });
   *   readonly error = new metrics.Mean({ name: 'error' });
   *   override trainStep({ x }: models.StepData): void {
   *     const loss = ops.mean(ops.square(ops.subtract(x as Tensor, this.guess)));
   *     this.error.updateState(loss);
   *     this.optimizer?.apply(gradients(loss, [this.guess]), [this.guess]);
   *   }
   * }
   * const model = new MeanFinder();
   * model.compile({ optimizer: 'sgd' });
   * const { history } = await model.fit([2, 2], null, { verbose: 0 });
   * console.log(history.error); // => [4]
   * ```
   */
  trainStep(data: StepData): void {
    trainStep(this, data);
  }

  /** One step of evaluation: answers, loss, metrics. */
  testStep(data: StepData): void {
    testStep(this, data);
  }

  /** One step of prediction. */
  predictStep(data: StepData): Structure<Tensor> {
    return this.apply<Structure<Tensor>>(data.x, { training: false });
  }

  /** The total loss of a batch: the compiled losses, what layers added, and regularizers. */
  computeLoss(inputs: LossInputs): Tensor {
    return computeLoss(this, inputs);
  }

  /** Takes a batch into the metrics of `compile`. */
  computeMetrics(inputs: LossInputs): void {
    computeMetrics(this, inputs);
  }

  /** @internal The names and shapes of answers. */
  outputsOf(yPred: Structure<Tensor>): OutputInfo[] {
    const keys = isPlainRecord(yPred) && !isTensor(yPred) ? Object.keys(yPred).sort() : null;
    const names = this.slots().outputNames ?? keys;
    return flattenStructure(yPred, isTensor).map(({ shape }, i) => ({ name: names?.[i] ?? null, shape }));
  }

  /** @internal Whether the model is a graph of calls, which does not change without being noted. */
  get isGraph(): boolean {
    return false;
  }

  /** @internal Whether the step was overridden, so that nothing is known of what it does with its data. */
  hasOwnStep(training: boolean): boolean {
    return training ? this.trainStep !== Trainer.prototype.trainStep : this.testStep !== Trainer.prototype.testStep;
  }

  /** @internal Builds the model for inputs like these, if it is not built. */
  ensureBuilt(x: Bundle): void {
    if (!this.built) this.build(x.pack(x.arrays.map(({ shape }) => [null, ...shape.slice(1)])));
  }
}
