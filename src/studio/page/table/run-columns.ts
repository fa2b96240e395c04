import type { HyperparameterValue, RunSummary } from '../../protocol/index.ts';

/** Settings that differ between runs first, each kind in alphabetical order. */
export function settingNames(runs: readonly RunSummary[]): readonly string[] {
  const names = [...new Set(runs.flatMap(({ hyperparameters }) => Object.keys(hyperparameters)))];
  const varied = new Set(variedNames(runs));
  return names.sort((a, b) => Number(varied.has(b)) - Number(varied.has(a)) || a.localeCompare(b));
}

/** Settings that have more than one value. */
export function variedNames(runs: readonly RunSummary[]): readonly string[] {
  const names = [...new Set(runs.flatMap(({ hyperparameters }) => Object.keys(hyperparameters)))];
  return names
    .filter((name) => new Set(runs.map(({ hyperparameters }) => hyperparameters[name])).size > 1)
    .sort((a, b) => a.localeCompare(b));
}

/** The names of all metrics: those of held-out data first. */
export function metricNames(runs: readonly RunSummary[]): readonly string[] {
  const names = [...new Set(runs.flatMap(({ metrics }) => metrics.map(({ name }) => name)))];
  return names.sort((a, b) => Number(b.startsWith('val_')) - Number(a.startsWith('val_')) || a.localeCompare(b));
}

/** A metric of a run; null where it has none. */
export const metricOf = (run: RunSummary, name: string, kind: 'last' | 'best'): number | null =>
  run.metrics.find((metric) => metric.name === name)?.[kind] ?? null;

/** An axis of the parallel coordinates. */
export interface Axis {
  readonly name: string;
  /** From 0 (bottom) to 1; null for what is missing. */
  readonly place: (value: HyperparameterValue | null) => number | null;
  /** Places with what stands there. */
  readonly ticks: readonly (readonly [place: number, value: HyperparameterValue])[];
}

/** Values that spread further than this, all above 0, get a logarithmic axis. */
const LOG_FROM = 50;

/** An axis through all values: numbers by size, words in alphabetical order at equal distances. */
export function axisOf(name: string, values: readonly (HyperparameterValue | null)[]): Axis {
  const present = values.filter((value) => value !== null);
  const numbers = present.filter((value): value is number => typeof value === 'number' && Number.isFinite(value));
  if (numbers.length > 0 && numbers.length === present.length) {
    const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
    const log = low > 0 && high / low > LOG_FROM;
    const share = (x: number): number =>
      high === low ? 0.5 : log ? Math.log(x / low) / Math.log(high / low) : (x - low) / (high - low);
    return {
      name,
      place: (value) => (typeof value === 'number' && Number.isFinite(value) ? share(value) : null),
      ticks:
        high === low
          ? [[0.5, low]]
          : [
              [0, low],
              [1, high],
            ],
    };
  }
  const words = [...new Set(present.map(String))].sort((a, b) => a.localeCompare(b, undefined, { numeric: true }));
  const at = (word: string): number => (words.length === 1 ? 0.5 : words.indexOf(word) / (words.length - 1));
  return {
    name,
    place: (value) => (value === null ? null : at(String(value))),
    ticks: words.map((word) => [at(word), word]),
  };
}
