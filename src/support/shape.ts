import { ArgumentError, badArgument, describe } from './errors.ts';

/** A tensor's extent along each axis, all known. */
export type Shape = readonly number[];

/** A shape whose unknown axes (the batch, as a rule) are null, as in Keras's `(None, 784)`. */
export type PartialShape = readonly (number | null)[];

export const sizeOf = (shape: Shape): number => shape.reduce((product, n) => product * n, 1);

export const sameShape = (a: PartialShape, b: PartialShape): boolean =>
  a.length === b.length && a.every((n, i) => n === b[i]);

/** Keras's spelling: `(None, 784)`, `(3,)`, `()`. */
export function formatShape(shape: PartialShape): string {
  const parts = shape.map((n) => (n === null ? 'None' : String(n)));
  return parts.length === 1 ? `(${parts[0]},)` : `(${parts.join(', ')})`;
}

/** Row-major strides in elements. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    strides[i] = step;
    step *= shape[i] ?? 1;
  }
  return strides;
}

/** NumPy's broadcasting of shapes. Throws when an axis has two extents other than 1. */
export function broadcastShapes(...shapes: readonly Shape[]): Shape {
  const rank = Math.max(0, ...shapes.map((s) => s.length));
  const out = new Array<number>(rank).fill(1);
  for (const shape of shapes) {
    shape.forEach((n, i) => {
      const axis = i + rank - shape.length;
      if (n === 1) return;
      if (out[axis] !== 1 && out[axis] !== n) {
        throw new ArgumentError(
          `Shapes cannot be broadcast together. Received: ${shapes.map((s) => formatShape(s)).join(' and ')}`,
        );
      }
      out[axis] = n;
    });
  }
  return out;
}

/** Turns a possibly negative axis into 0..rank-1. */
export function normalizeAxis(axis: number, rank: number, name = 'axis'): number {
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank) {
    throw badArgument(name, `an integer between ${-rank} and ${rank - 1} for a tensor of rank ${rank}`, axis);
  }
  return axis < 0 ? axis + rank : axis;
}

/** Normalizes one axis, several, or (null) all of them to a sorted list without repeats. */
export function normalizeAxes(
  axes: number | readonly number[] | null | undefined,
  rank: number,
  name = 'axis',
): number[] {
  if (axes === null || axes === undefined) return Array.from({ length: rank }, (_, i) => i);
  const list = typeof axes === 'number' ? [axes] : axes;
  const out = list.map((axis) => normalizeAxis(axis, rank, name));
  if (new Set(out).size !== out.length) throw badArgument(name, 'a list without repeated axes', axes);
  return out.sort((a, b) => a - b);
}

/** Element of a list whose index is known to be in range. */
export function at<T>(list: ArrayLike<T>, index: number): T {
  const value = list[index];
  if (value === undefined)
    throw new RangeError(`Index ${index} is outside a list of ${list.length}: ${describe(list)}`);
  return value;
}

/** The integers 0..n-1. */
export const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
