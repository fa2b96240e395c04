import * as g from '../../../graph/build.ts';
import type { PhysicalDType } from '../../../support/dtype.ts';
import { type Case, floats, integers, listed } from '../program-case.ts';

const dtypes: readonly PhysicalDType[] = ['float32', 'int32', 'uint32', 'bool'];
const of = (dtype: PhysicalDType, shape: readonly number[], seed = 1) =>
  dtype === 'float32' ? floats(shape, -1, 1, seed) : integers(shape, dtype, 0, dtype === 'bool' ? 1 : 100, seed);

const permutations = (n: number): number[][] =>
  n === 0
    ? [[]]
    : permutations(n - 1).flatMap((p) => Array.from({ length: n }, (_, i) => [...p.slice(0, i), n - 1, ...p.slice(i)]));

const moves: readonly Case[] = [
  ...permutations(3).map(
    (p): Case => ({
      name: `transpose ${p} of an expression`,
      parameters: [floats([3, 5, 9])],
      build: (x) => [g.transpose(x, p), g.unary('abs', g.transpose(g.neg(x), p))],
    }),
  ),
  {
    name: 'transpose of power-of-two extents',
    parameters: [floats([64, 256])],
    build: (x) => [g.transpose(x, [1, 0]), g.add(g.reshape(g.transpose(x, [1, 0]), [64, 256]), x)],
  },
  ...dtypes.map(
    (dtype): Case => ({
      name: `every movement of ${dtype}`,
      parameters: [of(dtype, [4, 6]), of(dtype, [4, 3], 2)],
      build: (x, y) => [
        g.reshape(x, [3, 8]),
        g.transpose(x, [1, 0]),
        g.broadcast(g.reshape(x, [4, 1, 6]), [4, 5, 6]),
        g.slice(x, [1, 0], [4, 6], [2, 4]),
        g.pad(x, [1, 0], [0, 2], 1, [0, 1]),
        g.flip(x, [0, 1]),
        g.concat([x, y, x], 1),
      ],
    }),
  ),
  {
    name: 'reshapes that split and merge axes of a moved value',
    parameters: [floats([6, 4])],
    build: (x) => [
      g.reshape(g.transpose(x, [1, 0]), [24]),
      g.add(g.reshape(g.transpose(x, [1, 0]), [24]), g.reshape(g.neg(x), [24])),
      g.reshape(g.reshape(g.flip(x, [1]), [2, 12]), [3, 8]),
      g.reshape(x, [1, 6, 1, 4, 1]),
      g.transpose(g.reshape(x, [2, 3, 2, 2]), [3, 1, 0, 2]),
    ],
  },
  {
    name: 'reshapes between scalars and extents of 1',
    parameters: [floats([]), floats([1, 1])],
    build: (x, y) => [g.reshape(x, [1, 1, 1]), g.reshape(y, []), g.add(g.reshape(x, [1]), g.reshape(y, [1]))],
  },
  {
    name: 'broadcasts of rows, columns and scalars',
    parameters: [floats([5, 7], -1, 1, 1), floats([7], -1, 1, 2), floats([5, 1], -1, 1, 3), floats([], -1, 1, 4)],
    build: (m, row, column, scalar) => {
      const [r, c, s] = [g.broadcastTo(row, [5, 7]), g.broadcastTo(column, [5, 7]), g.broadcastTo(scalar, [5, 7])];
      return [r, c, s, g.mul(m, g.add(r, g.sub(c, s))), g.broadcastTo(g.broadcast(column, [5, 7]), [3, 5, 7])];
    },
    compare: 1e-6,
  },
  {
    name: 'slices with strides, of slices, and empty ones',
    parameters: [floats([9, 14])],
    build: (x) => [
      g.slice(x, [1, 2], [9, 14], [2, 3]),
      g.slice(g.slice(x, [1, 2], [9, 14], [2, 1]), [1, 1], [4, 12], [1, 5]),
      g.slice(x, [3, 3], [3, 14]),
      g.slice(x, [0, 0], [9, 14]),
      g.slice(x, [8, 13], [9, 14]),
      g.slice(g.exp(x), [0, 5], [9, 6]),
    ],
    compare: 1e-6,
  },
  {
    name: 'flips along every set of axes, of rows with a tail',
    parameters: [floats([3, 2, 13])],
    build: (x) => [[0], [1], [2], [0, 1], [1, 2], [0, 2], [0, 1, 2]].map((axes) => g.neg(g.flip(x, axes))),
  },
  {
    name: 'pads: edges, interior, negative edges, all at once',
    parameters: [floats([5, 6])],
    build: (x) => [
      g.pad(x, [1, 0], [2, 3], 7),
      g.pad(x, [0, 0], [0, 0], 0, [2, 1]),
      g.pad(x, [-1, 2], [2, -3], 7),
      g.pad(x, [-2, -2], [-3, -3], 1),
      g.pad(x, [1, -1], [-1, 2], -0.5, [1, 3]),
      g.pad(g.exp(x), [0, 1], [0, 1], Number.NEGATIVE_INFINITY),
      g.pad(x, [-2, 0], [-3, 0]),
    ],
    compare: 1e-6,
  },
  {
    name: 'pads that differ in what JSON cannot say',
    parameters: [floats([3])],
    build: (x) =>
      [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0].map((value) => g.pad(x, [1], [0], value)),
  },
  {
    name: 'pad of a scalar, of one element and of nothing',
    parameters: [floats([]), floats([1]), listed([], 'float32', [0, 3])],
    build: (x, y, z) => [g.pad(x, [], []), g.pad(y, [2], [1], 3, [4]), g.pad(z, [2, 1], [0, 0], 5)],
  },
  {
    name: 'concatenations along every axis, with empty parts and expressions',
    parameters: [
      floats([3, 4], -1, 1, 1),
      floats([3, 2], -1, 1, 2),
      listed([], 'float32', [3, 0]),
      floats([2, 4], -1, 1, 3),
    ],
    build: (a, b, empty, c) => [
      g.concat([a, g.neg(b)], 1),
      g.concat([empty, b, empty, a], 1),
      g.concat([a], 0),
      g.concat([c, a, c, a], 0),
      g.concat([a, a], 1),
      g.concat([g.transpose(a, [1, 0]), g.transpose(b, [1, 0])], 0),
      g.concat([g.constant(2, [3, 1]), g.flip(b, [0])], 1),
    ],
  },
  {
    name: 'empty tensors everywhere',
    parameters: [listed([], 'float32', [0, 4]), listed([], 'int32', [0])],
    build: (x, i) => [
      g.exp(x),
      g.add(x, x),
      g.reshape(x, [2, 0]),
      g.transpose(x, [1, 0]),
      g.cast(i, 'float32'),
      g.reduceSum(x, [1]),
      g.reduceSum(x, [0]),
      g.reduce('reduceMax', x, [1]),
      g.reduce('reduceProd', x, [0]),
      g.gather(g.constant(1, [3, 2]), i),
      g.flip(x, [0]),
      g.argReduce('argmax', x, 1),
      g.argsort(x, 1),
      g.matmul(x, g.constant(1, [4, 3])),
      g.matmul(g.transpose(x, [1, 0]), x),
      g.scatterAdd(i, x, 3),
    ],
  },
  {
    name: 'movements stacked ten deep',
    parameters: [floats([4, 6, 5])],
    build: (x) => {
      let y = g.flip(g.transpose(x, [2, 0, 1]), [0]);
      y = g.slice(y, [0, 1, 0], [5, 4, 6], [2, 1, 1]);
      y = g.transpose(g.reshape(y, [3, 3, 1, 6]), [3, 2, 0, 1]);
      y = g.flip(g.broadcast(y, [6, 2, 3, 3]), [2, 3]);
      return [y, g.reshape(g.slice(y, [1, 0, 0, 1], [6, 2, 3, 3]), [5, 12])];
    },
  },
];

/** Movements copy: every bit must arrive. */
export const movementCases: readonly Case[] = moves.map((entry) => ({ compare: 'bits', ...entry }));
