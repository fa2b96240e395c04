import { badArgument, checkOptions } from '../support/errors.ts';
import { at, normalizeAxis, range, sizeOf } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import { convertToTensor } from '../tensor/convert.ts';
import { Storage } from '../tensor/storage.ts';
import { Tensor } from '../tensor/tensor.ts';
import { moveaxis } from './axis-order.ts';
import { take } from './indexing.ts';
import { reshape } from './shape.ts';

/** Functions whose shapes depend on values: they read their argument at once, so they are refused inside `jit`. */

const integers = (values: readonly number[], shape: readonly number[] = [values.length]): Tensor =>
  new Tensor(Storage.from(values, shape, 'int32'));

/**
 * The indices (int32) of all elements that are not 0, as a list for each axis. Their number depends on the values, which
 * are therefore read: not inside `jit`.
 *
 * @see https://keras.io/api/ops/numpy/#nonzero-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const [rows, columns] = ops.nonzero([[0, 3], [5, 0]]);
 * console.log(await rows?.array(), await columns?.array()); // => [0, 1] [1, 0]
 * ```
 */
export function nonzero(x: TensorLike): Tensor[] {
  const tensor = convertToTensor(x);
  const found: number[] = [];
  tensor.dataSync().forEach((value, i) => {
    if (value !== 0) found.push(i);
  });
  let inner = sizeOf(tensor.shape);
  return tensor.shape.map((extent) => {
    inner /= extent;
    const size = inner;
    return integers(found.map((i) => Math.floor(i / size) % extent));
  });
}

export interface UniqueOptions {
  /** The result is sorted either way. Default true. */
  readonly sorted?: boolean;
  /** Gives also where each value occurs first. Default false. */
  readonly returnIndex?: boolean;
  /** Gives also for each element the position of its value in the result. Default false. */
  readonly returnInverse?: boolean;
  /** Gives also how often each value occurs. Default false. */
  readonly returnCounts?: boolean;
  /** Compares slices along this axis; by default (null) elements. */
  readonly axis?: number | null;
  /** Extent of the result: what is more is cut off, what is less filled up. Default null: as many as there are. */
  readonly size?: number | null;
  /** What fills up. Default null: the first (least) value. */
  readonly fillValue?: number | null;
}

/** NaN comes last and differs from itself. */
const order = (a: number, b: number): number =>
  Number.isNaN(a) || Number.isNaN(b) ? Number(Number.isNaN(a)) - Number(Number.isNaN(b)) : a - b;

/** Rows in ascending order, equal ones together, as lists of row numbers. */
function groupRows(data: ArrayLike<number>, rows: number, width: number): number[][] {
  const compare = (i: number, j: number): number => {
    for (let k = 0; k < width; k++) {
      const difference = order(at(data, i * width + k), at(data, j * width + k));
      if (difference !== 0) return difference;
    }
    return 0;
  };
  const equal = (i: number, j: number): boolean =>
    range(width).every((k) => at(data, i * width + k) === at(data, j * width + k));
  const groups: number[][] = [];
  for (const row of range(rows).sort((i, j) => compare(i, j) || i - j)) {
    const last = groups[groups.length - 1];
    if (last !== undefined && equal(at(last, 0), row)) last.push(row);
    else groups.push([row]);
  }
  return groups;
}

/**
 * The different values of x in ascending order, and what else is asked for: [values, indices, inverse, counts] without
 * what is not. Their number depends on the values, which are therefore read: not inside `jit`.
 *
 * @param options `{ sorted, returnIndex, returnInverse, returnCounts, axis, size, fillValue }`
 * @see https://keras.io/api/ops/numpy/#unique-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const [values, counts] = ops.unique([3, 1, 3], { returnCounts: true });
 * console.log(await values?.array(), await counts?.array()); // => [1, 3] [1, 2]
 * ```
 */
export function unique(x: TensorLike, options?: UniqueOptions & UniqueValuesOnly): Tensor;
export function unique(x: TensorLike, options: UniqueOptions): Tensor[];
export function unique(x: TensorLike, options: UniqueOptions = {}): Tensor | Tensor[] {
  const known = ['sorted', 'returnIndex', 'returnInverse', 'returnCounts', 'axis', 'size', 'fillValue'];
  checkOptions('unique', options, known);
  const { axis = null, size = null, fillValue = null } = options;
  if (size !== null && (!Number.isInteger(size) || size < 1))
    throw badArgument('size', 'null or a positive integer', size);
  const tensor = convertToTensor(x);
  const along = axis === null ? 0 : normalizeAxis(axis, tensor.shape.length);
  const front = axis === null ? reshape(tensor, [sizeOf(tensor.shape)]) : moveaxis(tensor, along, 0);
  const rows = at(front.shape, 0);
  const all = groupRows(front.dataSync(), rows, rows === 0 ? 0 : sizeOf(front.shape) / rows);
  const groups = size === null ? all : all.slice(0, size);
  const missing = size === null || rows === 0 ? 0 : size - groups.length;
  const filler = range(missing).map(() => at(at(groups, 0), 0));
  const firsts = [...groups.map((group) => at(group, 0)), ...filler];
  const values = pickRows(front, firsts, fillValue === null ? 0 : missing, fillValue ?? 0);
  const inverse = new Array<number>(rows).fill(0);
  all.forEach((group, position) => {
    for (const row of group) inverse[row] = Math.min(position, firsts.length - 1);
  });
  const results = [axis === null ? values : moveaxis(values, 0, along)];
  if (options.returnIndex) results.push(integers(firsts));
  if (options.returnInverse) results.push(integers(inverse, axis === null ? tensor.shape : [rows]));
  if (options.returnCounts) results.push(integers([...groups.map((group) => group.length), ...filler.map(() => 0)]));
  return results.length === 1 ? at(results, 0) : results;
}

/** Rows by number, the last ones replaced by a constant. */
function pickRows(front: Tensor, rows: readonly number[], filled: number, value: number): Tensor {
  const taken = take(front, rows, 0);
  if (filled === 0) return taken;
  const data = taken.dataSync();
  data.fill(value, ((rows.length - filled) * data.length) / rows.length);
  return new Tensor(Storage.from(data, taken.shape, taken.dtype));
}

/** Nothing but the values is asked for. */
export interface UniqueValuesOnly {
  readonly returnIndex?: false;
  readonly returnInverse?: false;
  readonly returnCounts?: false;
}
