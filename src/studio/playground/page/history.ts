import type { Grid } from '../../kit/chart/heat-grid.ts';
import type { EpochPoint, LayerReading } from '../training/protocol.ts';

/** The power of ten that stands for no gradient at all. */
export const NOTHING = -8;

/** Columns of the picture of gradients over time; when there are more, every second one goes. */
const MOST_COLUMNS = 320;

/**
 * The gradient of each row relative to the last hidden row's, as a power of ten. Where that row is dead, the output's
 * gradient is what should have arrived.
 */
export function relativeGradients(layers: readonly LayerReading[]): number[] {
  const reference = layers.at(-2)?.gradient || (layers.at(-1)?.gradient ?? Number.NaN);
  // Without a gradient anywhere there is nothing to compare.
  if (reference === 0) return layers.map(() => Number.NaN);
  return layers.map(({ gradient }) => (gradient === 0 ? NOTHING : Math.log10(gradient / reference)));
}

/** A run so far, as the page shows it. Nothing in it is changed: what comes in makes a new one. */
export interface RunHistory {
  readonly points: readonly EpochPoint[];
  /** Relative gradients, one list for each column. */
  readonly columns: readonly (readonly number[])[];
  /** Messages of progress between two columns. */
  readonly stride: number;
  readonly messages: number;
}

export const emptyHistory: RunHistory = { points: [], columns: [], stride: 1, messages: 0 };

/** The history with what a message of progress brought. */
export function withProgress(
  before: RunHistory,
  points: readonly EpochPoint[],
  layers: readonly LayerReading[],
): RunHistory {
  const { stride, messages } = before;
  const columns = messages % stride === 0 ? [...before.columns, relativeGradients(layers)] : before.columns;
  const full = columns.length > MOST_COLUMNS;
  return {
    points: points.length === 0 ? before.points : [...before.points, ...points],
    columns: full ? columns.filter((_, i) => i % 2 === 0) : columns,
    stride: full ? 2 * stride : stride,
    messages: messages + 1,
  };
}

/** The picture of gradients over time: the output in the first row, the lowest layer in the last. */
export function gradientGrid({ columns }: RunHistory, rows: number): Grid {
  const values = new Float32Array(rows * columns.length).fill(Number.NaN);
  columns.forEach((column, x) => {
    column.forEach((value, layer) => {
      values[(rows - 1 - layer) * columns.length + x] = value;
    });
  });
  return { rows, columns: columns.length, values };
}
