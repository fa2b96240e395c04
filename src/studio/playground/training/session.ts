import { Callback, type Logs, Vitals, type VitalsRecord } from '../../../callbacks/index.ts';
import { diagnose, type Examination, examine, planOf } from '../../../doctor/index.ts';
import type { Plan } from '../../../doctor/remedies/remedy.ts';
import type { Sequential } from '../../../models/index.ts';
import { type Advice, adviceOf } from '../advice/advice.ts';
import { EPOCHS } from '../code/epochs.ts';
import { makeSamples, type Samples, type SplitSamples } from '../data/samples.ts';
import { buildModel, rowsOf } from '../net/build-model.ts';
import type { PlaygroundState } from '../state/playground-state.ts';
import { asker, gridPoints } from './answers.ts';
import { Gate } from './gate.ts';
import { foretoldGradients, layerReadings, layerRows } from './layer-readings.ts';
import {
  type Answers,
  type EpochPoint,
  LAST_EPOCH,
  type LayerReading,
  PROGRESS_INTERVAL,
  type ShownSamples,
  type WorkerMessage,
} from './protocol.ts';
import { SHOWN_IMAGES } from './shown.ts';

/** The doctor is asked at most so often, in milliseconds. */
const DIAGNOSIS_INTERVAL = 600;
/** The net is asked for its answers for at most this share of the time. */
const ANSWERS_SHARE = 0.3;
/** More samples of vitals than this are thinned out. */
const MOST_RECORDS = 240;

const shown = ({ x, y }: Samples): ShownSamples => ({ x: Float32Array.from(x), y: Int32Array.from(y) });

/** What is drawn of a state's data, and asked of its net: the plane around points, or some of the images. */
const askedSamples = ({ test }: SplitSamples): Pick<Samples, 'x' | 'features'> =>
  test.features === 2
    ? { x: gridPoints(), features: 2 }
    : { x: test.x.slice(0, SHOWN_IMAGES * test.features), features: test.features };

/** Everything that a run needs once its net is built. */
interface Case {
  readonly model: Sequential;
  readonly samples: SplitSamples;
  readonly examination: Examination;
  readonly plan: Plan;
  readonly ask: () => Promise<Answers>;
}

/** One run of the playground: builds the net of a state, trains it and tells how it goes. It knows nothing of pages. */
export class TrainingSession {
  readonly gate: Gate;
  readonly #run: number;
  readonly #state: PlaygroundState;
  readonly #post: (message: WorkerMessage) => void;
  #model: Sequential | null = null;
  #stopped = false;
  #interval = PROGRESS_INTERVAL;
  /** Whether the page has drawn what it was told last. */
  #drawn = true;
  #points: EpochPoint[] = [];
  #reading: readonly LayerReading[] = [];
  readonly #losses: number[] = [];
  readonly #testLosses: number[] = [];
  #posted = Number.NEGATIVE_INFINITY;
  #answersAfter = 0;
  #diagnosed = Number.NEGATIVE_INFINITY;
  #lastAdvice = '';

  constructor(run: number, state: PlaygroundState, playing: boolean, post: (message: WorkerMessage) => void) {
    this.#run = run;
    this.#state = state;
    this.#post = post;
    this.gate = new Gate(playing);
  }

  /** @param messagesPerSecond of progress, at most */
  pace(epochsPerSecond: number, messagesPerSecond: number): void {
    this.gate.pace(epochsPerSecond);
    this.#interval = Math.max(PROGRESS_INTERVAL, 1000 / messagesPerSecond);
  }

  /** The page has drawn the last message of progress; a page that is slower than the training gets fewer. */
  drawn(): void {
    this.#drawn = true;
  }

  /** Ends the run after its current step; nothing is posted any more. */
  stop(): void {
    this.#stopped = true;
    if (this.#model !== null) this.#model.stopTraining = true;
    this.gate.play();
    this.gate.pace(Number.POSITIVE_INFINITY);
  }

  /** Resolves when the run has ended, for whatever reason. */
  async train(): Promise<void> {
    try {
      const whole = await this.#build();
      if (this.#stopped) return;
      await this.#begin(whole);
      await this.gate.pass();
      if (!this.#stopped) await this.#fit(whole);
    } catch (error) {
      this.#tell({ type: 'failed', run: this.#run, message: error instanceof Error ? error.message : String(error) });
    }
  }

  #tell(message: WorkerMessage): void {
    if (!this.#stopped) this.#post(message);
  }

  async #build(): Promise<Case> {
    const samples = await makeSamples(this.#state);
    const { train, test } = samples;
    const model = await buildModel(this.#state, train);
    this.#model = model;
    const { batchSize } = this.#state;
    const examination = await examine(model, {
      x: rowsOf(train),
      y: train.y,
      validationData: [rowsOf(test), test.y],
      epochs: EPOCHS,
      batchSize,
      oneBatch: false,
    });
    const plan = planOf(model, { epochs: EPOCHS, batchSize });
    return { model, samples, examination, plan, ask: asker(model, askedSamples(samples)) };
  }

  /** Shows the net as it is before the first step. */
  async #begin({ model, samples, examination, plan, ask }: Case): Promise<void> {
    const { file } = examination;
    this.#tell({
      type: 'began',
      run: this.#run,
      train: shown(samples.train),
      test: shown(samples.test),
      layers: layerRows(file),
      parameters: model.countParams(),
      foretold: foretoldGradients(file),
    });
    this.#reading = layerReadings(file, file.pass.reading.layers);
    await this.#progress(0, ask);
    this.#advise(0, adviceOf(examination.findings, plan, this.#state));
  }

  async #fit(whole: Case): Promise<void> {
    const { model, samples, examination } = whole;
    const { train, test } = samples;
    const { batchSize } = this.#state;
    const vitals = new Vitals({
      every: Math.ceil(train.y.length / batchSize),
      histograms: false,
      onRecord: (record) => {
        this.#reading = layerReadings(examination.file, record.layers);
      },
    });
    const pulse = new Pulse(async (epoch, logs) => {
      this.#take(epoch, logs);
      vitals.records = thinned(vitals.records);
      await this.#afterEpoch(epoch, whole, vitals.records);
    });
    await model.fit(rowsOf(train), train.y, {
      epochs: LAST_EPOCH,
      batchSize,
      validationData: [rowsOf(test), test.y],
      validationBatchSize: 512,
      callbacks: [vitals, pulse],
      verbose: 0,
    });
    if (!this.#stopped) this.#end('finished', LAST_EPOCH);
  }

  #take(epoch: number, logs: Logs): void {
    const value = (name: string): number => Number(logs[name] ?? Number.NaN);
    const [loss, testLoss] = [value('loss'), value('val_loss')];
    this.#losses.push(loss);
    this.#testLosses.push(testLoss);
    const [accuracy, testAccuracy] = [value('accuracy'), value('val_accuracy')];
    this.#points.push({ epoch, loss, accuracy, testLoss, testAccuracy });
  }

  async #afterEpoch(epoch: number, whole: Case, records: readonly VitalsRecord[]): Promise<void> {
    const diverged = !Number.isFinite(this.#losses.at(-1));
    const now = performance.now();
    const due = this.#drawn && now - this.#posted >= this.#interval;
    if (due || diverged || epoch === LAST_EPOCH || this.gate.closed) await this.#progress(epoch, whole.ask);
    if (diverged || (epoch > 1 && now - this.#diagnosed >= DIAGNOSIS_INTERVAL)) this.#diagnose(epoch, whole, records);
    if (diverged) this.#end('diverged', epoch);
    else if (!this.#stopped) await this.gate.pass();
  }

  async #progress(epoch: number, ask: () => Promise<Answers>): Promise<void> {
    const begun = performance.now();
    this.#posted = begun;
    this.#drawn = false;
    let answers: Answers | null = null;
    if (this.gate.closed || begun >= this.#answersAfter) {
      answers = await ask();
      const now = performance.now();
      this.#answersAfter = now + (now - begun) * (1 / ANSWERS_SHARE - 1);
    }
    const points = this.#points;
    this.#points = [];
    this.#tell({ type: 'progress', run: this.#run, epoch, points, layers: this.#reading, answers });
  }

  #diagnose(epoch: number, { examination, plan }: Case, records: readonly VitalsRecord[]): void {
    this.#diagnosed = performance.now();
    const history = { loss: this.#losses, val_loss: this.#testLosses };
    const { findings } = diagnose(examination, { vitals: records, history });
    this.#advise(epoch, adviceOf(findings, plan, this.#state));
  }

  /** Tells what the doctor says, when it isn't what it said before: numbers in the sentences may change. */
  #advise(epoch: number, advice: readonly Advice[]): void {
    const gist = advice.map(({ cause, severity }) => `${cause} ${severity}`).join();
    if (gist === this.#lastAdvice && epoch > 0) return;
    this.#lastAdvice = gist;
    this.#tell({ type: 'advice', run: this.#run, epoch, advice });
  }

  #end(reason: 'finished' | 'diverged', epoch: number): void {
    this.#tell({ type: 'ended', run: this.#run, reason, epoch });
    this.stop();
  }
}

/** Every second of the older half of too many records: the beginning and the present are what the doctor looks at. */
function thinned(records: VitalsRecord[]): VitalsRecord[] {
  if (records.length <= MOST_RECORDS) return records;
  const half = records.length >> 1;
  return records.filter((_, i) => i >= half || i % 2 === 0);
}

/** Calls back at the end of each epoch, with the number of epochs done. */
class Pulse extends Callback {
  readonly #atEnd: (epoch: number, logs: Logs) => Promise<void>;

  constructor(atEnd: (epoch: number, logs: Logs) => Promise<void>) {
    super();
    this.#atEnd = atEnd;
  }

  override wantsBatchLogs(): boolean {
    return false;
  }

  override onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    return this.#atEnd(epoch + 1, logs);
  }
}
