import { Layer } from '../layers/layer.ts';
import { blockMeans, blockStart } from '../support/block-means.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import type { Variable } from '../tensor/variable.ts';
import { Picture, type Specification } from './picture.ts';
import { colors } from './theme.ts';

/** Cells of a heat map: larger weights are averaged. */
const MOST_CELLS = 64;
const BINS = 40;
const WIDTH = 260;
const HEIGHT = 200;

/** A weight as rows of inputs and columns of units; null for what has no two axes. */
function matrixOf(weight: Variable): { readonly rows: number; readonly columns: number } | null {
  const columns = weight.shape.at(-1) ?? 1;
  const rows = weight.shape.slice(0, -1).reduce((a, b) => a * b, 1);
  return weight.shape.length < 2 || rows * columns === 0 ? null : { rows, columns };
}

/** At most 64 x 64 cells, each with its borders and its mean. */
function cellsOf(values: ArrayLike<number>, rows: number, columns: number) {
  const { rows: down, columns: across, means } = blockMeans(values, rows, columns, MOST_CELLS);
  return Array.from(means, (mean, k) => {
    const [r, c] = [Math.floor(k / across), k % across];
    return {
      top: blockStart(r, down, rows),
      bottom: blockStart(r + 1, down, rows),
      left: blockStart(c, across, columns),
      right: blockStart(c + 1, across, columns),
      value: Number(mean.toPrecision(4)),
    };
  });
}

function heatMap(weight: Variable, values: ArrayLike<number>): Specification[] {
  const matrix = matrixOf(weight);
  if (matrix === null) return [];
  const cells = cellsOf(values, matrix.rows, matrix.columns);
  const limit = cells.reduce((most, { value }) => Math.max(most, Math.abs(value)), 0) || 1;
  const axis = (title: string, extent: number, reverse: boolean) => ({
    type: 'quantitative',
    title,
    axis: { grid: false, format: 'd', tickMinStep: 1 },
    scale: { domain: [0, extent], nice: false, reverse },
  });
  return [
    {
      title: `${weight.name} (${weight.shape.join(' x ')})`,
      width: WIDTH,
      height: HEIGHT,
      data: { values: cells },
      mark: { type: 'rect', stroke: null },
      encoding: {
        x: { field: 'left', ...axis('unit', matrix.columns, false) },
        x2: { field: 'right' },
        y: { field: 'top', ...axis('input', matrix.rows, true) },
        y2: { field: 'bottom' },
        color: {
          field: 'value',
          type: 'quantitative',
          title: null,
          scale: { scheme: 'purpleorange', domain: [-limit, limit], domainMid: 0 },
        },
      },
    },
  ];
}

function histogram(weight: Variable, values: ArrayLike<number>): Specification {
  const numbers = Array.from(values);
  const low = numbers.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = numbers.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const width = high > low ? (high - low) / BINS : 1 / BINS;
  const counts = new Array<number>(BINS).fill(0);
  for (const x of numbers) {
    const bin = Math.min(BINS - 1, Math.max(0, Math.floor((x - low) / width)));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return {
    title: `${weight.name}, how often`,
    width: WIDTH,
    height: HEIGHT,
    data: { values: counts.map((count, i) => ({ from: low + i * width, to: low + (i + 1) * width, count })) },
    mark: { type: 'rect', color: colors.blue },
    encoding: {
      x: { field: 'from', type: 'quantitative', title: 'value' },
      x2: { field: 'to' },
      y: { field: 'count', type: 'quantitative', title: null },
      y2: { datum: 0 },
    },
  };
}

/**
 * The weights of a layer: each kernel as a heat map (inputs down, units across; convolutions with all places and
 * channels of the input below each other), and how the values of each weight are distributed.
 *
 * @param layer a layer that is built
 * @param options `title`
 * @throws ArgumentError for layers without weights
 * @see Keratin's own
 *
 * @example
 * ```ts
 * import { layers, plot } from 'keratin';
 * const dense = new layers.Dense(4, { name: 'hidden' });
 * dense.build([null, 8]);
 * console.log(plot.weights(dense).spec.title); // => hidden
 * ```
 */
export function weights(layer: Layer, options: { readonly title?: string } = {}): Picture {
  checkOptions('plot.weights', options, ['title']);
  if (!(layer instanceof Layer)) throw badArgument('layer', 'a layer', layer);
  const float = layer.weights.filter(({ dtype, shape }) => dtype.startsWith('float') && shape.every((n) => n > 0));
  if (float.length === 0) throw badArgument('layer', 'a layer that is built and has weights', layer);
  const rows = float.map((weight) => {
    const values = Float32Array.from(weight.dataSync(), Number);
    return { hconcat: [...heatMap(weight, values), histogram(weight, values)] };
  });
  return new Picture({
    title: options.title ?? layer.name,
    resolve: { scale: { color: 'independent' } },
    vconcat: rows,
  });
}
