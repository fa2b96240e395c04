import * as g from '../../../graph/build.ts';
import type { Node } from '../../../graph/node.ts';
import { formatShape, range, type Shape } from '../../../support/shape.ts';
import { type Case, integers, quarters } from '../program-case.ts';

const axesOf = (x: Node) => range(x.shape.length);
const total = (x: Node) => g.reduceSum(x, axesOf(x));
const squares = (x: Node) => total(g.mul(x, x));
const extremes = (x: Node) => [g.reduce('reduceMax', x, axesOf(x)), g.reduce('reduceMin', x, axesOf(x))];
const everything = (x: Node) => [total(x), squares(x), ...extremes(x)];
const halved = (x: Node) => g.mul(x, g.likeConstant(x, 0.5));

/** A layer: product, bias, ReLU, and what its activations show. */
const layer = (x: Node, w: Node, bias: Node) => {
  const z = g.matmul(x, w);
  const before = g.add(z, g.broadcastTo(bias, z.shape));
  const after = g.binary('max', before, g.likeConstant(before, 0));
  const share = total(g.cast(g.eq(after, g.likeConstant(after, 0)), 'float32'));
  return [after, ...everything(before), ...everything(after), share];
};

const flatShapes: readonly Shape[] = [[1024], [1537], [2, 9, 83], [40, 3, 11, 7], [20_003]];
/** Rows, terms and columns: shared out by panels, by rows, in blocks, with incomplete tiles. */
const products: readonly (readonly [number, number, number])[] = [
  [32, 7, 300],
  [200, 5, 33],
  [50, 9, 48],
  [1, 4, 1500],
  [300, 6, 10],
];

/** Totals that kernels compute along the way, with the values that they are totals of. */
export const riderCases: readonly Case[] = [
  ...flatShapes.map(
    (shape): Case => ({
      name: `totals of an elementwise value of ${formatShape(shape)}`,
      parameters: [quarters(shape)],
      build: (x) => {
        const y = halved(x);
        return [y, ...everything(y), total(x)];
      },
      compare: 1e-6,
    }),
  ),
  {
    name: 'totals of what is broadcast, in rows shorter than a vector',
    parameters: [quarters([600, 3]), quarters([3])],
    build: (x, row) => {
      const y = g.add(x, g.broadcastTo(row, x.shape));
      return [y, ...everything(y)];
    },
    compare: 1e-6,
  },
  {
    name: 'totals of integers and of bools',
    parameters: [integers([41, 50], 'int32', -9, 9), integers([41, 50], 'uint32', 0, 9)],
    build: (x, y) => {
      const [a, b] = [g.add(x, x), g.add(y, y)];
      return [a, b, ...everything(a), ...everything(b), ...extremes(g.gt(x, g.likeConstant(x, 3)))];
    },
  },
  ...products.flatMap(([rows, terms, columns]): Case[] => [
    {
      name: `totals of a layer (${rows}, ${terms}) x (${terms}, ${columns})`,
      parameters: [quarters([rows, terms], 1), quarters([terms, columns], 2), quarters([columns], 3)],
      build: layer,
      compare: 1e-6,
    },
    {
      name: `totals of a product with a transposed operand (${rows}, ${terms}) x (${columns}, ${terms})'`,
      parameters: [quarters([rows, terms], 1), quarters([columns, terms], 2)],
      build: (x, w) => {
        const y = halved(g.matmul(x, g.transpose(w, [1, 0])));
        return [y, ...everything(y)];
      },
      compare: 1e-6,
    },
  ]),
  {
    name: 'totals of a batch of products',
    parameters: [quarters([5, 19, 6], 1), quarters([5, 6, 21], 2)],
    build: (a, b) => {
      const y = halved(g.dot(a, b, { leftBatch: [0], rightBatch: [0], leftContract: [2], rightContract: [1] }));
      return [y, ...everything(y)];
    },
    compare: 1e-6,
  },
  {
    name: 'totals of a weight, its gradient and its change, while it is overwritten',
    parameters: [quarters([32, 60], 1), quarters([32, 45], 2), quarters([60, 45], 3)],
    build: (x, error, w) => {
      const gradient = g.matmul(g.transpose(x, [1, 0]), error);
      const next = g.sub(w, halved(gradient));
      return [next, squares(w), squares(gradient), squares(g.sub(next, w))];
    },
    overwrites: [2, null, null, null],
    compare: 1e-6,
  },
  {
    name: 'a value scaled by its own total',
    parameters: [quarters([50, 40])],
    build: (x) => {
      const y = halved(x);
      const scaled = g.mul(y, g.broadcastTo(total(y), y.shape));
      return [y, scaled, squares(scaled)];
    },
    compare: 1e-6,
  },
];
