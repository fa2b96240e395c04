import { flag, positiveInteger } from '../../support/check-values.ts';
import { badArgument, checkOptions } from '../../support/errors.ts';
import { Callback } from '../callback.ts';
import type { StepSampler } from './step-sampler.ts';
import { type VitalsRecord, vitalsLine } from './vitals-record.ts';

export interface VitalsOptions {
  /** Steps between two samples; the first step is always one. Default 50. */
  readonly every?: number;
  /** Whether the first sample of each epoch also takes histograms of activations and gradients. Default true. */
  readonly histograms?: boolean;
  /** A file that gets one line of JSON per sample; an existing one is replaced. Needs a file system. Default null. */
  readonly path?: string | null;
  /** Called with each record, at once. Default null. */
  readonly onRecord?: ((record: VitalsRecord) => void) | null;
}

/**
 * Measures every layer while a model trains: on sampled steps a second version of the step's program runs, into which
 * the measurements are compiled as reductions. Steps between samples run the plain program and cost nothing more.
 *
 * Each record holds, per layer: mean, standard deviation and extremes of activations, the share of dead and of saturated
 * units, and the RMS of the gradient with respect to the pre-activation; per weight: its norm, that of its gradient, and
 * the size of the update relative to the weight; the gradient's noise scale; and the first tensor that was not finite.
 *
 * @param options `every`, `histograms`, `path`, `onRecord`
 * @throws ArgumentError for unknown options and values out of range
 * @see docs/doctor.md, which defines each quantity
 *
 * @example
 * ```ts
 * import { callbacks, layers, Sequential } from 'keratin';
 * const model = new Sequential([
 *   new layers.Input({ shape: [2] }),
 *   new layers.Dense(4, { activation: 'relu', name: 'hidden' }),
 *   new layers.Dense(1),
 * ]);
 * model.compile({ optimizer: 'sgd', loss: 'mse' });
 * const vitals = new callbacks.Vitals({ every: 1 });
 * await model.fit([[0, 1], [1, 0]], [1, 2], { epochs: 3, verbose: 0, callbacks: [vitals] });
 * console.log(vitals.records.length, vitals.records[0]?.layers[0]?.layer); // => 3 hidden
 * ```
 */
export class Vitals extends Callback implements StepSampler {
  readonly every: number;
  readonly histograms: boolean;
  readonly path: string | null;
  /** The samples of the last run, oldest first. */
  records: VitalsRecord[] = [];
  readonly #onRecord: ((record: VitalsRecord) => void) | null;
  #unwritten: string[] = [];
  #lastHistograms = -1;

  constructor(options: VitalsOptions = {}) {
    super();
    checkOptions('Vitals', options, ['every', 'histograms', 'path', 'onRecord']);
    this.every = positiveInteger('every', options.every ?? 50);
    this.histograms = flag('histograms', options.histograms ?? true);
    this.path = options.path ?? null;
    if (this.path !== null && (typeof this.path !== 'string' || this.path === ''))
      throw badArgument('path', 'the path of a file, or null', this.path);
    this.#onRecord = options.onRecord ?? null;
  }

  override get samplers(): readonly StepSampler[] {
    return [this];
  }

  /** Whether the step after `step` steps is a sample, and whether with histograms. */
  sampleAt(step: number, epoch: number): { readonly histograms: boolean } | null {
    if (step % this.every !== 0) return null;
    const histograms = this.histograms && this.#lastHistograms !== epoch;
    if (histograms) this.#lastHistograms = epoch;
    return { histograms };
  }

  /** Takes a sample in. */
  take(record: VitalsRecord): void {
    this.records.push(record);
    if (this.path !== null) this.#unwritten.push(vitalsLine(record));
    this.#onRecord?.(record);
  }

  override async onTrainBegin(): Promise<void> {
    this.records = [];
    this.#unwritten = [];
    this.#lastHistograms = -1;
    if (this.path === null) return;
    const { writeFile } = await import('node:fs/promises');
    await writeFile(this.path, '');
  }

  override async onEpochEnd(): Promise<void> {
    if (this.path === null || this.#unwritten.length === 0) return;
    const { appendFile } = await import('node:fs/promises');
    const lines = this.#unwritten;
    this.#unwritten = [];
    await appendFile(this.path, `${lines.join('\n')}\n`);
  }
}
