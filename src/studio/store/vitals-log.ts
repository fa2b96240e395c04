import type { Histogram, VitalsRecord } from '../../callbacks/index.ts';
import { isPlainRecord } from '../../support/plain-record.ts';
import type { LayerRow } from '../protocol/index.ts';
import { GrowingLines } from './growing-lines.ts';

/** Per layer and sample. */
export const layerFields = [
  'gradientRms',
  'mean',
  'std',
  'preStd',
  'deadShare',
  'saturatedShare',
  'zeroShare',
] as const;
export const weightFields = ['updateRatio', 'weightNorm', 'weightGradientNorm'] as const;
export type VitalsField = (typeof layerFields)[number] | (typeof weightFields)[number];

/** Layers of a net; more in one record are a mistake of whoever wrote it. */
const MOST_LAYERS = 2000;
/** Samples that are kept: beyond, every other one is dropped. */
const MOST_SAMPLES = 20_000;

/** Numbers of one layer over the samples. */
type Row = Record<VitalsField, number[]>;

interface LayerHistogram {
  readonly step: number;
  readonly activation: Histogram;
  readonly gradient: Histogram;
}

const emptyRow = (samples: number): Row => {
  const nan = () => new Array<number>(samples).fill(Number.NaN);
  return {
    gradientRms: nan(),
    mean: nan(),
    std: nan(),
    preStd: nan(),
    deadShare: nan(),
    saturatedShare: nan(),
    zeroShare: nan(),
    updateRatio: nan(),
    weightNorm: nan(),
    weightGradientNorm: nan(),
  };
};

/** Not measured is NaN; not finite, which JSON can't say, is infinity. */
const finiteOr = (value: unknown): number =>
  typeof value === 'number' ? value : value === null ? Number.POSITIVE_INFINITY : Number.NaN;

/** The vitals record of a run as columns. */
export class VitalsLog {
  readonly #lines: GrowingLines;
  readonly layers: LayerRow[] = [];
  readonly rows: Row[] = [];
  readonly steps: number[] = [];
  readonly epochs: number[] = [];
  readonly losses: (number | null)[] = [];
  readonly learningRates: (number | null)[] = [];
  readonly histograms: LayerHistogram[][] = [];
  nonFinite: { readonly step: number; readonly where: string; readonly pass: string } | null = null;
  /** Samples in the file. */
  count = 0;
  #unreadable = 0;
  #stride = 1;
  readonly #places = new Map<string, number>();

  constructor(path: string) {
    this.#lines = new GrowingLines(path);
  }

  get path(): string {
    return this.#lines.path;
  }

  get problem(): string | null {
    return this.#unreadable === 0 ? null : `${this.#unreadable} lines of the vitals are no records and left out.`;
  }

  async refresh(): Promise<boolean> {
    const before = this.count;
    let restarted = false;
    await this.#lines.read(
      () => {
        restarted = true;
        this.#forget();
      },
      (line) => this.#take(line),
    );
    return restarted || this.count !== before;
  }

  #forget(): void {
    for (const list of [this.layers, this.rows, this.steps, this.epochs, this.losses, this.learningRates])
      list.length = 0;
    this.histograms.length = 0;
    this.#places.clear();
    this.nonFinite = null;
    [this.count, this.#unreadable, this.#stride] = [0, 0, 1];
  }

  #take(line: string): void {
    const record = recordOf(line);
    if (record === null) {
      this.#unreadable++;
      return;
    }
    const kept = this.count++ % this.#stride === 0;
    const { nonFinite, step } = record;
    if (nonFinite && this.nonFinite === null)
      this.nonFinite = { step, where: String(nonFinite.where), pass: String(nonFinite.pass) };
    const column = this.steps.length;
    if (kept) {
      this.steps.push(step);
      this.epochs.push(record.epoch);
      this.losses.push(typeof record.loss === 'number' ? record.loss : null);
      this.learningRates.push(typeof record.learningRate === 'number' ? record.learningRate : null);
    }
    for (const layer of record.layers.slice(0, MOST_LAYERS)) {
      const place = this.#placeOf(layer, column);
      const row = this.rows[place];
      if (kept && row !== undefined)
        for (const field of layerFields)
          row[field][column] = layer[field] === null && field.endsWith('Share') ? Number.NaN : finiteOr(layer[field]);
      if (layer.histograms !== undefined) this.histograms[place]?.push({ step, ...layer.histograms });
    }
    if (kept) {
      this.#takeWeights(record, column);
      for (const row of this.rows)
        for (const list of Object.values(row)) if (list.length <= column) list.push(Number.NaN);
      if (this.steps.length > MOST_SAMPLES) this.#thin();
    }
  }

  #placeOf({ layer, path, activation, units }: VitalsRecord['layers'][number], column: number): number {
    let place = this.#places.get(layer);
    if (place === undefined) {
      place = this.layers.length;
      this.#places.set(layer, place);
      this.layers.push({ layer, path: String(path), activation: String(activation), units: Number(units) });
      this.rows.push(emptyRow(column));
      this.histograms.push([]);
    }
    return place;
  }

  /** A layer's weights together: the norm of all, and the largest update of a kernel. */
  #takeWeights(record: VitalsRecord, column: number): void {
    const sums = new Map<string, { norm: number; gradient: number; update: number }>();
    for (const { layer, weight, norm, gradientNorm, updateRatio } of record.weights) {
      if (layer === null) continue;
      const sum = sums.get(layer) ?? { norm: 0, gradient: 0, update: Number.NaN };
      sum.norm += finiteOr(norm) ** 2;
      sum.gradient += finiteOr(gradientNorm) ** 2;
      const ratio = typeof updateRatio === 'number' ? updateRatio : Number.NaN;
      if (!/bias$|beta$/.test(weight) && !(ratio <= sum.update)) sum.update = Number.isNaN(ratio) ? sum.update : ratio;
      sums.set(layer, sum);
    }
    for (const [layer, { norm, gradient, update }] of sums) {
      const row = this.rows[this.#places.get(layer) ?? -1];
      if (row === undefined) continue;
      row.weightNorm[column] = Math.sqrt(norm);
      row.weightGradientNorm[column] = Math.sqrt(gradient);
      row.updateRatio[column] = update;
    }
  }

  #thin(): void {
    const halve = <T>(list: T[]): void => {
      for (let i = 0; 2 * i < list.length; i++) list[i] = list[2 * i] as T;
      list.length = Math.ceil(list.length / 2);
    };
    for (const list of [this.steps, this.epochs]) halve(list);
    for (const list of [this.losses, this.learningRates]) halve(list);
    for (const row of this.rows) for (const list of Object.values(row)) halve(list);
    this.#stride *= 2;
  }
}

/** A line as a record; null when it is none. */
function recordOf(line: string): VitalsRecord | null {
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

// Every number in it is looked at where it is used.
const isRecord = (value: unknown): value is VitalsRecord =>
  isPlainRecord(value) &&
  value.version === 1 &&
  Number.isFinite(value.step) &&
  Number.isFinite(value.epoch) &&
  Array.isArray(value.layers) &&
  value.layers.every((layer) => isPlainRecord(layer) && typeof layer.layer === 'string') &&
  Array.isArray(value.weights) &&
  value.weights.every((weight) => isPlainRecord(weight) && typeof weight.weight === 'string');
