import type { CallbackModel } from '../../callbacks/index.ts';
import { type FitCall, type Logs, TensorBoard } from '../../callbacks/index.ts';
import type { VitalsRecord } from '../../callbacks/vitals/vitals-record.ts';
import { Model } from '../../models/index.ts';
import { ArgumentError, StateError } from '../../support/errors.ts';
import type { ControlPost, HyperparameterValue, RunId, TreatPost } from '../protocol/index.ts';
import { runFiles } from '../run-folder/files.ts';
import type { RunRecord } from '../run-folder/records.ts';
import type { StudioServer } from '../server/server.ts';
import { Budget } from './budget.ts';
import { Consultation, type Treated } from './consultation.ts';
import { heldOutOf } from './held-out.ts';
import { hyperparametersOf } from './hyperparameters.ts';
import { Pace } from './pace.ts';
import { predictionsOf } from './predictions.ts';
import { RunFolderWriter } from './run-folder-writer.ts';

/** Milliseconds between two signs of life in the run's record. */
const HEARTBEAT = 2000;

/** Milliseconds for which samples of the vitals wait to be written, when a page shows them and when none does. */
const WATCHED_DELAY = 100;
const DELAY = 1000;

/** What of a training's time may go into weights, and into what the doctor says of the vitals. */
const WEIGHTS_SHARE = 0.002;
const DOCTOR_SHARE = 0.002;

/** How a run is logged; see `StudioOptions`. */
export interface LiveSettings {
  readonly logDir: string;
  readonly name: string;
  readonly doctor?: boolean;
  readonly histogramFreq?: number | null;
  readonly classNames?: readonly string[] | null;
  readonly hyperparameters?: { readonly [name: string]: HyperparameterValue } | null;
  readonly treats?: string | null;
}

/** What `fit` tells of the training. */
export interface LiveCall {
  readonly call: FitCall | null;
  readonly verbose: 0 | 1 | 2;
  readonly epochs: number;
  readonly steps: number | null;
}

/** Starts a training with a remedy; gives the name of its run. */
export type StartTreated = (treated: Treated) => Promise<RunId>;

/** One training: what is written of it, and what the page may do to it. */
export class LiveTraining {
  readonly board: TensorBoard;
  readonly #model: CallbackModel;
  readonly #call: LiveCall;
  readonly #settings: LiveSettings;
  readonly #server: StudioServer | null;
  readonly #records: () => readonly VitalsRecord[];
  readonly #startTreated: StartTreated;
  readonly #files: RunFolderWriter;
  readonly #pace: Pace;
  readonly #started = Date.now();
  #consultation: Consultation | null = null;
  readonly #hyperparameters: { readonly [name: string]: HyperparameterValue };
  #status: RunRecord['status'] = 'running';
  #findings = '';
  readonly #weightsBudget = new Budget(WEIGHTS_SHARE);
  readonly #doctorBudget = new Budget(DOCTOR_SHARE);
  /** The epoch whose weights were written last, and the last one that the doctor knows of. */
  #weightsEpoch = -1;
  #doctorEpoch = -1;
  #heartbeat: ReturnType<typeof setInterval> | null = null;
  /** Ends the pause; null when there is none. */
  #resume: (() => void) | null = null;
  #paused: Promise<void> | null = null;
  #host = '';

  constructor(
    model: CallbackModel,
    call: LiveCall,
    settings: LiveSettings,
    server: StudioServer | null,
    records: () => readonly VitalsRecord[],
    startTreated: StartTreated,
  ) {
    this.#model = model;
    this.#call = call;
    this.#settings = settings;
    this.#server = server;
    this.#records = records;
    this.#startTreated = startTreated;
    const folder = `${settings.logDir}/${settings.name}`;
    const histogramFreq = settings.histogramFreq ?? 0;
    this.#pace = new Pace(call.epochs, call.steps);
    this.#files = new RunFolderWriter(
      folder,
      () => (this.#isWatched ? WATCHED_DELAY : DELAY),
      () => this.#grown(),
    );
    const { epochs } = call;
    const batchSize = call.call?.batchSize ?? null;
    const found = model instanceof Model ? hyperparametersOf(model, { epochs, batchSize }) : {};
    this.#hyperparameters = { ...found, ...settings.hyperparameters };
    this.board = new TensorBoard({
      logDir: folder,
      histogramFreq,
      writeImages: true,
      embeddingsFreq: histogramFreq,
      hyperparameters: this.#hyperparameters,
    });
    this.board.setModel(model);
    this.board.setParams({ verbose: call.verbose, epochs: call.epochs, steps: call.steps });
  }

  async begin(): Promise<void> {
    const model = this.#model;
    const { name, doctor = true } = this.#settings;
    this.#host = (await import('node:os')).hostname();
    await this.#files.begin();
    this.board.onTrainBegin();
    if (model instanceof Model) {
      this.#writeModel(model);
      if (doctor) this.#consultation = await Consultation.begin(model, this.#call.call, this.#call.epochs);
    }
    this.#writeRecord();
    this.#writeFindings();
    await this.#files.flush();
    this.#beat(false);
    const treat =
      this.#consultation?.treats && this.#call.call !== null ? (post: TreatPost) => this.#treat(post) : null;
    this.#server?.live.add({ id: name, control: (post) => this.#control(post), treat });
    await this.board.flush();
    this.#tell();
  }

  #writeModel(model: Model): void {
    let json: string;
    try {
      json = model.toJson();
    } catch {
      // Layers that can't be written as JSON: the board has said so.
      return;
    }
    this.#files.write(runFiles.model, json);
  }

  /** Signs of life; while a training waits, nothing else keeps its process from ending. */
  #beat(holds: boolean): void {
    if (this.#heartbeat !== null) clearInterval(this.#heartbeat);
    this.#heartbeat = setInterval(() => this.#writeRecord(), HEARTBEAT);
    if (!holds) this.#heartbeat.unref?.();
  }

  /** The server looks at once instead of at its next turn. */
  #tell(): void {
    void this.#server?.store.refresh().catch(() => {});
  }

  /** Whether a page shows what happens. */
  get #isWatched(): boolean {
    return this.#server !== null && this.#server.listeners > 0;
  }

  /** The server looks at this run at once, when a page waits for that. */
  #grown(): void {
    if (this.#isWatched) void this.#server?.store.look(this.#settings.name).catch(() => {});
  }

  vitals(record: VitalsRecord): void {
    this.#files.vitals(record);
    if (record.loss !== null) this.board.writeScalar('batch_loss', record.loss, record.step);
  }

  stepDone(index: number): Promise<void> | void {
    this.#pace.stepDone(index);
    if (this.#paused !== null) return this.#paused;
  }

  async epochDone(epoch: number, logs: Logs): Promise<void> {
    this.#pace.epochDone(epoch);
    this.#consultation?.epochDone(logs);
    if (this.#isPaced && this.#weightsBudget.allows()) await this.#weightsBudget.spend(() => this.#writeWeights());
    await this.board.onEpochEnd(epoch, logs);
    if (this.#doctorBudget.allows()) await this.#doctorBudget.spend(() => this.#consult());
    this.#writeRecord();
    this.#files.flush();
  }

  /** Whether weights are written as often as there is time. */
  get #isPaced(): boolean {
    return (this.#settings.histogramFreq ?? null) === null;
  }

  async #writeWeights(): Promise<void> {
    this.#weightsEpoch = this.#pace.epoch;
    await this.board.writeWeights(this.#pace.epoch - 1);
    await this.board.writeEmbeddings();
  }

  #consult(): void {
    this.#doctorEpoch = this.#pace.epoch;
    this.#consultation?.consult(this.#records());
    this.#writeFindings();
  }

  async end(status: 'ended' | 'interrupted'): Promise<void> {
    this.#status = status;
    if (this.#heartbeat !== null) clearInterval(this.#heartbeat);
    this.#heartbeat = null;
    this.#server?.live.end(this.#settings.name);
    if (status === 'ended') {
      const { epoch } = this.#pace;
      // What there was no time for after the last epoch.
      if (this.#isPaced && epoch > 0 && this.#weightsEpoch !== epoch) await this.#writeWeights();
      if (this.#doctorEpoch !== epoch) this.#consult();
      if (this.#consultation !== null) this.board.writeText('doctor', this.#consultation.report(this.#records()));
      await this.#writePredictions();
    }
    await this.board.onTrainEnd();
    this.#writeRecord();
    await this.#files.flush();
    // Whoever asks when `fit` has come back sees the end.
    await this.#server?.store.refresh();
  }

  #writeRecord(): void {
    const { epochs, epoch, step, steps } = this.#pace;
    const record: RunRecord = {
      version: 1,
      status: this.#paused !== null && this.#status === 'running' ? 'paused' : this.#status,
      started: this.#started,
      updated: Date.now(),
      process: { id: process.pid, host: this.#host },
      epoch,
      epochs,
      step,
      steps,
      secondsLeft: this.#status === 'running' ? this.#pace.secondsLeft() : null,
      learningRate: this.#model.optimizer?.getLearningRate() ?? null,
      hyperparameters: this.#hyperparameters,
      treats: this.#settings.treats ?? null,
    };
    this.#files.json(runFiles.record, record);
  }

  #writeFindings(): void {
    if (this.#consultation === null) return;
    const { findings } = this.#consultation;
    const text = JSON.stringify(findings);
    if (text === this.#findings) return;
    this.#findings = text;
    this.#files.json(runFiles.findings, findings);
  }

  async #writePredictions(): Promise<void> {
    const { call } = this.#call;
    const held = call === null ? null : heldOutOf(call);
    if (held === null || !(this.#model instanceof Model)) return;
    const classNames = this.#settings.classNames ?? null;
    const found = await predictionsOf(this.#model, held, { epoch: this.#pace.epoch, classNames }).catch(() => null);
    if (found === null) return;
    for (const [name, png] of found.pictures) this.#files.write(name, png);
    this.#files.json(runFiles.predictions, found.record);
  }

  /** What the page asks for, before the next step. */
  #control(post: ControlPost): void {
    switch (post.action) {
      case 'stop':
        this.#model.stopTraining = true;
        this.#goOn();
        break;
      case 'pause':
        this.#pause();
        break;
      case 'resume':
        this.#goOn();
        break;
      case 'learningRate': {
        const { optimizer } = this.#model;
        if (optimizer === null) throw new StateError('This model has no optimizer. Received: learningRate');
        optimizer.learningRate = post.value;
        break;
      }
    }
    this.#writeRecord();
    void this.#files.flush();
  }

  #pause(): void {
    if (this.#paused !== null) return;
    this.#pace.pause();
    this.#paused = new Promise((resolve) => {
      this.#resume = resolve;
    });
    this.#beat(true);
  }

  #goOn(): void {
    if (this.#resume === null) return;
    this.#pace.resume();
    this.#paused = null;
    this.#resume();
    this.#resume = null;
    this.#beat(false);
  }

  async #treat(post: TreatPost): Promise<RunId> {
    if (this.#consultation === null) throw new ArgumentError('The doctor has not looked at this run.');
    return this.#startTreated(this.#consultation.treated(post.cause, post.remedy));
  }
}
