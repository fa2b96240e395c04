import { type DType, standardizeDtype } from '../support/dtype.ts';
import { badArgument, checkOptions } from '../support/errors.ts';

/** One axis, several, or (null) all. */
export type Axis = number | readonly number[] | null;

export interface AxisOptions {
  /** Negative axes count from the end. */
  readonly axis?: number | undefined;
}

export interface DtypeOptions {
  readonly dtype?: DType | null | undefined;
}

/** A single trailing `axis` given by position or by name. */
export function axisOf(where: string, options: number | AxisOptions | undefined, fallback: number): number {
  if (typeof options === 'number') return options;
  if (options === undefined) return fallback;
  checkOptions(where, options, ['axis']);
  return options.axis ?? fallback;
}

/** A dtype given by position or by name; undefined when none is given. */
export function dtypeOf(where: string, options: DType | DtypeOptions | null | undefined): DType | undefined {
  if (options === undefined || options === null) return undefined;
  if (typeof options === 'string') return standardizeDtype(options);
  checkOptions(where, options, ['dtype']);
  return options.dtype === undefined || options.dtype === null ? undefined : standardizeDtype(options.dtype);
}

/** A shape given as a list or, for one axis, as a number. */
export function shapeOf(shape: number | readonly number[], name = 'shape'): number[] {
  const list = typeof shape === 'number' ? [shape] : [...shape];
  if (list.some((n) => !Number.isInteger(n) || n < 0))
    throw badArgument(name, 'a list of whole numbers, none negative', shape);
  return list;
}

/** An optional trailing argument that may come by position (`value`) or as the member `key` of an options object. */
export const isOptions = (x: unknown): x is Readonly<Record<string, unknown>> =>
  typeof x === 'object' && x !== null && !Array.isArray(x);
