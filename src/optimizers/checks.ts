import { badArgument } from '../support/errors.ts';

/** Checks of numbers that come from users and from files: each returns the number it was given. */

export function finite(name: string, value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw badArgument(name, 'a finite number', value);
  return value;
}

export function positive(name: string, value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0)
    throw badArgument(name, 'a positive number', value);
  return value;
}

export function nonNegative(name: string, value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0)
    throw badArgument(name, 'a number not below 0', value);
  return value;
}

/** A share of something: 0 and 1 included. */
export function fraction(name: string, value: unknown): number {
  if (typeof value !== 'number' || !(value >= 0 && value <= 1)) throw badArgument(name, 'a number from 0 to 1', value);
  return value;
}

/** The decay rate of a moving average whose bias is corrected by dividing by 1 - rate^t: 0 included, 1 not. */
export function decayRate(name: string, value: unknown): number {
  if (typeof value !== 'number' || !(value >= 0 && value < 1))
    throw badArgument(name, 'a number from 0 to below 1', value);
  return value;
}

export function integer(name: string, value: unknown, least: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least)
    throw badArgument(name, `an integer not below ${least}`, value);
  return value;
}

export function flag(name: string, value: unknown): boolean {
  if (typeof value !== 'boolean') throw badArgument(name, 'true or false', value);
  return value;
}

/** Applies a check where a value is given; null and undefined become null. */
export const optional = <T>(check: (name: string, value: unknown) => T, name: string, value: unknown): T | null =>
  value === null || value === undefined ? null : check(name, value);
