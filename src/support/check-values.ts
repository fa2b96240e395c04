import { badArgument } from './errors.ts';

/*
 * Options come from TypeScript, where the compiler has checked them, and from JSON configs, where nobody has. Each of
 * these refuses what isn't of its kind and returns what is.
 */

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

const isInteger = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value);

/** A finite number. */
export function finiteNumber(name: string, value: unknown): number {
  if (!isNumber(value)) throw badArgument(name, 'a finite number', value);
  return value;
}

/** A finite number above 0. */
export function positiveNumber(name: string, value: unknown): number {
  if (!isNumber(value) || value <= 0) throw badArgument(name, 'a positive number', value);
  return value;
}

/** A finite number, 0 or above. */
export function nonNegativeNumber(name: string, value: unknown): number {
  if (!isNumber(value) || value < 0) throw badArgument(name, 'a number that is not negative', value);
  return value;
}

/** A share of something: 0 and 1 included. */
export function fraction(name: string, value: unknown): number {
  if (!isNumber(value) || value < 0 || value > 1) throw badArgument(name, 'a number from 0 to 1', value);
  return value;
}

/** A share that is less than all: 0 included, 1 not. */
export function fractionBelowOne(name: string, value: unknown): number {
  if (!isNumber(value) || value < 0 || value >= 1) throw badArgument(name, 'a number from 0 to below 1', value);
  return value;
}

/** A whole number. */
export function integer(name: string, value: unknown): number {
  if (!isInteger(value)) throw badArgument(name, 'an integer', value);
  return value;
}

/** A whole number above 0. */
export function positiveInteger(name: string, value: unknown): number {
  if (!isInteger(value) || value <= 0) throw badArgument(name, 'a positive integer', value);
  return value;
}

/** A whole number, 0 or above. */
export function nonNegativeInteger(name: string, value: unknown): number {
  if (!isInteger(value) || value < 0) throw badArgument(name, 'an integer that is not negative', value);
  return value;
}

/** What fits into 32 bits: a seed. */
export function uint32(name: string, value: unknown): number {
  if (!isInteger(value) || value < 0 || value >= 2 ** 32)
    throw badArgument(name, 'an integer from 0 to 2^32 - 1', value);
  return value;
}

/** A check for whole numbers from `least` on. */
export function integerFrom(least: number): (name: string, value: unknown) => number {
  return (name, value) => {
    if (!isInteger(value) || value < least) throw badArgument(name, `an integer that is at least ${least}`, value);
    return value;
  };
}

/** One of several words. */
export function oneOf<T extends string>(name: string, value: unknown, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === value);
  if (found === undefined)
    throw badArgument(name, `one of ${choices.map((choice) => JSON.stringify(choice)).join(', ')}`, value);
  return found;
}

/** True or false. */
export function flag(name: string, value: unknown): boolean {
  if (typeof value !== 'boolean') throw badArgument(name, 'true or false', value);
  return value;
}

/** One axis or a list of them; negative ones count from the end. */
export function axisOrAxes(name: string, value: unknown): number | readonly number[] {
  if (isInteger(value)) return value;
  if (Array.isArray(value) && value.length > 0 && value.every(isInteger)) return value;
  throw badArgument(name, 'an integer or a list of integers', value);
}

/** Applies a check where a value is given; null and undefined become null. */
export const optional = <T>(check: (name: string, value: unknown) => T, name: string, value: unknown): T | null =>
  value === null || value === undefined ? null : check(name, value);
