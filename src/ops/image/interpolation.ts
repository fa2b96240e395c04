import * as g from '../../graph/build.ts';
import type { Node } from '../../graph/node.ts';
import { at, range, stridesOf } from '../../support/shape.ts';
import { constant, plus } from '../node-terms.ts';

/** What stands outside of the edges: a constant, the edge, the other side, or the mirrored image (twice the edge or once). */
export type FillMode = 'constant' | 'nearest' | 'wrap' | 'mirror' | 'reflect';

export const FILL_MODES: readonly FillMode[] = ['constant', 'nearest', 'wrap', 'mirror', 'reflect'];

/** The remainder in 0..n-1 of integers. */
function floorMod(x: Node, n: number): Node {
  const rest = g.binary('rem', x, constant(x, n));
  return g.where(g.lt(rest, constant(x, 0)), plus(rest, n), rest);
}

/** |(i + s) mod 2s - s|: a wave that goes from 0 to s and back. */
function mirror(index: Node, extent: number): Node {
  const s = extent - 1;
  return s === 0 ? g.zerosLike(index) : g.unary('abs', plus(floorMod(plus(index, s), 2 * s), -s));
}

/** The index inside 0..extent-1 that shows at an index which may lie outside. */
function fixIndex(index: Node, extent: number, mode: FillMode): Node {
  switch (mode) {
    case 'constant':
      return index;
    case 'nearest':
      return g.binary('min', g.binary('max', index, constant(index, 0)), constant(index, extent - 1));
    case 'wrap':
      return floorMod(index, extent);
    case 'mirror':
      return mirror(index, extent);
    case 'reflect': {
      const doubled = plus(g.mul(index, constant(index, 2)), 1);
      return g.binary('shiftRight', plus(mirror(doubled, 2 * extent + 1), -1), constant(index, 1));
    }
  }
}

/** Halves are rounded away from zero. */
function roundAway(x: Node): Node {
  const size = g.unary('abs', x);
  const whole = g.unary('floor', size);
  const up = g.compare('ge', g.sub(size, whole), constant(x, 0.5));
  return g.mul(g.unary('sign', x), g.where(up, plus(whole, 1), whole));
}

interface Neighbour {
  readonly index: Node;
  readonly valid: Node | null;
  readonly weight: Node | null;
}

/** The samples of one axis that a coordinate lies at (order 0) or between (order 1). */
function neighbours(coordinate: Node, extent: number, order: 0 | 1, mode: FillMode): Neighbour[] {
  const lower = order === 0 ? roundAway(coordinate) : g.unary('floor', coordinate);
  const first = g.cast(lower, 'int32');
  const part = g.sub(coordinate, lower);
  const one = constant(part, 1);
  const list =
    order === 0
      ? [{ index: first, weight: null }]
      : [
          { index: first, weight: g.sub(one, part) },
          { index: plus(first, 1), weight: part },
        ];
  return list.map(({ index, weight }) => ({
    index: fixIndex(index, extent, mode),
    valid:
      mode === 'constant'
        ? g.binary('bitAnd', g.compare('ge', index, constant(index, 0)), g.lt(index, constant(index, extent)))
        : null,
    weight,
  }));
}

const product = <T>(lists: readonly (readonly T[])[]): T[][] =>
  lists.reduce<T[][]>((all, list) => all.flatMap((head) => list.map((item) => [...head, item])), [[]]);

export interface Sampling {
  /** 0: the nearest sample; 1: linear between neighbours. */
  readonly order: 0 | 1;
  readonly mode: FillMode;
  readonly fillValue: number;
}

/**
 * Values at coordinates between samples. `rows` [n, ...row] holds the samples of a grid of the given extents (or
 * several grids behind each other, each position's starting at `base`); `coordinates` has one tensor per axis of the
 * grid, all of one shape. The result is [...coordinate shape, ...row].
 */
export function sampleAt(
  rows: Node,
  extents: readonly number[],
  coordinates: readonly Node[],
  base: Node | null,
  { order, mode, fillValue }: Sampling,
): Node {
  const strides = stridesOf(extents);
  const axes = coordinates.map((coordinate, axis) => neighbours(coordinate, at(extents, axis), order, mode));
  const shape = [...at(coordinates, 0).shape, ...rows.shape.slice(1)];
  const lift = (x: Node) =>
    g.broadcast(g.reshape(x, [...x.shape, ...range(rows.shape.length - 1).map(() => 1)]), shape);
  const terms = product(axes).map((corner) => {
    const inGrid = corner
      .map(({ index }, axis) => g.mul(index, constant(index, at(strides, axis))))
      .reduce((a, b) => g.add(a, b));
    const taken = g.cast(g.gather(rows, base === null ? inGrid : g.add(base, inGrid)), 'float32');
    const validities = corner.flatMap(({ valid }) => (valid === null ? [] : [valid]));
    const value =
      validities.length === 0
        ? taken
        : g.where(lift(validities.reduce((a, b) => g.binary('bitAnd', a, b))), taken, constant(taken, fillValue));
    const weights = corner.flatMap(({ weight }) => (weight === null ? [] : [weight]));
    return weights.length === 0 ? value : g.mul(lift(weights.reduce((a, b) => g.mul(a, b))), value);
  });
  const sum = terms.reduce((a, b) => g.add(a, b));
  return rows.dtype === 'float32' ? sum : g.cast(roundAway(sum), rows.dtype);
}
