import * as g from '../build.ts';
import { scan } from '../loop.ts';
import type { Node } from '../node.ts';
import type { GradientCase } from './gradient-cases.ts';

const flatten = (nodes: readonly Node[]): Node =>
  g.concat(
    nodes.map((node) => g.reshape(node, [node.shape.reduce((size, n) => size * n, 1)])),
    0,
  );
const of = (...shape: readonly number[]) => ({ shape });

/** Loops in which values take every way to and from the operands. */
export const loopGradientCases: readonly GradientCase[] = [
  {
    // An affine recurrence with products, a bias and a first state.
    operands: [of(4, 2, 3), of(3, 2), of(2, 2), of(2), of(2, 2)],
    build: (x, w, u, b, h) => {
      const { carries, outputs } = scan(
        ([state = h], [row = x]) => {
          const z = g.add(g.matmul(row, w), g.matmul(state, u));
          const next = g.unary('tanh', g.add(z, g.broadcastTo(b, [2, 2])));
          return { next: [next], outputs: [g.mul(next, next)] };
        },
        [h],
        [x],
        4,
        true,
      );
      return flatten([...carries, ...outputs]);
    },
  },
  {
    // Two carries, one an integer that counts, a constant that is used in several ways, an output without carries.
    operands: [of(3, 2), of(2)],
    build: (x, w) => {
      const { carries, outputs } = scan(
        ([s = w, i = w], [row = x]) => {
          const weight = g.broadcastTo(g.cast(i, 'float32'), [2]);
          const next = g.add(g.mul(s, w), g.mul(weight, g.exp(row)));
          const odd = g.eq(g.binary('rem', i, g.constant(2, [], 'int32')), g.constant(1, [], 'int32'));
          const kept = g.where(g.broadcastTo(odd, [2]), next, s);
          return { next: [kept, g.add(i, g.constant(1, [], 'int32'))], outputs: [g.mul(row, w), s] };
        },
        [g.mul(w, w), g.constant(0, [], 'int32')],
        [x],
        3,
        false,
      );
      return flatten([carries[0] ?? w, ...outputs]);
    },
  },
  {
    // A loop in a loop: the inner one starts from the outer's state and sees its rows.
    operands: [of(2, 3, 2), of(2, 2), of(2)],
    build: (x, u, h) => {
      const { carries, outputs } = scan(
        ([state = h], [rows = x]) => {
          const inner = scan(
            ([s = h], [row = x]) => {
              const z = g.reshape(g.matmul(g.reshape(s, [1, 2]), u), [2]);
              return { next: [g.unary('tanh', g.add(z, row))], outputs: [g.mul(s, row)] };
            },
            [state],
            [rows],
            3,
            false,
          );
          return { next: inner.carries, outputs: [flatten(inner.outputs)] };
        },
        [h],
        [x],
        2,
        true,
      );
      return flatten([...carries, ...outputs]);
    },
  },
  {
    // No rows, a constant alone: s -> s w, and its gradient through a slice, a sum and a product of constants.
    operands: [of(3, 3), of(2)],
    build: (w, s) => {
      const { carries } = scan(
        ([state = s]) => {
          const part = g.slice(w, [0, 1], [2, 3]);
          const z = g.reshape(g.matmul(g.reshape(state, [1, 2]), part), [2]);
          return { next: [g.add(z, g.reduceSum(g.mul(part, part), [0]))], outputs: [] };
        },
        [s],
        [],
        3,
        false,
      );
      return carries[0] ?? s;
    },
  },
];

/** The gradient of a gradient, by differences of the gradient. */
export const secondGradientCases: readonly GradientCase[] = [
  {
    operands: [of(3, 2), of(2)],
    build: (x, w) => {
      const { carries } = scan(
        ([s = w], [row = x]) => ({ next: [g.unary('tanh', g.mul(g.add(s, row), w))], outputs: [] }),
        [w],
        [x],
        3,
        false,
      );
      return carries[0] ?? w;
    },
  },
];
