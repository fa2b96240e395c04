import type { Structure } from '../../layers/structure.ts';
import { type DType, isTypedArray } from '../../support/dtype.ts';
import { ArgumentError, describe, unknownName } from '../../support/errors.ts';
import { isPlainRecord } from '../../support/plain-record.ts';
import type { PartialShape } from '../../support/shape.ts';
import { Tensor } from '../../tensor/tensor.ts';
import { Variable } from '../../tensor/variable.ts';
import { isShapedData, type SampleArray, sampleCount, toSampleArray } from './sample-array.ts';

/** What is known of one input or output before any data are seen. */
export interface Slot {
  readonly name: string | null;
  /** The batch shape; null where data come as they are. */
  readonly shape: PartialShape | null;
  /** The dtype to convert data to; null keeps what they have. */
  readonly dtype: DType | null;
}

/** All arrays of one argument. */
export interface Columns {
  readonly arrays: readonly SampleArray[];
  /** The arrays' names in messages: `x`, `x[0]`, `x.image`. */
  readonly names: readonly string[];
}

/** All arrays of x or y, flat, and how they go back into the structure they came in. */
export interface Bundle extends Columns {
  /** Positions of the slots that the arrays belong to; where no slots are known, 0, 1, 2, ... */
  readonly positions: readonly number[];
  pack<T>(items: readonly T[]): Structure<T>;
}

/** Whether a list holds several arrays; nested numbers, and typed arrays as rows, are one array. */
function isListOfArrays(value: readonly unknown[], slots: readonly Slot[] | null): boolean {
  const [first] = value;
  if (first === undefined) return false;
  if (slots !== null && slots.length > 1) return true;
  if (first instanceof Tensor || first instanceof Variable || isShapedData(first)) return true;
  if (!isTypedArray(first)) return Array.isArray(first) && first.some((item) => isTypedArray(item));
  if (slots === null) return true;
  // One typed array in a list is a row when it has a row's length, and otherwise Keras's `[x]`.
  const [slot] = slots;
  const known = slot?.shape?.slice(1).filter((n) => n !== null) ?? [];
  return value.length === 1 && known.length > 0 && first.length !== known.reduce((size, n) => size * n, 1);
}

function readSlot(value: unknown, name: string, slot: Slot | undefined): SampleArray {
  const array = toSampleArray(value, name, slot?.shape?.slice(1) ?? null);
  const fitted = slot?.shape ? fitRank(array, slot.shape) : array;
  return slot?.dtype ? { ...fitted, dtype: slot.dtype } : fitted;
}

/** Keras's leniency: a last axis of extent 1 may be missing from the data, or be too many. */
function fitRank(array: SampleArray, expected: PartialShape): SampleArray {
  const { shape } = array;
  if (shape.length === expected.length - 1 && expected.at(-1) === 1) return { ...array, shape: [...shape, 1] };
  if (shape.length === expected.length + 1 && shape.at(-1) === 1) return { ...array, shape: shape.slice(0, -1) };
  return array;
}

/**
 * Reads one argument of `fit` and its like: one array, a list of arrays or a record of arrays.
 *
 * @param argument the argument's name, for messages
 * @param slots the model's inputs or outputs in order; null where they aren't known
 * @throws ArgumentError when the number or the names of the arrays don't fit the slots
 */
export function toBundle(value: unknown, argument: string, slots: readonly Slot[] | null): Bundle {
  if (isPlainRecord(value) && !isShapedData(value)) return fromRecord(value, argument, slots);
  if (Array.isArray(value) && isListOfArrays(value, slots)) {
    if (slots !== null && value.length !== slots.length) throw wrongCount(argument, slots, value.length);
    const names = value.map((_, i) => `${argument}[${i}]`);
    return {
      arrays: value.map((item: unknown, i) => readSlot(item, names[i] ?? argument, slots?.[i])),
      names,
      positions: value.map((_, i) => i),
      pack: (items) => items,
    };
  }
  if (slots !== null && slots.length > 1) throw wrongCount(argument, slots, 1);
  return {
    arrays: [readSlot(value, argument, slots?.[0])],
    names: [argument],
    positions: [0],
    pack: ([item]) => {
      if (item === undefined) throw new RangeError('A bundle of one array is packed with one item.');
      return item;
    },
  };
}

function fromRecord(
  record: Readonly<Record<string, unknown>>,
  argument: string,
  slots: readonly Slot[] | null,
): Bundle {
  const keys = Object.keys(record).sort();
  const known = slots?.map((slot) => slot.name).filter((name) => name !== null) ?? [];
  const byName = known.length > 0;
  if (byName) {
    for (const key of keys) if (!known.includes(key)) throw unknownName(`name in \`${argument}\``, key, known);
    const missing = known.filter((name) => !(name in record));
    if (missing.length > 0) {
      throw new ArgumentError(
        `\`${argument}\` must have an array for each of ${known.join(', ')}; ${missing.join(', ')} is missing. Received: ${keys.join(', ') || 'no arrays'}`,
      );
    }
  }
  const slotOf = (key: string) => (byName ? slots?.findIndex((slot) => slot.name === key) : undefined);
  return {
    arrays: keys.map((key) => readSlot(record[key], `${argument}.${key}`, slots?.[slotOf(key) ?? -1])),
    names: keys.map((key) => `${argument}.${key}`),
    positions: keys.map((key, i) => slotOf(key) ?? i),
    pack: (items) =>
      Object.fromEntries(
        keys.map((key, i) => {
          const item = items[i];
          if (item === undefined) throw new RangeError(`No item for ${describe(key)}.`);
          return [key, item];
        }),
      ),
  };
}

const wrongCount = (argument: string, slots: readonly Slot[], count: number): ArgumentError => {
  const names = slots.map((slot) => slot.name).filter((name) => name !== null);
  return new ArgumentError(
    `\`${argument}\` must have ${slots.length} ${slots.length === 1 ? 'array' : 'arrays'}${names.length > 0 ? `, for ${names.join(', ')}` : ''}. Received: ${count}`,
  );
};

/**
 * Checks that all arrays have the same, positive number of samples, and returns it.
 *
 * @throws ArgumentError that names the array
 */
export function commonSampleCount(bundles: readonly (Columns | null)[]): number {
  let count: number | undefined;
  let reference = '';
  for (const bundle of bundles) {
    bundle?.arrays.forEach((array, i) => {
      const name = bundle.names[i] ?? '';
      const samples = sampleCount(array);
      if (count === undefined) {
        [count, reference] = [samples, name];
        if (samples === 0) throw new ArgumentError(`\`${name}\` must have at least one sample. Received: 0 samples`);
      } else if (samples !== count) {
        throw new ArgumentError(
          `\`${name}\` must have as many samples as \`${reference}\`, ${count}. Received: ${samples} samples`,
        );
      }
    });
  }
  if (count === undefined) throw new ArgumentError('`x` must have at least one array. Received: none');
  return count;
}
