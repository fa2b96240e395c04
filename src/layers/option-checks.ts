import { badArgument } from '../support/errors.ts';

/** A whole number above 0. */
export function positiveInteger(name: string, value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value <= 0)
    throw badArgument(name, 'a positive integer', value);
  return value;
}

/** A number from `low` to `high`, both included. */
export function numberBetween(name: string, value: unknown, low: number, high: number): number {
  if (typeof value !== 'number' || !(value >= low && value <= high))
    throw badArgument(name, `a number from ${low} to ${high}`, value);
  return value;
}

/** The shape of a noise mask: extents, 1 to share noise along an axis, null for the input's extent. */
export function noiseShapeOption(
  value: readonly (number | null)[] | null | undefined,
): readonly (number | null)[] | null {
  if (value === null || value === undefined) return null;
  const valid =
    Array.isArray(value) && value.length > 0 && value.every((n) => n === null || (Number.isInteger(n) && n > 0));
  if (!valid) throw badArgument('noiseShape', 'null or a non-empty list of positive integers and nulls', value);
  return value;
}

/** Where the channels are: Keras's `data_format`. */
export type DataFormat = 'channels_last' | 'channels_first';

/** 'channels_last' unless another is asked for. */
export function dataFormatOption(value: DataFormat | null | undefined): DataFormat {
  if (value === null || value === undefined) return 'channels_last';
  if (value !== 'channels_last' && value !== 'channels_first')
    throw badArgument('dataFormat', "'channels_last' or 'channels_first'", value);
  return value;
}
