import { badArgument } from '../support/errors.ts';

/** Thresholds in ascending order as they are used. */
export interface ThresholdList {
  readonly values: readonly number[];
  /** Whether they are 0, 1/(n-1), 2/(n-1), ..., 1. */
  readonly even: boolean;
  /** Whether the first lies a little below 0, so that every prediction is above it. */
  readonly padded: boolean;
}

/** Thresholds as an option: one, several, or null for the default. */
export type Thresholds = number | readonly number[] | null;

/** How far outside of [0, 1] the outermost thresholds of a curve lie. */
const PADDING = 1e-7;

const isEven = (values: readonly number[]): boolean =>
  values.length >= 3 &&
  values.every((value, i) => Math.abs(value - i / (values.length - 1)) <= 1e-5 * (i / (values.length - 1)) + 1e-7);

const isThreshold = (x: unknown): x is number => typeof x === 'number' && x >= 0 && x <= 1;

/** Checks thresholds from options or a config; null stays null. */
export function thresholdsOption(name: string, value: unknown): Thresholds {
  if (value === undefined || value === null) return null;
  if (isThreshold(value)) return value;
  if (Array.isArray(value) && value.length > 0 && value.every(isThreshold)) return value;
  throw badArgument(name, 'a number from 0 to 1, a list of such numbers, or null', value);
}

/** The list that an option stands for. */
export function thresholdList(thresholds: Thresholds, fallback: number): ThresholdList {
  const given = thresholds ?? fallback;
  const values = typeof given === 'number' ? [given] : given;
  return { values, even: isEven(values), padded: false };
}

const inner = (count: number): number[] =>
  Array.from({ length: Math.max(0, count - 2) }, (_, i) => (i + 1) / (count - 1));

/** `count` evenly spaced thresholds from 0 to 1; one alone is 0.5. */
export function evenThresholds(count: number): ThresholdList {
  if (count === 1) return { values: [0.5], even: false, padded: false };
  return { values: [0, ...inner(count), 1], even: true, padded: false };
}

/** Thresholds of a curve, with one below 0 and one above 1 at its ends: the given ones between, or `count` even ones. */
export function curveThresholds(count: number, between: readonly number[] | null): ThresholdList {
  const middle = between === null ? inner(count) : [...between].sort((a, b) => a - b);
  return {
    values: [-PADDING, ...middle, 1 + PADDING],
    even: between === null || isEven([0, ...middle, 1]),
    padded: true,
  };
}
