import type { CallbackModel } from '../../callbacks/index.ts';
import { type FitCall, type Logs, TensorBoard } from '../../callbacks/index.ts';
import type { VitalsRecord } from '../../callbacks/vitals/vitals-record.ts';
import { Model } from '../../models/index.ts';
import { ArgumentError, StateError } from '../../support/errors.ts';
import type { ControlPost, HyperparameterValue, RunId, TreatPost } from '../protocol/index.ts';
import { runFiles } from '../run-folder/files.ts';
import type { RunRecord } from '../run-folder/records.ts';
import type { StudioServer } from '../server/server.ts';
import { Consultation, type Treated } from './consultation.ts';
import { heldOutOf } from './held-out.ts';
import { hyperparametersOf } from './hyperparameters.ts';
import { Pace } from './pace.ts';
import { predictionsOf } from './predictions.ts';
import { RunFolderWriter } from './run-folder-writer.ts';

/** Milliseconds between two signs of life in the run's record. */
const HEARTBEAT = 2000;

/** How a run is logged; see `StudioOptions`. */
export interface LiveSettings {
  readonly logDir: string;
  readonly name: string;
  readonly doctor?: boolean;
  readonly histogramFreq?: number;
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
    const histogramFreq = settings.histogramFreq ?? 1;
    this.#pace = new Pace(call.epochs, call.steps);
    this.#files = new RunFolderWriter(folder, () => this.#tell());
    const { epochs } = call;
    const batchSize = call.call?.batchSize ?? null;
    const found = model instanceof Model ? hyperparametersOf(model, { epochs, batchSize }) : {};
    this.#hyperparameters = { ...found, ...settings.hyperparameters };
    this.board = new TensorBoard({
      logDir: folder,
      histogramFreq,
      writeImages: histogramFreq > 0,
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
      await this.#writeModel(model);
      if (doctor) this.#consultation = await Consultation.begin(model, this.#call.call, this.#call.epochs);
    }
    await this.#writeRecord();
    await this.#writeFindings();
    this.#beat(false);
    const treat =
      this.#consultation?.treats && this.#call.call !== null ? (post: TreatPost) => this.#treat(post) : null;
    this.#server?.live.add({ id: name, control: (post) => this.#control(post), treat });
    await this.board.flush();
    this.#tell();
  }

  async #writeModel(model: Model): Promise<void> {
    let json: string;
    try {
      json = model.toJson();
    } catch {
      // Layers that can't be written as JSON: the board has said so.
      return;
    }
    await this.#files.write(runFiles.model, json);
  }

  /** Signs of life; while a training waits, nothing else keeps its process from ending. */
  #beat(holds: boolean): void {
    if (this.#heartbeat !== null) clearInterval(this.#heartbeat);
    this.#heartbeat = setInterval(() => {
      void this.#writeRecord().catch(() => {});
    }, HEARTBEAT);
    if (!holds) this.#heartbeat.unref?.();
  }

  /** The server looks at once instead of at its next turn. */
  #tell(): void {
    void this.#server?.store.refresh().catch(() => {});
  }

  vitals(record: VitalsRecord): void {
    this.#files.vitals(record);
    if (record.loss !== null) this.board.writeScalar('batch_loss', record.loss, record.step);
  }

  stepDone(): Promise<void> | void {
    this.#pace.stepDone();
    if (this.#paused !== null) return this.#paused;
  }

  async epochDone(epoch: number, logs: Logs): Promise<void> {
    this.#pace.epochDone(epoch);
    await this.board.onEpochEnd(epoch, logs);
    this.#consultation?.epoch(logs, this.#records());
    await this.#writeFindings();
    await this.#writeRecord();
    await this.#files.flush();
  }

  async end(status: 'ended' | 'interrupted'): Promise<void> {
    this.#status = status;
    if (this.#heartbeat !== null) clearInterval(this.#heartbeat);
    this.#heartbeat = null;
    this.#server?.live.end(this.#settings.name);
    if (status === 'ended') {
      if (this.#consultation !== null) this.board.writeText('doctor', this.#consultation.report(this.#records()));
      await this.#writePredictions();
    }
    await this.board.onTrainEnd();
    await this.#files.flush();
    await this.#writeRecord();
    // Whoever asks when `fit` has come back sees the end.
    await this.#server?.store.refresh();
  }

  async #writeRecord(): Promise<void> {
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
    await this.#files.json(runFiles.record, record);
  }

  async #writeFindings(): Promise<void> {
    if (this.#consultation === null) return;
    const { findings } = this.#consultation;
    const text = JSON.stringify(findings);
    if (text === this.#findings) return;
    this.#findings = text;
    await this.#files.json(runFiles.findings, findings);
  }

  async #writePredictions(): Promise<void> {
    const { call } = this.#call;
    const held = call === null ? null : heldOutOf(call);
    if (held === null || !(this.#model instanceof Model)) return;
    const classNames = this.#settings.classNames ?? null;
    const found = await predictionsOf(this.#model, held, { epoch: this.#pace.epoch, classNames }).catch(() => null);
    if (found === null) return;
    for (const [name, png] of found.pictures) await this.#files.write(name, png);
    await this.#files.json(runFiles.predictions, found.record);
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
    void this.#writeRecord().then(() => this.#tell());
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
