import { badArgument } from './errors.ts';

/*
 * Options come from TypeScript, where the compiler has checked them, and from JSON configs, where nobody has. Each of
 * these refuses what isn't of its kind and returns what is.
 */

/** A finite number. */
export function finiteNumber(name: string, value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw badArgument(name, 'a finite number', value);
  return value;
}

/** A finite number above 0. */
export function positiveNumber(name: string, value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0)
    throw badArgument(name, 'a positive number', value);
  return value;
}

/** A finite number, 0 or above. */
export function nonNegativeNumber(name: string, value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) {
    throw badArgument(name, 'a number that is not negative', value);
  }
  return value;
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
  const isAxis = (x: unknown): x is number => typeof x === 'number' && Number.isInteger(x);
  if (isAxis(value)) return value;
  if (Array.isArray(value) && value.length > 0 && value.every(isAxis)) return value;
  throw badArgument(name, 'an integer or a list of integers', value);
}
