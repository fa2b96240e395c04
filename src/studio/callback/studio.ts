import { Callback, type FitCall, type Logs, type StepSampler, Vitals } from '../../callbacks/index.ts';
import type { VitalsRecord } from '../../callbacks/vitals/vitals-record.ts';
import { flag, integer, nonNegativeInteger, positiveInteger } from '../../support/check-values.ts';
import { badArgument, checkOptions, StateError } from '../../support/errors.ts';
import { isPlainRecord } from '../../support/plain-record.ts';
import type { HyperparameterValue, RunId } from '../protocol/index.ts';
import type { StudioServer } from '../server/server.ts';
import { LiveTraining, type StartTreated } from './live-training.ts';
import { freeRunName } from './run-name.ts';
import { closeSharedServer, sharedServer } from './shared-server.ts';

/** Options of `Studio`. */
export interface StudioOptions {
  /** The log folder; the run is a folder in it. Default 'logs'. */
  readonly logDir?: string;
  /** The run's name: its folder below the log folder; a run that is there is replaced. Default: date and time. */
  readonly name?: string | null;
  /** Whether the page is served while this process runs; else the run is only logged. Default true. */
  readonly serve?: boolean;
  /** Where the page is served; when another studio is there, at any port that is free. Default 6007. */
  readonly port?: number;
  /** Whom the server listens to; the default is this machine alone. Default '127.0.0.1'. */
  readonly host?: string;
  /** Whether a browser is opened. Default false. */
  readonly open?: boolean;
  /** Steps between two samples of the vitals; null: 8 samples an epoch
   * (24 a training at least), 50 steps apart or more; closer only in trainings of less than 1000 steps, which get 20.
   * Default null. */
  readonly every?: number | null;
  /**
   * Whether the doctor looks at the model before training, and at the vitals after epochs: as often as that takes less
   * than a hundredth of the time, and at the end. Default true.
   */
  readonly doctor?: boolean;
  /**
   * Histograms and pictures of the weights after every so many epochs; 0 for none; null: after the first epoch, the
   * last one, and as many others as that takes less than a hundredth of the time. Default null.
   */
  readonly histogramFreq?: number | null;
  /** What the classes are called, in the pictures of what is confused. Default: numbers. */
  readonly classNames?: readonly string[] | null;
  /** Settings for the table of runs, beside those that can be read from the model. Default null. */
  readonly hyperparameters?: { readonly [name: string]: HyperparameterValue } | null;
  /** The run, by its path in the log folder, that this one is a treated copy of. Default null. */
  readonly treats?: string | null;
}

const names = [
  'logDir',
  'name',
  'serve',
  'port',
  'host',
  'open',
  'every',
  'doctor',
  'histogramFreq',
  'classNames',
  'hyperparameters',
  'treats',
] as const satisfies readonly (keyof StudioOptions)[];

/**
 * Samples of the vitals in an epoch, and in a training of few epochs. They are this many steps apart at least, as a
 * sample takes half as long as a step; in trainings that are short anyway closer, for the picture to be one.
 */
const SAMPLES_OF_EPOCH = 8;
const SAMPLES = 24;
const LEAST_STEPS = 50;
const LEAST_SAMPLES = 20;

/**
 * Shows a training in the browser while it runs: curves, the whole net over time, what the doctor finds. Everything is
 * logged to a folder (`callbacks.TensorBoard`'s event files, the vitals, the model), which `keratin studio logs` shows
 * later just as well. From the page the training can be stopped, paused and resumed, its learning rate changed, and a
 * copy with one of the doctor's remedies trained beside it on the same data.
 *
 * The address of the page is printed; it is served as long as the process runs. Needs Node.
 *
 * @param options see `StudioOptions`
 * @throws ArgumentError for unknown options and values out of range
 * @see https://keras.io/api/callbacks/tensorboard/ for what it stands beside
 *
 * @example
 * ```ts
 * import { callbacks } from 'keratin';
 * const studio = new callbacks.Studio({ logDir: 'logs', name: 'elu' }); // model.fit(x, y, { callbacks: [studio] })
 * console.log(studio.every); // => 50
 * ```
 */
export class Studio extends Callback {
  readonly logDir: string;
  readonly #options: StudioOptions;
  readonly #vitals: Vitals;
  /** The run that is going on; null before and after. */
  #run: LiveTraining | null = null;
  #server: StudioServer | null = null;
  #name: string | null;
  #onBegun: () => void = () => {};

  constructor(options: StudioOptions = {}) {
    super();
    checkOptions('Studio', options, names);
    const { logDir = 'logs', name = null, host = '127.0.0.1', classNames = null, hyperparameters = null } = options;
    if (typeof logDir !== 'string' || logDir === '') throw badArgument('logDir', 'a folder', logDir);
    if (name !== null && (typeof name !== 'string' || !/^[^\\/.][^\\]*$/.test(name) || name.split('/').includes('..')))
      throw badArgument('name', 'the name of a folder in the log folder', name);
    if (typeof host !== 'string' || host === '') throw badArgument('host', 'a name or an address', host);
    const port = integer('port', options.port ?? 6007);
    if (port < 0 || port > 65_535) throw badArgument('port', 'a whole number from 0 to 65535', port);
    if (classNames !== null && !Array.isArray(classNames))
      throw badArgument('classNames', 'a list of names', classNames);
    if (hyperparameters !== null && !isPlainRecord(hyperparameters))
      throw badArgument('hyperparameters', 'values by name', hyperparameters);
    flag('serve', options.serve ?? true);
    flag('open', options.open ?? false);
    flag('doctor', options.doctor ?? true);
    nonNegativeInteger('histogramFreq', options.histogramFreq ?? 0);
    this.#options = options;
    this.logDir = logDir;
    if ((options.every ?? null) !== null) positiveInteger('every', options.every);
    this.#name = name;
    this.#vitals = new Vitals({ every: 1, onRecord: (record) => this.#run?.vitals(record) });
  }

  /** Steps between two samples of the vitals. */
  get every(): number {
    const { every = null } = this.#options;
    if (every !== null) return every;
    const { steps, epochs } = this.params;
    if (steps === null) return LEAST_STEPS;
    const all = steps * epochs;
    const apart = Math.ceil(all / Math.max(SAMPLES, SAMPLES_OF_EPOCH * epochs));
    return Math.max(1, apart, Math.min(LEAST_STEPS, Math.ceil(all / LEAST_SAMPLES)));
  }

  /** The page's address; null before training, and without `serve`. */
  get url(): string | null {
    return this.#server?.url ?? null;
  }

  /** The run's name; null before training where it isn't given. */
  get name(): string | null {
    return this.#name;
  }

  /** The samples of the vitals of the last run, oldest first. */
  get records(): readonly VitalsRecord[] {
    return this.#vitals.records;
  }

  override get samplers(): readonly StepSampler[] {
    const vitals = this.#vitals;
    return [
      {
        sampleAt: (step, epoch) => (step % this.every === 0 ? vitals.sampleAt(step, epoch) : null),
        take: (record) => vitals.take(record),
      },
    ];
  }

  // Losses come with the vitals: reading them back after every step would cost something.
  override wantsBatchLogs(): boolean {
    return false;
  }

  override async onTrainBegin(): Promise<void> {
    await this.#vitals.onTrainBegin();
    const { model, params, fitCall } = this;
    this.#name ??= await freeRunName(this.logDir);
    if (this.#options.serve ?? true) await this.#connect();
    const settings = { ...this.#options, logDir: this.logDir, name: this.#name };
    const treat: StartTreated = (treated) => this.#startTreated(treated, fitCall);
    const samples = (): readonly VitalsRecord[] => this.records;
    this.#run = new LiveTraining(model, { call: fitCall, ...params }, settings, this.#server, samples, treat);
    await this.#run.begin();
    this.#onBegun();
  }

  /** Trains a treated model beside this one, as a run of its own; gives its name as soon as it has begun. */
  async #startTreated({ model, plan, remedy }: Parameters<StartTreated>[0], call: FitCall | null): Promise<RunId> {
    if (call === null) throw new StateError('Only what `fit` trains can be treated. Received: no call of fit');
    const wanted = `${this.#name}-${remedy.replace(/[^\w]+/g, '-')}`;
    const name = await freeRunName(this.logDir, wanted);
    const second = new Studio({ ...this.#options, name, treats: this.#name });
    const begun = new Promise<void>((resolve) => {
      second.#onBegun = resolve;
    });
    const { epochs, batchSize } = plan;
    const training = call.again(model, { epochs, batchSize, callbacks: [second] });
    training.catch((error: unknown) => {
      console.warn(`The treated run ${name} failed: ${error instanceof Error ? error.message : error}`);
    });
    await Promise.race([begun, training]);
    return name;
  }

  async #connect(): Promise<void> {
    const { host = '127.0.0.1', port = 6007, open = false } = this.#options;
    try {
      this.#server = await sharedServer({ logDir: this.logDir, host, port, open });
    } catch (error) {
      // A page that can't be shown is no reason not to train.
      console.warn(`The studio only logs to ${this.logDir}: ${error instanceof Error ? error.message : error}`);
    }
  }

  override onEpochBegin(): void {
    this.#run?.board.onEpochBegin();
  }

  override onTrainBatchEnd(batch: number): void | Promise<void> {
    return this.#run?.stepDone(batch);
  }

  override async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    await this.#run?.epochDone(epoch, logs);
  }

  override async onTrainEnd(): Promise<void> {
    await this.#run?.end('ended');
    this.#run = null;
  }

  /** When `fit` fails, nobody calls `onTrainEnd`. */
  override setFitCall(call: FitCall | null): void {
    super.setFitCall(call);
    if (call !== null || this.#run === null) return;
    const run = this.#run;
    this.#run = null;
    void run.end('interrupted').catch(() => {});
  }

  /** Serves the page on until Ctrl-C, after training. */
  async serve(): Promise<void> {
    if (this.#server === null)
      throw new StateError('There is a page to serve from the beginning of training on. Received: serve before fit');
    await this.#server.untilInterrupted();
  }

  /** Ends the server, for all trainings of this process that log to the folder. */
  async close(): Promise<void> {
    await closeSharedServer(this.logDir);
    this.#server = null;
  }
}
