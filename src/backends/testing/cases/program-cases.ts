import * as g from '../../../graph/build.ts';
import type { Node } from '../../../graph/node.ts';
import { type Case, floats, integers, listed, quarters } from '../program-case.ts';

const add1 = (x: Node) => g.add(x, g.likeConstant(x, 1));

/** Results, and parameters that are overwritten while their old value is needed. */
const cases: readonly Case[] = [
  { name: 'a result that is a parameter', parameters: [quarters([5, 3])], build: (x) => x },
  {
    name: 'the same result several times',
    parameters: [quarters([6, 4])],
    build: (x) => {
      const y = g.neg(x);
      return [x, y, y, x, g.constant(3, [2, 2]), g.constant(3, [2, 2])];
    },
  },
  { name: 'parameters that nothing reads', parameters: [quarters([3]), quarters([4])], build: (_, y) => add1(y) },
  {
    name: 'a result that views another',
    parameters: [quarters([6, 4])],
    build: (x) => {
      const y = add1(x);
      return [y, g.reshape(y, [24]), g.transpose(y, [1, 0]), g.flip(y, [0])];
    },
  },
  { name: 'no results', parameters: [quarters([3])], build: () => [] },
  {
    name: 'values shared by many results',
    parameters: [quarters([7, 5])],
    build: (x) => {
      const e = g.mul(x, x);
      return [g.add(e, x), g.sub(e, x), g.reduceSum(e, [0]), g.reduceSum(e, [1]), g.matmul(e, g.transpose(e, [1, 0]))];
    },
  },
  { name: 'overwrite: an increment', parameters: [quarters([37])], build: (x) => add1(x), overwrites: [0] },
  { name: 'overwrite: by a constant', parameters: [quarters([5])], build: () => g.constant(2, [5]), overwrites: [0] },
  { name: 'overwrite: by itself', parameters: [quarters([5])], build: (x) => x, overwrites: [0] },
  {
    name: 'overwrite: the old value is a result',
    parameters: [quarters([37])],
    build: (x) => [add1(x), x],
    overwrites: [0, null],
  },
  {
    name: 'overwrite: the old value is summed',
    parameters: [quarters([9, 5])],
    build: (x) => [add1(x), g.reduceSum(x, [0]), g.reduceSum(x, [0, 1])],
    overwrites: [0, null, null],
  },
  {
    name: 'overwrite: the sum of the old value is added',
    parameters: [quarters([9, 5])],
    build: (x) => g.add(x, g.broadcastTo(g.reduceSum(x, [0, 1]), [9, 5])),
    overwrites: [0],
  },
  {
    name: 'overwrite: swapped',
    parameters: [quarters([37], 1), quarters([37], 2)],
    build: (a, b) => [b, a],
    overwrites: [0, 1],
  },
  {
    name: 'overwrite: rotated',
    parameters: [quarters([5, 7], 1), quarters([5, 7], 2), quarters([5, 7], 3)],
    build: (a, b, c) => [b, c, a],
    overwrites: [0, 1, 2],
  },
  {
    name: 'overwrite: swapped through arithmetic',
    parameters: [quarters([37], 1), quarters([37], 2)],
    build: (a, b) => [g.add(a, b), g.sub(a, b)],
    overwrites: [0, 1],
  },
  {
    name: 'overwrite: swapped through transposes',
    parameters: [quarters([6, 6], 1), quarters([6, 6], 2)],
    build: (a, b) => [g.transpose(b, [1, 0]), g.transpose(a, [1, 0])],
    overwrites: [0, 1],
  },
  {
    name: 'overwrite: by its own transpose',
    parameters: [quarters([9, 9])],
    build: (x) => g.transpose(x, [1, 0]),
    overwrites: [0],
  },
  {
    name: 'overwrite: by itself and its transpose',
    parameters: [quarters([9, 9])],
    build: (x) => g.add(x, g.transpose(x, [1, 0])),
    overwrites: [0],
  },
  {
    name: 'overwrite: by its flip',
    parameters: [quarters([9])],
    build: (x) => g.add(x, g.flip(x, [0])),
    overwrites: [0],
  },
  {
    name: 'overwrite: shifted by one',
    parameters: [quarters([19])],
    build: (x) => g.concat([g.slice(x, [1], [19]), g.slice(x, [0], [1])], 0),
    overwrites: [0],
  },
  {
    name: 'overwrite: a cumulated shift',
    parameters: [quarters([19])],
    build: (x) => g.add(x, g.pad(g.slice(x, [0], [18]), [1], [0])),
    overwrites: [0],
  },
  {
    name: 'overwrite: by its reshaped transpose',
    parameters: [quarters([4, 6])],
    build: (x) => g.reshape(g.transpose(x, [1, 0]), [4, 6]),
    overwrites: [0],
  },
  {
    name: 'overwrite: a matrix by its square',
    parameters: [quarters([26, 26])],
    build: (x) => g.matmul(x, x),
    overwrites: [0],
  },
  {
    name: 'overwrite: a product added to its operand',
    parameters: [quarters([30, 30], 1), quarters([30, 30], 2)],
    build: (x, y) => g.add(x, g.matmul(x, y)),
    overwrites: [0],
  },
  {
    name: 'overwrite: a product added to what it does not read',
    parameters: [quarters([30, 7], 1), quarters([7, 30], 2), quarters([30, 30], 3)],
    build: (a, b, c) => g.sub(c, g.matmul(a, b)),
    overwrites: [2],
  },
  {
    name: 'overwrite: a product added to the transpose',
    parameters: [quarters([30, 7], 1), quarters([7, 30], 2), quarters([30, 30], 3)],
    build: (a, b, c) => g.sub(g.transpose(c, [1, 0]), g.matmul(a, b)),
    overwrites: [2],
  },
  {
    name: 'overwrite: a row by sums of a matrix that it was added to',
    parameters: [quarters([9, 30], 1), quarters([30], 2)],
    build: (x, r) => g.add(r, g.reduceSum(g.mul(x, g.broadcastTo(r, [9, 30])), [0])),
    overwrites: [1],
  },
  {
    name: 'overwrite: sorted',
    parameters: [quarters([17])],
    build: (x) => g.gather(x, g.argsort(x, 0)),
    overwrites: [0],
  },
  {
    name: 'overwrite: scattered into itself',
    parameters: [quarters([6, 5]), integers([6], 'int32', 0, 5)],
    build: (x, i) => g.scatterAdd(i, x, 6),
    overwrites: [0],
  },
  {
    name: 'overwrite: a key',
    parameters: [listed([1, 2], 'uint32')],
    build: (key) => [g.randomBits(key, [2]), g.randomBits(key, [9])],
    overwrites: [0, null],
  },
  {
    name: 'overwrite: a scalar that every element needs',
    parameters: [quarters([37]), quarters([])],
    build: (x, s) => [g.mul(x, g.broadcastTo(s, [37])), add1(s)],
    overwrites: [0, 1],
  },
  {
    name: 'overwrite: a scalar by a sum that it scales',
    parameters: [quarters([37]), quarters([])],
    build: (x, s) => [g.reduceSum(g.mul(x, g.broadcastTo(s, [37])), [0]), g.mul(x, g.broadcastTo(s, [37]))],
    overwrites: [1, null],
  },
  {
    name: 'overwrite: twice the same value into two parameters',
    parameters: [quarters([11], 1), quarters([11], 2)],
    build: (a, b) => {
      const sum = g.add(a, b);
      return [sum, sum, g.sub(a, b)];
    },
    overwrites: [0, 1, null],
  },
  {
    name: 'overwrite: a momentum step with two layers',
    parameters: [
      quarters([19, 30], 1),
      quarters([30, 26], 2),
      quarters([26, 10], 3),
      quarters([30, 26], 4),
      quarters([26, 10], 5),
    ],
    build: (x, w1, w2, m1, m2) => {
      const scale = (v: Node, by: number) => g.mul(v, g.likeConstant(v, by));
      const h = g.matmul(x, w1);
      const y = g.matmul(h, w2);
      const d2 = g.matmul(g.transpose(h, [1, 0]), y);
      const d1 = g.matmul(g.transpose(x, [1, 0]), g.matmul(y, g.transpose(w2, [1, 0])));
      const [n1, n2] = [g.add(scale(m1, 0.5), d1), g.add(scale(m2, 0.5), d2)];
      return [g.sub(w1, scale(n1, 2 ** -20)), g.sub(w2, scale(n2, 2 ** -20)), n1, n2, g.reduceSum(y, [0, 1])];
    },
    overwrites: [1, 2, 3, 4, null],
    compare: 1e-4,
    absolute: 1e-2,
  },
  {
    name: 'overwrite: large enough for several threads',
    parameters: [floats([300, 300], -1, 1, 1), floats([300, 300], -1, 1, 2)],
    build: (a, b) => [g.add(g.transpose(b, [1, 0]), a), g.exp(a)],
    overwrites: [0, 1],
    compare: 1e-6,
  },
  {
    name: 'overwrite: a large transpose of itself',
    parameters: [quarters([301, 301])],
    build: (x) => g.add(g.transpose(x, [1, 0]), x),
    overwrites: [0],
  },
];

export const programCases: readonly Case[] = cases.map((entry) => ({ compare: 'number', ...entry }));
