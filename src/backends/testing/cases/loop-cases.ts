import * as g from '../../../graph/build.ts';
import { gradient } from '../../../graph/gradient.ts';
import { scan, whileLoop } from '../../../graph/loop.ts';
import type { Node } from '../../../graph/node.ts';
import { at } from '../../../support/shape.ts';
import { type Case, floats, integers, listed, quarters } from '../program-case.ts';

const one = (x: Node) => g.likeConstant(x, 1);
const sumAll = (x: Node) =>
  g.reduceSum(
    x,
    x.shape.map((_, i) => i),
  );
const gradientsOf = (results: readonly Node[], targets: readonly Node[]): Node[] => {
  const loss = results.map(sumAll).reduce(g.add);
  return gradient(loss, targets).map((node, i) => node ?? g.zerosLike(at(targets, i)));
};

/** h = tanh(x W + h U + b) over the rows of x, as a layer would. */
function recurrent(x: Node, w: Node, u: Node, b: Node, h0: Node, reverse = false): readonly Node[] {
  const { carries, outputs } = scan(
    ([h = h0], [row = x]) => {
      const z = g.add(g.matmul(row, w), g.matmul(h, u));
      const next = g.unary('tanh', g.add(z, g.broadcastTo(b, z.shape)));
      return { next: [next], outputs: [next] };
    },
    [h0],
    [x],
    at(x.shape, 0),
    reverse,
  );
  return [...carries, ...outputs];
}

const rnnParameters = (steps: number, batch: number, inputs: number, units: number) => [
  floats([steps, batch, inputs], -1, 1, 1),
  floats([inputs, units], -0.5, 0.5, 2),
  floats([units, units], -0.5, 0.5, 3),
  floats([units], -0.5, 0.5, 4),
  floats([batch, units], -1, 1, 5),
];

export const loopCases: readonly Case[] = [
  {
    name: 'running sums, of rows that are no whole vectors',
    parameters: [quarters([5, 7])],
    build: (x) => {
      const { carries, outputs } = scan(
        ([sum = x], [row = x]) => ({ next: [g.add(sum, row)], outputs: [g.add(sum, row), sum] }),
        [g.constant(0, [7])],
        [x],
        5,
        false,
      );
      return [...carries, ...outputs];
    },
    compare: 'bits',
  },
  {
    name: 'running products from the end',
    parameters: [floats([6, 3, 5], 0.5, 1.5)],
    build: (x) => {
      const { carries, outputs } = scan(
        ([product = x], [row = x]) => ({ next: [g.mul(product, row)], outputs: [product] }),
        [g.constant(1, [3, 5])],
        [x],
        6,
        true,
      );
      return [...carries, ...outputs];
    },
    compare: 'bits',
  },
  {
    name: 'carries that change places: Fibonacci',
    parameters: [integers([3], 'int32', 0, 3), integers([3], 'int32', 0, 3, 2)],
    build: (a, b) => {
      const { carries, outputs } = scan(
        ([x = a, y = b]) => ({ next: [y, g.add(x, y)], outputs: [x] }),
        [a, b],
        [],
        12,
        false,
      );
      return [...carries, ...outputs];
    },
  },
  {
    name: 'no rows at all',
    parameters: [quarters([0, 4])],
    build: (x) => {
      const { carries, outputs } = scan(
        ([sum = x], [row = x]) => ({ next: [g.add(sum, row)], outputs: [sum] }),
        [g.constant(2, [4])],
        [x],
        0,
        false,
      );
      return [...carries, ...outputs];
    },
  },
  {
    name: 'a recurrent layer and its gradients',
    parameters: rnnParameters(7, 3, 4, 5),
    build: (...parameters) => {
      const [x, w, u, b, h] = parameters as [Node, Node, Node, Node, Node];
      const results = recurrent(x, w, u, b, h);
      return [...results, ...gradientsOf(results, parameters)];
    },
    compare: 1e-4,
  },
  {
    name: 'a large recurrent layer backwards, and its gradients',
    parameters: rnnParameters(9, 33, 40, 70),
    build: (...parameters) => {
      const [x, w, u, b, h] = parameters as [Node, Node, Node, Node, Node];
      const results = recurrent(x, w, u, b, h, true);
      return [...results, ...gradientsOf(results, parameters)];
    },
    compare: 1e-3,
  },
  {
    name: 'a loop in a loop, both with rows, and gradients through both',
    parameters: [floats([3, 4, 5], -1, 1, 1), floats([5], -1, 1, 2), floats([5], -1, 1, 3)],
    build: (x, w, h) => {
      const outer = scan(
        ([state = h], [rows = x]) => {
          const inner = scan(
            ([s = h], [row = x]) => {
              const next = g.unary('tanh', g.add(g.mul(s, w), row));
              return { next: [next], outputs: [g.mul(next, row)] };
            },
            [state],
            [rows],
            4,
            true,
          );
          return { next: inner.carries, outputs: inner.outputs };
        },
        [h],
        [x],
        3,
        false,
      );
      const results = [...outer.carries, ...outer.outputs];
      return [...results, ...gradientsOf(results, [x, w, h])];
    },
    compare: 1e-4,
  },
  {
    name: 'a gradient of a gradient',
    parameters: [floats([4, 3], -1, 1, 1), floats([3], -1, 1, 2)],
    build: (x, w) => {
      const { carries } = scan(
        ([s = w], [row = x]) => ({ next: [g.unary('tanh', g.mul(g.add(s, row), w))], outputs: [] }),
        [g.constant(0.5, [3])],
        [x],
        4,
        false,
      );
      const first = gradientsOf(carries, [x, w]);
      return [...first, ...gradientsOf(first, [x, w])];
    },
    compare: 1e-4,
  },
  {
    name: 'rows that need no carry',
    parameters: [quarters([6, 3, 4]), quarters([4, 2], 2), integers([6, 2], 'int32', 0, 2), quarters([3, 5], 3)],
    build: (x, w, i, table) => {
      const { outputs } = scan(
        (_, [row = x, index = i]) => ({
          next: [],
          outputs: [
            g.matmul(row, w),
            g.gather(table, index),
            g.gather(row, index),
            g.transpose(g.reduceSum(row, [0]), [0]),
            g.matmul(row, g.transpose(row, [1, 0])),
            g.matmul(g.transpose(w, [1, 0]), g.transpose(row, [1, 0])),
            g.concat([g.pad(row, [0, 1], [1, 0], 2), g.flip(g.pad(row, [1, 0], [0, 1]), [1])], 1),
            g.argReduce('argmax', row, 1),
            g.argsort(row, 0),
            g.slice(row, [1, 0], [3, 4], [1, 2]),
            g.where(g.gt(row, g.zerosLike(row)), row, g.broadcastTo(g.constant(-1), row.shape)),
            g.cast(row, 'int32'),
          ],
        }),
        [],
        [x, i],
        6,
        false,
      );
      return outputs;
    },
    compare: 'number',
  },
  {
    name: 'as long as a condition holds',
    parameters: [listed([3, 40], 'float32'), listed([0], 'int32', [])],
    build: (x, zero) => {
      const carries = whileLoop(
        ([sum = x]) => g.lt(g.reduce('reduceMax', sum, [0]), g.constant(1000)),
        ([sum = x, count = zero]) => [g.add(g.add(sum, sum), x), g.add(count, one(count))],
        [x, zero],
      );
      const never = whileLoop(
        ([count = zero]) => g.lt(count, g.zerosLike(count)),
        ([count = zero]) => [g.add(count, one(count))],
        [zero],
      );
      return [...carries, ...never];
    },
    compare: 'bits',
  },
  {
    name: 'a condition that large kernels depend on',
    parameters: [floats([300, 301], 0.1, 0.9)],
    build: (x) =>
      whileLoop(
        ([y = x]) => g.gt(g.reduce('reduceMax', y, [0, 1]), g.constant(0.01)),
        ([y = x]) => [g.mul(y, x)],
        [x],
      ),
  },
  {
    name: 'parameters that a loop overwrites',
    parameters: [quarters([9]), quarters([9], 2), quarters([4, 9], 3)],
    build: (a, b, x) =>
      scan(
        ([p = a, q = b], [row = x]) => ({ next: [g.add(q, row), g.mul(p, g.likeConstant(p, 0.5))], outputs: [] }),
        [a, b],
        [x],
        4,
        false,
      ).carries,
    overwrites: [0, 1],
    compare: 'bits',
  },
];
