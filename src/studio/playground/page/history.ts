import type { Grid } from '../../kit/chart/heat-grid.ts';
import type { EpochPoint, LayerReading } from '../training/protocol.ts';

/** Columns of the picture of gradients over time; when there are more, every second one goes. */
const MOST_COLUMNS = 320;

/** The gradient of each row relative to the last hidden row's, as a power of ten; the output row is compared with it too. */
export function relativeGradients(layers: readonly LayerReading[]): number[] {
  const top = layers.at(-2)?.gradient ?? Number.NaN;
  return layers.map(({ gradient }) => {
    // Without a gradient anywhere there is nothing to compare.
    if (top === 0) return gradient === 0 ? Number.NaN : 8;
    return gradient === 0 ? -8 : Math.log10(gradient / top);
  });
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
