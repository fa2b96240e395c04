import { badArgument } from '../../support/errors.ts';
import { at, type PartialShape, range } from '../../support/shape.ts';
import type { DataFormat } from '../option-checks.ts';

/** Elements before and after an axis. */
export type Edge = readonly [before: number, after: number];

/** One number for all edges, one for each axis (before and after alike), or a pair for each axis. */
export type Edges = number | readonly number[] | readonly Edge[];

const isCount = (n: unknown): n is number => typeof n === 'number' && Number.isInteger(n) && n >= 0;

/** A pair for each of `rank` axes. A list of two numbers for a single axis is its pair. */
export function edgesOption(name: string, value: Edges, rank: number): readonly Edge[] {
  const list: readonly unknown[] = typeof value === 'number' ? range(rank).map(() => value) : value;
  const items = rank === 1 && Array.isArray(value) && value.length === 2 && value.every(isCount) ? [value] : list;
  const edges = Array.isArray(items) ? items.map((item) => (isCount(item) ? [item, item] : item)) : [];
  const fits =
    edges.length === rank && edges.every((edge) => Array.isArray(edge) && edge.length === 2 && edge.every(isCount));
  if (!fits)
    throw badArgument(name, `a count, or ${rank === 1 ? 'a pair of them' : `${rank} counts or pairs of them`}`, value);
  return edges;
}

/** The spatial axes of an input of rank `edges.length + 2`. */
export const spatialAxes = (rank: number, format: DataFormat): number[] =>
  range(rank).map((i) => i + (format === 'channels_last' ? 1 : 2));

/** A shape whose spatial axes are longer (sign 1) or shorter (-1) by their edges. */
export function withEdges(shape: PartialShape, edges: readonly Edge[], format: DataFormat, sign: 1 | -1): PartialShape {
  const axes = spatialAxes(edges.length, format);
  return shape.map((n, axis) => {
    const i = axes.indexOf(axis);
    if (n === null || i < 0) return n;
    const [before, after] = at(edges, i);
    return n + sign * (before + after);
  });
}
