import * as g from '../../../graph/build.ts';
import type { Node, ReduceOp } from '../../../graph/node.ts';
import { formatShape, type Shape } from '../../../support/shape.ts';
import { type Case, floats, integers, listed, quarters } from '../program-case.ts';

const REDUCTIONS: readonly ReduceOp[] = ['reduceSum', 'reduceProd', 'reduceMax', 'reduceMin'];

/** All non-empty sets of the axes of a rank. */
const axisSets = (rank: number): number[][] =>
  Array.from({ length: 2 ** rank - 1 }, (_, bits) =>
    Array.from({ length: rank }, (_, i) => i).filter((i) => ((bits + 1) >> i) & 1),
  );

const overEveryAxes = (x: Node, op: ReduceOp) => axisSets(x.shape.length).map((axes) => g.reduce(op, x, axes));

const SHAPES: readonly Shape[] = [
  [1],
  [4],
  [33],
  [3, 5],
  [17, 4],
  [1, 33],
  [33, 1],
  [4, 6, 5],
  [2, 3, 4, 5],
  [1, 7, 1, 9],
  [5, 66],
];

export const reductionCases: readonly Case[] = [
  ...REDUCTIONS.flatMap((op) =>
    SHAPES.map(
      (shape): Case => ({
        name: `${op} of ${formatShape(shape)} over every set of axes`,
        parameters: [op === 'reduceProd' ? floats(shape, 0.8, 1.25) : quarters(shape)],
        build: (x) => overEveryAxes(x, op),
        compare: op === 'reduceProd' ? 2e-5 : 'number',
      }),
    ),
  ),
  ...(['reduceSum', 'reduceProd', 'reduceMax', 'reduceMin'] as const).flatMap((op) =>
    (['int32', 'uint32'] as const).map(
      (dtype): Case => ({
        name: `${op} of ${dtype}, past its range`,
        parameters: [
          listed(
            dtype === 'int32' ? [2147483647, -5, 65537, -2147483648, 3, 99991] : [4294967295, 5, 65537, 2147483648, 3],
            dtype,
            [7, 9],
          ),
        ],
        build: (x) => overEveryAxes(x, op),
      }),
    ),
  ),
  ...(['reduceMax', 'reduceMin'] as const).map(
    (op): Case => ({
      name: `${op} of bools: any and all`,
      parameters: [integers([6, 11], 'bool', 0, 1), listed([], 'bool', [0, 2])],
      build: (x, empty) => [...overEveryAxes(x, op), ...overEveryAxes(empty, op)],
    }),
  ),
  ...REDUCTIONS.map(
    (op): Case => ({
      name: `${op} of nothing is neutral`,
      parameters: [listed([], 'float32', [0, 3]), listed([], 'int32', [2, 0]), listed([], 'uint32', [0])],
      build: (x, i, u) => [g.reduce(op, x, [0]), g.reduce(op, x, [0, 1]), g.reduce(op, i, [1]), g.reduce(op, u, [0])],
      compare: 'bits',
    }),
  ),
  ...(['reduceMax', 'reduceMin'] as const).map(
    (op): Case => ({
      name: `${op} passes NaN and infinities on, wherever they stand`,
      parameters: [0, 3, 4, 17, 36].map((place) => {
        const spec = floats([37]);
        spec.values[place] = Number.NaN;
        spec.values[36 - place] = Number.POSITIVE_INFINITY;
        return spec;
      }),
      build: (...xs) => [
        ...xs.map((x) => g.reduce(op, x, [0])),
        ...xs.map((x) => g.reduce(op, g.broadcast(g.reshape(x, [37, 1]), [37, 9]), [0])),
      ],
      compare: 'number',
    }),
  ),
  {
    name: 'sums with infinities and NaN',
    parameters: [
      listed([1, 2, Number.POSITIVE_INFINITY]),
      listed([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1]),
      listed([1, Number.NaN, 2, 3, 4]),
    ],
    build: (...xs) => xs.map((x) => g.reduceSum(x, [0])),
  },
  {
    name: 'reductions that take their producers in',
    parameters: [floats([32, 45]), floats([45], -1, 1, 2)],
    build: (x, y) => {
      const product = g.mul(g.exp(x), g.broadcastTo(y, [32, 45]));
      return [
        g.reduceSum(product, [0]),
        g.reduceSum(product, [1]),
        g.reduceSum(product, [0, 1]),
        g.reduceSum(g.transpose(g.mul(x, x), [1, 0]), [0]),
      ];
    },
  },
  {
    name: 'several reductions in one pass, with what follows them',
    parameters: [floats([40, 66])],
    build: (x) => {
      const mean = g.div(g.reduceSum(x, [0]), g.constant(40, [66]));
      const squares = g.div(g.reduceSum(g.mul(x, x), [0]), g.constant(40, [66]));
      const variance = g.sub(squares, g.mul(mean, mean));
      return [mean, variance, g.unary('rsqrt', g.add(variance, g.constant(1e-3, [66]))), g.reduce('reduceMax', x, [0])];
    },
  },
  {
    name: 'softmax over rows and over columns',
    parameters: [floats([32, 10], -9, 9)],
    build: (x) =>
      [0, 1].map((axis) => {
        const e = g.exp(g.sub(x, g.broadcast(g.reduceKeep('reduceMax', x, [axis]), x.shape)));
        return g.div(e, g.broadcast(g.reduceKeep('reduceSum', e, [axis]), x.shape));
      }),
  },
  {
    name: 'sums over many elements in stages',
    parameters: [quarters([130, 257]), floats([300, 77], 0, 1)],
    build: (x, y) => [
      ...REDUCTIONS.filter((op) => op !== 'reduceProd').map((op) => g.reduce(op, x, [0, 1])),
      g.reduceSum(y, [0, 1]),
      g.reduceSum(g.reshape(y, [300 * 77]), [0]),
    ],
    compare: 2e-5,
  },
  {
    name: 'reductions of moved values',
    parameters: [quarters([6, 5, 8])],
    build: (x) => [
      g.reduceSum(g.flip(x, [2]), [2]),
      g.reduceSum(g.slice(x, [1, 0, 1], [6, 5, 8], [2, 1, 3]), [0, 2]),
      g.reduceSum(g.reshape(x, [30, 8]), [0]),
      g.reduceSum(g.broadcast(g.reshape(x, [6, 5, 8, 1]), [6, 5, 8, 3]), [1, 3]),
      g.reduceSum(g.pad(x, [1, 0, 0], [0, 2, 0], 1), [1]),
    ],
    compare: 'number',
  },
  {
    name: 'a total that is broadcast back and summed again',
    parameters: [quarters([7, 9])],
    build: (x) => {
      const total = g.broadcastTo(g.reduceSum(x, [0, 1]), [7, 9]);
      return [g.reduceSum(g.add(total, x), [1]), g.reduceSum(g.mul(total, x), [0, 1])];
    },
    compare: 'number',
  },
  {
    name: 'reductions of comparisons, counters and random bits',
    parameters: [floats([9, 31]), listed([3, 4], 'uint32')],
    build: (x, key) => [
      g.reduceSum(g.cast(g.gt(x, g.zerosLike(x)), 'float32'), [1]),
      g.reduceSum(g.cast(g.lt(x, g.zerosLike(x)), 'int32'), [0]),
      g.reduceSum(g.iota([9, 31], 1), [1]),
      g.reduceSum(g.iota([9, 31], 0, 'float32'), [0, 1]),
      g.reduceSum(g.randomBits(key, [9, 31]), [0]),
      g.reduce('reduceMax', g.gt(x, g.likeConstant(x, 0.9)), [1]),
    ],
    compare: 'number',
  },
  {
    name: 'a bool reduction whose mask is used again',
    parameters: [floats([9, 31])],
    build: (x) => {
      const all = g.reduce('reduceMin', g.gt(x, g.likeConstant(x, -0.97)), [1]);
      return [all, g.where(all, g.reduceSum(x, [1]), g.constant(0, [9]))];
    },
  },
];
