import { imageDataFormat } from '../config/defaults.ts';
import type { DataFormat } from '../ops/spatial.ts';
import { badArgument } from '../support/errors.ts';

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

export type { DataFormat };

/** The configured data format unless another is asked for. */
export function dataFormatOption(value: DataFormat | null | undefined): DataFormat {
  if (value === null || value === undefined) return imageDataFormat();
  if (value !== 'channels_last' && value !== 'channels_first')
    throw badArgument('dataFormat', "'channels_last' or 'channels_first'", value);
  return value;
}
