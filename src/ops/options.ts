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
    throw badArgument(name, 'a list of integers, none negative', shape);
  return list;
}

/** True for a list, which `Array.isArray` doesn't say of a readonly one. */
export const isList = (x: object): x is readonly number[] => Array.isArray(x);

/** One number given by position or by name. */
export function numberOption<K extends string>(
  where: string,
  options: number | { readonly [key in K]?: number },
  key: K,
  fallback: number,
): number {
  if (typeof options === 'number') return options;
  checkOptions(where, options, [key]);
  return options[key] ?? fallback;
}
