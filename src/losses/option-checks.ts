import { badArgument } from '../support/errors.ts';

/*
 * Options come from TypeScript, where the compiler has checked them, and from JSON configs, where nobody has. Each of
 * these takes the value as it came, gives the default for undefined and null, and refuses what isn't of the kind.
 */

/** A finite number within bounds (inclusive). */
export function numberOption(
  name: string,
  value: unknown,
  fallback: number,
  { min = -Infinity, max = Infinity }: { min?: number; max?: number } = {},
): number {
  const number = value ?? fallback;
  if (typeof number !== 'number' || !Number.isFinite(number) || number < min || number > max) {
    const bounds = min === -Infinity ? '' : max === Infinity ? ` that is at least ${min}` : ` from ${min} to ${max}`;
    throw badArgument(name, `a number${bounds}`, value);
  }
  return number;
}

/** A number above 0. */
export function positiveOption(name: string, value: unknown, fallback: number): number {
  const number = numberOption(name, value, fallback);
  if (number <= 0) throw badArgument(name, 'a positive number', value);
  return number;
}

/** An integer, at least `min`. */
export function integerOption(name: string, value: unknown, fallback: number, { min = -Infinity } = {}): number {
  const number = value ?? fallback;
  if (typeof number !== 'number' || !Number.isInteger(number) || number < min) {
    throw badArgument(name, min === -Infinity ? 'an integer' : `an integer that is at least ${min}`, value);
  }
  return number;
}

/** An integer or null. */
export const integerOrNull = (name: string, value: unknown, bounds: { min?: number } = {}): number | null =>
  value === undefined || value === null ? null : integerOption(name, value, 0, bounds);

/** true or false. */
export function booleanOption(name: string, value: unknown, fallback: boolean): boolean {
  const flag = value ?? fallback;
  if (typeof flag !== 'boolean') throw badArgument(name, 'true or false', value);
  return flag;
}

/** One of several names. */
export function choiceOption<T extends string>(name: string, value: unknown, choices: readonly T[], fallback: T): T {
  const found = choices.find((choice) => choice === (value ?? fallback));
  if (found === undefined)
    throw badArgument(name, `one of ${choices.map((choice) => JSON.stringify(choice)).join(', ')}`, value);
  return found;
}

/** One axis, several, or (null) all. */
export function axesOption(name: string, value: unknown): number | readonly number[] | null {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value)) return value.map((axis: unknown) => integerOption(name, axis, 0));
  return integerOption(name, value, 0);
}
