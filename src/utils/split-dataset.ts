import * as ops from '../ops/index.ts';
import { isTypedArray, type TypedArray } from '../support/dtype.ts';
import { ArgumentError, badArgument, checkOptions, describe } from '../support/errors.ts';
import { globalRandom, PythonRandom } from '../support/python-random.ts';
import { at } from '../support/shape.ts';
import type { NestedInput } from '../tensor/nested.ts';
import { Tensor } from '../tensor/tensor.ts';

/** Samples along the first axis: a tensor, a typed array, or (nested) arrays of numbers. */
export type SampleArray = Tensor | TypedArray | readonly NestedInput[];

/** Samples, or several arrays of as many samples each, as a list or by name. */
export type SplittableDataset =
  | SampleArray
  | readonly SplittableDataset[]
  | { readonly [name: string]: SplittableDataset };

/** Options of `splitDataset`. At least one size must be given. */
export interface SplitDatasetOptions {
  /** Samples on the left: a share between 0 and 1 (exclusive), or a whole number. Default: what the right leaves. */
  readonly leftSize?: number | null;
  /** Samples on the right: a share between 0 and 1 (exclusive), or a whole number. Default: what the left leaves. */
  readonly rightSize?: number | null;
  /** Whether to shuffle before splitting; all arrays are shuffled alike. Default false. */
  readonly shuffle?: boolean;
  /** Decides the order when shuffling: an integer that is not negative. Default: drawn from the stream of `setRandomSeed`. */
  readonly seed?: number | null;
}

/**
 * Splits samples in two: the first `leftSize` and the last `rightSize` of them.
 *
 * @param dataset samples along the first axis, or several arrays of as many samples (`[x, y]`, `{ image, label }`);
 * in a list, each must be a tensor or a typed array, since nested arrays of numbers are one array
 * @returns `[left, right]`, each in the form of `dataset`
 * @throws ArgumentError when no size is given, a size is out of range or leaves a side empty, the sizes add up to more
 * than there is, or the arrays differ in length
 *
 * Shuffles and rounds as Keras (and so Python) does, hence the same seed gives the same two sides.
 * Source: https://keras.io/api/utils/python_utils/#split_dataset-function
 *
 * @example
 * ```ts
 * import { utils } from 'keratin';
 * const [train, test] = utils.splitDataset([[1, 1], [2, 2], [3, 3], [4, 4]], { leftSize: 0.75 });
 * console.log(train, test); // => [ [ 1, 1 ], [ 2, 2 ], [ 3, 3 ] ] [ [ 4, 4 ] ]
 * ```
 */
export function splitDataset<D extends SplittableDataset>(
  dataset: D,
  options: SplitDatasetOptions,
): [left: D, right: D] {
  checkOptions('splitDataset', options, ['leftSize', 'rightSize', 'shuffle', 'seed']);
  const { shuffle = false, seed = null } = options;
  if (seed !== null && (!Number.isSafeInteger(seed) || seed < 0))
    throw badArgument('seed', 'an integer that is not negative', seed);
  const count = sampleCount(dataset);
  const [leftSize, rightSize] = resolveSizes(options.leftSize ?? null, options.rightSize ?? null, count);
  const rows = Array.from({ length: count }, (_, row) => row);
  if (shuffle) shuffleAsPython(rows, seed ?? globalRandom.randint(0, 1_000_000));
  return [select(dataset, rows.slice(0, leftSize)), select(dataset, rows.slice(count - rightSize))];
}

const isList = (x: SplittableDataset): x is readonly SplittableDataset[] =>
  Array.isArray(x) && x.some((item) => item instanceof Tensor || isTypedArray(item));

function sampleCount(dataset: SplittableDataset): number {
  if (dataset instanceof Tensor) {
    const [count] = dataset.shape;
    if (count === undefined) throw badArgument('dataset', 'samples along a first axis', dataset);
    return count;
  }
  if (isTypedArray(dataset) || (Array.isArray(dataset) && !isList(dataset))) return dataset.length;
  if (typeof dataset !== 'object' || dataset === null) {
    throw badArgument('dataset', 'a tensor, a typed array, nested arrays, or a list or record of these', dataset);
  }
  const counts = Object.values(dataset).map(sampleCount);
  const [first] = counts;
  if (first === undefined || counts.some((count) => count !== first)) {
    throw new ArgumentError(
      `\`dataset\` must hold arrays of as many samples each. Received: ${describe(counts)} samples`,
    );
  }
  return first;
}

/** Python's rounding of a share of samples: halves go to the even neighbour. */
function roundHalfToEven(value: number): number {
  const below = Math.floor(value);
  if (value - below !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}

function resolveSizes(left: number | null, right: number | null, count: number): [left: number, right: number] {
  if (left === null && right === null) {
    throw new ArgumentError('`leftSize` or `rightSize` must be given. Received: neither');
  }
  const samples = (name: string, size: number): number => {
    if (size > 0 && size < 1) return roundHalfToEven(size * count);
    if (Number.isInteger(size) && size > 0 && size < count) return size;
    throw badArgument(name, `a share between 0 and 1 (exclusive) or an integer from 1 to ${count - 1}`, size);
  };
  const fromLeft = left === null ? null : samples('leftSize', left);
  const fromRight = right === null ? null : samples('rightSize', right);
  const leftSize = fromLeft ?? count - (fromRight ?? 0);
  const rightSize = fromRight ?? count - leftSize;
  if (leftSize + rightSize > count) {
    throw new ArgumentError(
      `\`leftSize\` and \`rightSize\` must not add up to more than the ${count} samples. Received: leftSize=${left}, rightSize=${right}`,
    );
  }
  if (leftSize === 0 || rightSize === 0) {
    throw new ArgumentError(
      `\`leftSize\` and \`rightSize\` must leave samples on both sides. Received: leftSize=${left}, rightSize=${right} of ${count} samples`,
    );
  }
  return [leftSize, rightSize];
}

/** What `random.seed(seed); random.shuffle(items)` does in Python, so that both sides agree on the order. */
function shuffleAsPython(items: number[], seed: number): void {
  const random = new PythonRandom(seed);
  for (let i = items.length - 1; i > 0; i--) {
    const j = random.randint(0, i);
    [items[i], items[j]] = [at(items, j), at(items, i)];
  }
}

function select<D extends SplittableDataset>(dataset: D, rows: readonly number[]): D;
function select(dataset: SplittableDataset, rows: readonly number[]): unknown {
  if (dataset instanceof Tensor) return ops.take(dataset, Int32Array.from(rows), 0);
  if (isTypedArray(dataset)) {
    const out = dataset.slice(0, rows.length);
    rows.forEach((row, i) => {
      out[i] = at(dataset, row);
    });
    return out;
  }
  if (isList(dataset)) return dataset.map((part) => select(part, rows));
  if (Array.isArray(dataset)) return rows.map((row) => dataset[row]);
  return Object.fromEntries(Object.entries(dataset).map(([name, part]) => [name, select(part, rows)]));
}
