import { flag, nonNegativeInteger, optional, positiveInteger } from '../support/check-values.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import { at, range, sizeOf } from '../support/shape.ts';
import type { ShapedArray } from '../support/shaped-array.ts';
import { convertToTensor, type TensorLike } from '../tensor/convert.ts';
import { Dataset } from './dataset.ts';

/** Options of `timeseriesDatasetFromArray`. */
export interface TimeseriesOptions {
  /** From the start of one sequence to the start of the next. Default 1. */
  readonly sequenceStride?: number;
  /** From one step within a sequence to its next. Default 1. */
  readonly samplingRate?: number;
  /** Sequences in a batch; null gives single sequences. Default 128. */
  readonly batchSize?: number | null;
  /** Whether sequences come in random order. Default false. */
  readonly shuffle?: boolean;
  /** Decides that order. */
  readonly seed?: number | null;
  /** Steps before this one are not used. */
  readonly startIndex?: number | null;
  /** This step and those after it are not used. */
  readonly endIndex?: number | null;
}

/**
 * Sequences cut from a long series, with the target at each sequence's start: `targets[i]` belongs to the sequence that
 * begins with `data[i]`, so that targets are usually the data shifted.
 *
 * @param data the series, time along the first axis
 * @param targets one per step, or null for sequences alone
 * @param sequenceLength steps in a sequence
 * @throws ArgumentError when an option is out of range
 * @see https://keras.io/api/data_loading/timeseries/#timeseries_dataset_from_array-function
 *
 * @example
 * ```ts
 * import { utils } from 'keratin';
 * const series = [0, 1, 2, 3, 4, 5];
 * const batches = utils.timeseriesDatasetFromArray(series, series.slice(3), 3, { batchSize: 2 });
 * console.log((await batches.toArray()).length); // => 2
 * ```
 */
export function timeseriesDatasetFromArray(
  data: TensorLike,
  targets: TensorLike,
  sequenceLength: number,
  options?: TimeseriesOptions,
): Dataset<[ShapedArray, ShapedArray]>;
export function timeseriesDatasetFromArray(
  data: TensorLike,
  targets: null,
  sequenceLength: number,
  options?: TimeseriesOptions,
): Dataset<ShapedArray>;
export function timeseriesDatasetFromArray(
  data: TensorLike,
  targets: TensorLike | null,
  sequenceLength: number,
  options: TimeseriesOptions = {},
): Dataset<ShapedArray> | Dataset<[ShapedArray, ShapedArray]> {
  checkOptions('timeseriesDatasetFromArray', options, [
    'sequenceStride',
    'samplingRate',
    'batchSize',
    'shuffle',
    'seed',
    'startIndex',
    'endIndex',
  ]);
  const series = rowsOf(data, 'data');
  const length = positiveInteger('sequenceLength', sequenceLength);
  const rate = positiveInteger('samplingRate', options.samplingRate ?? 1);
  const stride = positiveInteger('sequenceStride', options.sequenceStride ?? 1);
  const first = optional(nonNegativeInteger, 'startIndex', options.startIndex) ?? 0;
  const end = optional(nonNegativeInteger, 'endIndex', options.endIndex) ?? series.count;
  if (first >= end || end > series.count) {
    throw badArgument('endIndex', `above startIndex=${first} and at most ${series.count}`, end);
  }
  const answers = targets === null ? null : rowsOf(targets, 'targets');
  const steps = end - first;
  // Each sequence must fit into the series, and needs a target where there are targets.
  const possible =
    answers === null ? steps - (length - 1) * rate : Math.min(answers.count - first, steps - (length - 1) * rate);
  if (possible < 1) throw badArgument('sequenceLength', `a length that fits into ${steps} steps`, sequenceLength);
  const starts = range(Math.ceil(possible / stride)).map((i) => first + i * stride);
  const ordered = Dataset.fromIterable(starts);
  const order = flag('shuffle', options.shuffle ?? false)
    ? ordered.shuffle(starts.length, { seed: options.seed ?? null })
    : ordered;
  const sequence = (start: number) => series.take(range(length).map((k) => start + k * rate));
  const batchSize = optional(positiveInteger, 'batchSize', options.batchSize === undefined ? 128 : options.batchSize);
  if (answers === null) {
    const sequences = order.map(sequence);
    return batchSize === null ? sequences : sequences.batch(batchSize);
  }
  const pairs = order.map((start): [ShapedArray, ShapedArray] => [sequence(start), answers.at(start)]);
  return batchSize === null ? pairs : pairs.batch(batchSize);
}

/** Rows of an array along its first axis. */
function rowsOf(array: TensorLike, name: string) {
  const tensor = convertToTensor(array);
  const [count, ...shape] = tensor.shape;
  if (count === undefined) throw badArgument(name, 'steps along a first axis', array);
  const values = tensor.dataSync();
  const size = sizeOf(shape);
  const row = (i: number) => values.subarray(i * size, (i + 1) * size);
  return {
    count,
    at: (i: number): ShapedArray => ({ data: row(i), shape }),
    take: (rows: readonly number[]): ShapedArray => {
      const data = values.slice(0, rows.length * size);
      rows.forEach((from, to) => {
        if (size === 1) data[to] = at(values, from);
        else data.set(row(from), to * size);
      });
      return { data, shape: [rows.length, ...shape] };
    },
  };
}
