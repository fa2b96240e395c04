import type { FillMode } from '../../../ops/image/interpolation.ts';
import type { TransformInterpolation } from '../../../ops/image/transforms.ts';
import { oneOf } from '../../../support/check-values.ts';
import { badArgument } from '../../../support/errors.ts';

/** From the least to the largest. */
export type Pair = readonly [number, number];

/** A number, or the bounds between which numbers are drawn. */
export type Factor = number | Pair;

const isNumber = (x: unknown): x is number => typeof x === 'number' && Number.isFinite(x);

/** Two numbers in a list. */
export function numberPair(name: string, value: unknown): Pair {
  if (Array.isArray(value)) {
    const [a, b]: unknown[] = value;
    if (value.length === 2 && isNumber(a) && isNumber(b)) return [a, b];
  }
  throw badArgument(name, 'a list of two numbers', value);
}

/** The bounds that a factor stands for: ±|factor| within limits for one number, those given for two. */
export function factorPair(name: string, value: unknown, [least, most]: Pair = [-1, 1]): Pair {
  const expected = `a number, or two, from ${least} to ${most}`;
  if (isNumber(value)) {
    if (value < least || value > most) throw badArgument(name, expected, value);
    return [Math.max(-Math.abs(value), least), Math.abs(value)];
  }
  if (!Array.isArray(value)) throw badArgument(name, expected, value);
  const [a, b] = numberPair(name, value);
  if (Math.min(a, b) < least || Math.max(a, b) > most) throw badArgument(name, expected, value);
  return [Math.min(a, b), Math.max(a, b)];
}

/** The least and the largest value of a pixel. */
export function valueRange(value: unknown = [0, 255]): Pair {
  const [a, b] = numberPair('valueRange', value);
  if (a === b) throw badArgument('valueRange', 'two different numbers', value);
  return [Math.min(a, b), Math.max(a, b)];
}

/** How a geometric transformation finds pixels between and outside of those that there are. */
export interface SamplingOptions {
  /** Default 'bilinear'. */
  interpolation?: TransformInterpolation;
  /** What stands outside: 'reflect' (default), 'wrap', 'constant' or 'nearest'. */
  fillMode?: Exclude<FillMode, 'mirror'>;
  /** What stands outside with fillMode 'constant'. Default 0. */
  fillValue?: number;
}

export const interpolationOption = (value: unknown): TransformInterpolation =>
  oneOf('interpolation', value ?? 'bilinear', ['nearest', 'bilinear'] as const);

export const fillModeOption = (value: unknown): Exclude<FillMode, 'mirror'> =>
  oneOf('fillMode', value ?? 'reflect', ['reflect', 'wrap', 'constant', 'nearest'] as const);
