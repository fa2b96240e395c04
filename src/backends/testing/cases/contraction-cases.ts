import * as g from '../../../graph/build.ts';
import type { Node } from '../../../graph/node.ts';
import { type Case, floats, integers, quarters } from '../program-case.ts';

type Dims = readonly [m: number, k: number, n: number];

/** Odd sizes, vectors, extents of 1, sizes around the tiles (multiples of 4 and 24), beyond blocks, and sums in parts. */
const DIMS: readonly Dims[] = [
  [1, 1, 1],
  [2, 3, 4],
  [1, 20, 7],
  [7, 1, 9],
  [5, 9, 1],
  [1, 1, 33],
  [1, 64, 24],
  [3, 5, 24],
  [8, 7, 25],
  [24, 16, 48],
  [25, 3, 23],
  [33, 17, 95],
  [32, 100, 10],
  [49, 8, 97],
  [97, 33, 4],
  [70, 256, 8],
  [16, 64, 100],
  [5, 19, 137],
  [64, 784, 30],
  [40, 1701, 50],
  [20, 2054, 70],
];

const transposed = (x: Node) => g.transpose(x, [1, 0]);

const batched = (a: Node, b: Node, leftContract: number, rightContract: number) =>
  g.dot(a, b, { leftBatch: [0], rightBatch: [0], leftContract: [leftContract], rightContract: [rightContract] });

export const contractionCases: readonly Case[] = [
  ...DIMS.flatMap(([m, k, n]): Case[] => [
    {
      name: `product ${m}x${k}x${n}, exact`,
      parameters: [quarters([m, k], 1), quarters([k, n], 2)],
      build: (a, b) => g.matmul(a, b),
      compare: 'number',
    },
    {
      name: `product ${m}x${k}x${n}, left transposed`,
      parameters: [quarters([k, m], 1), quarters([k, n], 2)],
      build: (a, b) => g.matmul(transposed(a), b),
      compare: 'number',
    },
    {
      name: `product ${m}x${k}x${n}, right transposed`,
      parameters: [quarters([m, k], 1), quarters([n, k], 2)],
      build: (a, b) => g.matmul(a, transposed(b)),
      compare: 'number',
    },
    {
      name: `product ${m}x${k}x${n}, both transposed`,
      parameters: [quarters([k, m], 1), quarters([n, k], 2)],
      build: (a, b) => g.matmul(transposed(a), transposed(b)),
      compare: 'number',
    },
    {
      name: `product ${m}x${k}x${n} with bias and activation, both results wanted`,
      parameters: [quarters([m, k], 1), quarters([k, n], 2), quarters([n], 3)],
      build: (a, b, c) => {
        const z = g.add(g.matmul(a, b), g.broadcastTo(c, [m, n]));
        return [z, g.where(g.gt(z, g.zerosLike(z)), z, g.unary('expm1', z))];
      },
      compare: 1e-6,
    },
  ]),
  ...[
    [3, 4, 5, 6],
    [1, 2, 3, 4],
    [5, 1, 9, 30],
    [2, 26, 7, 25],
    [7, 3, 3, 1],
  ].map(
    ([b = 1, m = 1, k = 1, n = 1]): Case => ({
      name: `${b} products ${m}x${k}x${n}, straight and transposed`,
      parameters: [quarters([b, m, k], 1), quarters([b, k, n], 2), quarters([b, k, m], 3), quarters([b, n, k], 4)],
      build: (a, c, at, ct) => [batched(a, c, 2, 1), batched(at, c, 1, 1), batched(a, ct, 2, 2), batched(at, ct, 1, 2)],
      compare: 'number',
    }),
  ),
  {
    name: 'batch axes in the middle and at the end',
    parameters: [quarters([4, 3, 5], 1), quarters([5, 6, 3], 2)],
    build: (a, b) => [
      g.dot(a, b, { leftBatch: [1], rightBatch: [2], leftContract: [2], rightContract: [0] }),
      g.dot(a, b, { leftBatch: [1, 2], rightBatch: [2, 0], leftContract: [], rightContract: [] }),
      g.dot(a, b, { leftBatch: [], rightBatch: [], leftContract: [1, 2], rightContract: [2, 0] }),
      g.dot(a, b, { leftBatch: [], rightBatch: [], leftContract: [], rightContract: [] }),
    ],
    compare: 'number',
  },
  {
    name: 'rank 3 by rank 2 with a bias',
    parameters: [quarters([3, 4, 5], 1), quarters([5, 6], 2), quarters([6], 3)],
    build: (a, b, c) =>
      g.add(
        g.dot(a, b, { leftBatch: [], rightBatch: [], leftContract: [2], rightContract: [0] }),
        g.broadcastTo(c, [3, 4, 6]),
      ),
    compare: 'number',
  },
  {
    name: 'vectors: inner, outer, with a matrix',
    parameters: [quarters([37], 1), quarters([37], 2), quarters([37, 12], 3)],
    build: (x, y, m) => [
      g.dot(x, y, { leftBatch: [], rightBatch: [], leftContract: [0], rightContract: [0] }),
      g.dot(x, y, { leftBatch: [], rightBatch: [], leftContract: [], rightContract: [] }),
      g.dot(x, m, { leftBatch: [], rightBatch: [], leftContract: [0], rightContract: [0] }),
      g.dot(m, y, { leftBatch: [], rightBatch: [], leftContract: [0], rightContract: [0] }),
    ],
    compare: 'number',
  },
  ...[
    [256, 50, 96],
    [256, 70, 96],
    [256, 67, 99],
    [64, 256, 256],
    [512, 16, 40],
    [301, 64, 40],
  ].map(
    ([k = 1, m = 1, n = 1]): Case => ({
      name: `left operand read down columns a power of two apart: ${m}x${k}x${n}`,
      parameters: [quarters([k, 256], 1), quarters([k, n], 2)],
      build: (a, b) => g.matmul(transposed(g.slice(a, [0, 0], [k, Math.min(m, 256)])), b),
      compare: 'number',
    }),
  ),
  {
    name: 'a batch of products down columns a power of two apart',
    parameters: [quarters([3, 67, 256], 1), quarters([3, 67, 99], 2)],
    build: (a, b) => batched(a, b, 1, 1),
    compare: 'number',
  },
  {
    name: 'operands that are slices, flips, broadcasts and expressions',
    parameters: [quarters([12, 30], 1), quarters([30, 26], 2), quarters([30], 3)],
    build: (a, b, v) => [
      g.matmul(g.slice(a, [1, 3], [11, 28], [3, 1]), g.slice(b, [2, 1], [27, 26])),
      g.matmul(g.flip(a, [1]), g.flip(b, [0])),
      g.matmul(g.flip(a, [0]), g.flip(b, [1])),
      g.matmul(g.broadcastTo(v, [5, 30]), b),
      g.matmul(a, g.broadcast(g.reshape(v, [30, 1]), [30, 26])),
      g.matmul(g.unary('abs', a), g.neg(b)),
      g.matmul(g.constant(2, [3, 30]), b),
      g.matmul(g.slice(a, [0, 0], [12, 30], [1, 2]), g.slice(b, [0, 0], [30, 26], [2, 2])),
    ],
    compare: 'number',
  },
  {
    name: 'a product by itself, transposed',
    parameters: [quarters([29, 29])],
    build: (a) => [g.matmul(a, a), g.matmul(a, transposed(a)), g.matmul(transposed(a), a)],
    compare: 'number',
  },
  {
    name: 'two layers forward and backward',
    parameters: [
      floats([19, 30], -1, 1, 1),
      floats([30, 26], -0.2, 0.2, 2),
      floats([26], -1, 1, 3),
      floats([26, 10], -0.3, 0.3, 4),
      floats([19, 10], 0, 1, 5),
    ],
    build: (x, w1, b1, w2, target) => {
      const z1 = g.add(g.matmul(x, w1), g.broadcastTo(b1, [19, 26]));
      const h = g.unary('tanh', z1);
      const error = g.sub(g.matmul(h, w2), target);
      const dh = g.mul(g.matmul(error, transposed(w2)), g.sub(g.likeConstant(h, 1), g.mul(h, h)));
      return [
        g.matmul(transposed(h), error),
        g.matmul(transposed(x), dh),
        g.reduceSum(dh, [0]),
        g.reduceSum(g.mul(error, error), [0, 1]),
      ];
    },
    compare: 1e-5,
    absolute: 1e-5,
  },
  {
    name: 'an epilogue that reads the transpose of another value',
    parameters: [quarters([25, 7], 1), quarters([7, 30], 2), quarters([30, 25], 3), quarters([25, 1], 4)],
    build: (a, b, c, column) => g.mul(g.add(g.matmul(a, b), transposed(c)), g.broadcast(column, [25, 30])),
    compare: 'number',
  },
  {
    name: 'an epilogue that goes from row to row, and overwrites what it reads',
    parameters: [quarters([9, 101], 1), quarters([9, 53], 2), quarters([101, 53], 3)],
    build: (a, b, c) => g.sub(c, g.matmul(transposed(a), b)),
    overwrites: [2],
    compare: 'number',
  },
  {
    name: 'a product of many rows that only its epilogue reads',
    parameters: [quarters([9, 401], 1), quarters([9, 53], 2), quarters([401, 53], 3)],
    build: (a, b, c) => {
      const z = g.matmul(transposed(a), b);
      return [g.mul(z, c), g.unary('abs', z)];
    },
    compare: 'number',
  },
  {
    name: 'an epilogue with scalar functions and integers',
    parameters: [quarters([9, 5], 1), quarters([5, 27], 2)],
    build: (a, b) => {
      const z = g.matmul(a, b);
      return [g.unary('sin', z), g.cast(z, 'int32'), g.cast(g.gt(z, g.zerosLike(z)), 'float32')];
    },
    compare: 2e-6,
  },
  {
    name: 'a product whose sum over rows and columns is wanted too',
    parameters: [quarters([26, 31], 1), quarters([31, 30], 2)],
    build: (a, b) => {
      const z = g.matmul(a, b);
      return [g.reduceSum(z, [0]), g.reduceSum(z, [1]), g.reduce('reduceMax', z, [0, 1]), z];
    },
    compare: 'number',
  },
  {
    name: 'a chain of products',
    parameters: [quarters([5, 6], 1), quarters([6, 7], 2), quarters([7, 4], 3)],
    build: (a, b, c) => [g.matmul(g.matmul(a, b), c), g.matmul(a, g.matmul(b, c))],
    compare: 'number',
  },
  {
    name: 'a product without anything to sum',
    parameters: [floats([4, 0]), floats([0, 5])],
    build: (a, b) => [g.matmul(a, b), g.add(g.matmul(a, b), g.constant(2, [4, 5]))],
    compare: 'number',
  },
  ...(['int32', 'uint32'] as const).map(
    (dtype): Case => ({
      name: `a product of ${dtype}, past its range`,
      parameters: [integers([5, 7], dtype, 0, 2147483647, 1), integers([7, 6], dtype, 0, 2147483647, 2)],
      build: (a, b) => g.matmul(a, b),
    }),
  ),
  {
    name: 'NaN and infinities stay in their rows',
    parameters: [quarters([6, 8], 1), quarters([8, 30], 2)].map((spec, i) => {
      spec.values[i === 0 ? 9 : 3] = i === 0 ? Number.NaN : Number.POSITIVE_INFINITY;
      return spec;
    }),
    build: (a, b) => g.matmul(a, b),
  },
  {
    name: 'sums that threads share in parts, behind them a bias, an activation and a total',
    parameters: [floats([10, 2052], -0.1, 0.1, 1), floats([2052, 66], -0.1, 0.1, 2), floats([66])],
    build: (x, w, bias) => {
      const z = g.matmul(x, w);
      const y = g.unary('tanh', g.add(z, g.broadcastTo(bias, z.shape)));
      return [z, y, g.reduceSum(g.mul(y, y), [0, 1])];
    },
    absolute: 1e-5,
  },
];
