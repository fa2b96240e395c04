import { CallbackList, toCallbacks } from '../../callbacks/callback-list.ts';
import {
  BackupAndRestore,
  type CallbackModel,
  type FitCall,
  History,
  type Logs,
  ProgbarLogger,
  Vitals,
} from '../../callbacks/index.ts';
import { StepSamplers } from '../../callbacks/vitals/step-sampler.ts';
import { maxEpochs, maxStepsPerEpoch } from '../../config/training-limits.ts';
import { ArgumentError, badArgument, checkOptions, StateError } from '../../support/errors.ts';
import { isPlainRecord } from '../../support/plain-record.ts';
import type { Trainer } from '../trainer.ts';
import { ArraySource, checkShuffle } from './array-source.ts';
import { assemble } from './assemble.ts';
import { type Batch, type BatchSource, checkCount } from './batch-source.ts';
import { isBatches } from './data-types.ts';
import { EpochSteps } from './epoch-steps.ts';
import { runEvaluation } from './evaluate.ts';
import { EventLoopTurns } from './event-loop.ts';
import { onInterrupt } from './interrupt.ts';
import { type FitOptions, fitOptionNames, resolveVerbose } from './options.ts';
import { adviseOnSelu } from './selu-advice.ts';
import { TrainingSession } from './session.ts';
import { batchSizeFor, DEFAULT_BATCH_SIZE, iteratorSource, sourceOf } from './sources.ts';
import {
  callbackStates,
  randomStreams,
  setCallbackStates,
  setRandomStreams,
  type TrainingPosition,
  type TrainingState,
} from './training-state.ts';
import { validatesAfter } from './validation-frequency.ts';
import { checkSplit, splitData } from './validation-split.ts';
import { NonFiniteWarning } from './warn-non-finite.ts';

interface Sources {
  readonly training: BatchSource;
  readonly validation: BatchSource | null;
  /** Looks for what made a loss NaN. */
  readonly suspect: () => void;
  readonly warning: NonFiniteWarning;
}

/** Reads and checks everything that `fit` gets, before anything runs. */
async function prepare(trainer: Trainer, x: unknown, y: unknown, options: FitOptions): Promise<Sources> {
  const batchSize = checkCount('batchSize', options.batchSize);
  const steps = checkCount('stepsPerEpoch', options.stepsPerEpoch);
  const validationBatchSize = checkCount('validationBatchSize', options.validationBatchSize) ?? batchSize;
  const split = checkSplit(options.validationSplit ?? 0);
  const shuffle = checkShuffle(options.shuffle ?? true);
  const { validationData = null, sampleWeight, classWeight } = options;
  const purpose = { training: true, warning: new NonFiniteWarning() };
  const evaluation = { training: false, warning: purpose.warning };
  const evaluationOptions = {
    batchSize: validationBatchSize,
    steps: checkCount('validationSteps', options.validationSteps),
    shuffle: false,
  } as const;
  let training: BatchSource;
  let validation: BatchSource | null = null;
  let suspect = () => {};
  if (isBatches(x)) {
    const beside = { y, sampleWeight, classWeight, validationSplit: split };
    training = await iteratorSource(trainer, x, beside, purpose);
  } else {
    const all = assemble(
      trainer,
      x,
      { y, sampleWeight, classWeight },
      { ...purpose, batchSize: batchSize ?? DEFAULT_BATCH_SIZE },
    );
    suspect = () => purpose.warning.checkAgain(all);
    adviseOnSelu(trainer.flattenLayers(), all);
    const [data, held] = split > 0 && validationData === null ? splitData(all, split) : [all, null];
    training = new ArraySource(data, { batchSize: batchSizeFor(batchSize, steps, data), shuffle });
    if (held !== null) {
      // Class weights are for training alone.
      const unweighted = classWeight ? { ...held, sampleWeight: null } : held;
      const size = batchSizeFor(validationBatchSize, evaluationOptions.steps, held);
      validation = new ArraySource(unweighted, { batchSize: size, shuffle: false });
    }
  }
  if (validationData !== null) {
    const [inputs, targets, weights] = validationParts(validationData);
    const read = sourceOf(trainer, inputs, { y: targets, sampleWeight: weights }, evaluationOptions, evaluation);
    validation = await read.catch((error: unknown) => {
      if (error instanceof ArgumentError) error.message = `\`validationData\`: ${error.message}`;
      throw error;
    });
  }
  return { training, validation, suspect, warning: purpose.warning };
}

function validationParts(data: NonNullable<FitOptions['validationData']>): readonly [unknown, unknown?, unknown?] {
  if (isBatches(data)) return [data];
  if (Array.isArray(data) && (data.length === 2 || data.length === 3)) return [data[0], data[1], data[2]];
  throw new ArgumentError(
    `\`validationData\` must be [x, y], [x, y, sampleWeight] or an iterator of batches. Received: ${Array.isArray(data) ? `a list of ${data.length}` : typeof data}`,
  );
}

/** Trains a model for some epochs. `Trainer.fit` documents it. */
export async function runFit(trainer: Trainer, x: unknown, y: unknown, options: FitOptions): Promise<History> {
  const { session } = trainer;
  session.requireCompiled('fit');
  checkOptions('fit', options, fitOptionNames);
  if (session.fitting)
    throw new StateError(
      'A model is trained by one `fit` at a time: await the first. Received: fit while another is running',
    );
  const epochs = limited('epochs', checkCount('epochs', options.epochs, 0) ?? 1, maxEpochs());
  const initialEpoch = checkCount('initialEpoch', options.initialEpoch, 0) ?? 0;
  const verbose = resolveVerbose(options.verbose);
  const validates = validatesAfter(options.validationFreq ?? 1);
  const user = toCallbacks(options.callbacks);
  const wanted = vitalsOf(options.vitals);
  session.fitting = true;
  try {
    session.refresh();
    const { training, validation, suspect, warning } = await prepare(trainer, x, y, options);
    const stepsPerEpoch = options.stepsPerEpoch ?? null;
    const asked = stepsPerEpoch ?? training.batchCount ?? Number.POSITIVE_INFINITY;
    const allowed = limited('stepsPerEpoch', asked, maxStepsPerEpoch());
    const steps = new EpochSteps(training, allowed < asked ? allowed : stepsPerEpoch);
    const validationSteps = validation && new EpochSteps(validation, options.validationSteps ?? null);
    const history = user.find((callback) => callback instanceof History) ?? new History();
    const progress = verbose === 0 ? [] : [new ProgbarLogger()];
    const vitals = user.find((callback) => callback instanceof Vitals) ?? wanted;
    const own = [history, ...(vitals === null ? [] : [vitals])].filter((callback) => !user.includes(callback));
    // A backup is made when all others have seen the epoch.
    const backups = user.filter((callback) => callback instanceof BackupAndRestore);
    const others = user.filter((callback) => !(callback instanceof BackupAndRestore));
    const all = [...others, ...own, ...progress, ...backups];
    const callbacks = new CallbackList(all, trainer, { verbose, epochs, steps: steps.count });
    const call = fitCall(x, y, options);
    for (const callback of all) callback.setFitCall(call);
    const samplers = new StepSamplers(all.flatMap((callback) => callback.samplers));
    trainer.history = history;
    const run = new FitRun(trainer, callbacks, steps, validationSteps, samplers, (epoch) => {
      suspect();
      // Who wants to see nothing tries many trainings, of which some may well fail.
      if (verbose !== 0) warning.lossIsLost(epoch);
    });
    session.position = () => run.position();
    try {
      await run.epochs(initialEpoch, epochs, validates);
    } finally {
      session.position = null;
      session.resumeAt = null;
      // A history that is kept doesn't keep the data.
      for (const callback of all) callback.setFitCall(null);
      for (const bar of progress) bar.interrupt();
      if (vitals !== null) history.vitals = vitals.records;
    }
    return history;
  } finally {
    session.fitting = false;
  }
}

/** A count that the configuration may cut short, with a word about it. */
function limited(name: string, count: number, limit: number | null): number {
  if (limit === null || limit >= count) return count;
  console.warn(`fit: \`${name}\` is limited to ${limit} by the configuration.`);
  return limit;
}

/** What callbacks are told of a call of `fit`. */
function fitCall(x: unknown, y: unknown, options: FitOptions): FitCall {
  const { validationData = null, validationSplit = 0, batchSize } = options;
  return {
    x,
    y,
    validationData,
    validationSplit,
    batchSize: batchSize ?? DEFAULT_BATCH_SIZE,
    again: (model, changes) => {
      if (!isTrainer(model)) throw badArgument('model', 'a model', model);
      return runFit(model, x, y, { ...options, vitals: null, verbose: 0, ...changes });
    },
  };
}

const isTrainer = (model: CallbackModel): model is Trainer =>
  'session' in model && model.session instanceof TrainingSession;

function vitalsOf(option: FitOptions['vitals']): Vitals | null {
  if (option === undefined || option === null || option === false) return null;
  if (option !== true && !isPlainRecord(option)) throw badArgument('vitals', 'true, false or its options', option);
  return new Vitals(option === true ? {} : option);
}

/** One run of `fit`. */
class FitRun {
  readonly #trainer: Trainer;
  readonly #callbacks: CallbackList;
  readonly #steps: EpochSteps;
  readonly #validation: EpochSteps | null;
  readonly #samplers: StepSamplers;
  readonly #onLostLoss: (epoch: number) => void;
  /** Steps since training began. */
  #done = 0;
  #epochNow = 0;
  #stepNow = 0;
  readonly #turns = new EventLoopTurns();
  #interrupted = false;

  constructor(
    trainer: Trainer,
    callbacks: CallbackList,
    steps: EpochSteps,
    validation: EpochSteps | null,
    samplers: StepSamplers,
    onLostLoss: (epoch: number) => void,
  ) {
    this.#samplers = samplers;
    this.#onLostLoss = onLostLoss;
    this.#trainer = trainer;
    this.#callbacks = callbacks;
    this.#steps = steps;
    this.#validation = validation;
  }

  async epochs(first: number, last: number, validates: (epoch: number) => boolean): Promise<void> {
    const trainer = this.#trainer;
    const release = onInterrupt(() => {
      this.#interrupted = true;
      trainer.stopTraining = true;
      trainer.stopEvaluating = true;
      console.warn('\nInterrupted: fit ends after this step. Once more to quit at once.');
    });
    let logs: Logs = {};
    try {
      trainer.stopTraining = false;
      this.#epochNow = first;
      await this.#callbacks.onTrainBegin();
      const resumed = await this.#resume();
      // A callback that goes on where it was may have ended the training already.
      const ended = resumed !== null && trainer.stopTraining;
      for (let epoch = resumed?.epoch ?? first; epoch < last && !ended; epoch++) {
        const trained = await this.#epoch(epoch, epoch === resumed?.epoch ? resumed.step : 0);
        if (trained === null) break;
        logs = trained;
        if (Number.isNaN(trained.loss)) this.#onLostLoss(epoch);
        if (this.#validation !== null && validates(epoch) && !this.#interrupted) {
          const values = await runEvaluation(trainer, this.#validation, this.#callbacks, this.#turns);
          for (const [name, value] of Object.entries(values)) logs[`val_${name}`] = value;
        }
        [this.#epochNow, this.#stepNow] = [epoch + 1, 0];
        await this.#callbacks.onEpochEnd(epoch, logs);
        if (trainer.stopTraining) break;
      }
      if (last > first) trainer.optimizer?.finalizeVariableValues(trainer.trainableVariables);
      await this.#callbacks.onTrainEnd(logs);
    } finally {
      release();
    }
  }

  async position(): Promise<TrainingState> {
    const position = {
      epoch: this.#epochNow,
      step: this.#stepNow,
      training: this.#steps.place,
      validation: this.#validation?.place ?? null,
      ...(await randomStreams()),
    };
    return { position, callbacks: await callbackStates(this.#callbacks.callbacks) };
  }

  /** Goes where a callback found, when training began, that an earlier run had come. */
  async #resume(): Promise<TrainingPosition | null> {
    const { session } = this.#trainer;
    const state = session.resumeAt;
    session.resumeAt = null;
    if (state === null) return null;
    const { position } = state;
    await setCallbackStates(this.#callbacks.callbacks, state.callbacks);
    await this.#steps.goTo(position.training, position.step);
    if (position.validation !== null) await this.#validation?.goTo(position.validation, 0);
    setRandomStreams(position);
    return position;
  }

  /**
   * The logs of one epoch, or null when there were no more data for it.
   *
   * @param behind steps of it that an earlier run has done, whose metrics are there already
   */
  async #epoch(epoch: number, behind: number): Promise<Logs | null> {
    const trainer = this.#trainer;
    const { session } = trainer;
    const callbacks = this.#callbacks;
    const perExecution = session.requireCompiled('fit').stepsPerExecution;
    const readLogs = () => session.readLogs();
    await this.#metricsAreFree();
    if (behind === 0) session.resetMetrics();
    this.#epochNow = epoch;
    if (!this.#samplers.empty) session.forgetActive();
    await callbacks.onEpochBegin(epoch);
    session.refresh();
    const batches = this.#steps.epoch();
    let step = behind;
    for (;;) {
      const next = batches.next();
      let batch: Batch | null = next instanceof Promise ? await next : next;
      if (batch === null) break;
      const began = callbacks.onTrainBatchBegin(step);
      if (began !== undefined) await began;
      for (let more = perExecution - 1; batch !== null; more--) {
        if (session.evaluating !== null) await this.#metricsAreFree();
        this.#step(batch, epoch, step);
        step++;
        if (more === 0) break;
        const following = batches.next();
        batch = following instanceof Promise ? await following : following;
      }
      this.#stepNow = step;
      const ended = callbacks.onTrainBatchEnd(step - 1, readLogs);
      if (ended !== undefined) await ended;
      if (trainer.stopTraining) break;
      if (this.#turns.due) await this.#turns.take();
    }
    await this.#metricsAreFree();
    if (this.#steps.exhausted) trainer.stopTraining = true;
    return step === 0 ? null : session.readLogs();
  }

  /** Waits for evaluations that somebody asked for without waiting for them: they use the metrics of the epoch. */
  async #metricsAreFree(): Promise<void> {
    const { session } = this.#trainer;
    while (session.evaluating !== null) await session.evaluating;
  }

  #step(batch: Batch, epoch: number, index: number): void {
    const { session, optimizer } = this.#trainer;
    const step = this.#done++;
    const sample = this.#samplers.sampleAt(step, epoch);
    if (sample === null) {
      session.trainProgram(batch).run(batch);
      return;
    }
    const program = session.probedProgram(batch, sample.histograms);
    program.run(batch);
    const reading = program.read();
    if (reading === null) return;
    const learningRate = optimizer?.getLearningRate() ?? null;
    this.#samplers.take({ version: 1, step, epoch, batch: index, batchSize: batch.size, learningRate, ...reading });
  }
}
