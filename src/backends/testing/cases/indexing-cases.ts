import * as g from '../../../graph/build.ts';
import { SPECIAL_FLOATS, SPECIAL_INTS, SPECIAL_UINTS } from '../numbers.ts';
import { type Case, floats, integers, listed, quarters } from '../program-case.ts';

const cases: readonly Case[] = [
  ...[1, 3, 4, 14, 33].map(
    (row): Case => ({
      name: `gather rows of ${row}, with indices outside`,
      parameters: [floats([9, row]), listed([0, 8, 3, -4, 22, 3, 2147483647, -2147483648], 'int32')],
      build: (x, i) => g.gather(x, i),
    }),
  ),
  {
    name: 'gather of scalars, of matrices, with indices of rank 0 and 2',
    parameters: [floats([9]), floats([4, 3, 5]), integers([2, 3], 'int32', 0, 3), listed([2], 'int32', [])],
    build: (v, m, i, one) => [g.gather(v, i), g.gather(m, i), g.gather(v, one), g.gather(m, one)],
  },
  {
    name: 'gather of every dtype',
    parameters: [
      integers([5, 3], 'int32', -9, 9),
      integers([5, 3], 'uint32', 0, 9),
      integers([5], 'bool', 0, 1),
      integers([7], 'int32', 0, 4),
    ],
    build: (a, b, c, i) => [g.gather(a, i), g.gather(b, i), g.gather(c, i)],
  },
  {
    name: 'gather of expressions, with computed indices, and what follows',
    parameters: [quarters([6, 10])],
    build: (x) => {
      const i = g.argsort(g.reduceSum(x, [1]), 0);
      return [g.neg(g.gather(g.transpose(g.mul(x, x), [1, 0]), i)), g.reduceSum(g.gather(x, i), [0])];
    },
  },
  ...[1, 3, 4, 14, 37].map(
    (row): Case => ({
      name: `scatterAdd rows of ${row}, repeated and outside`,
      parameters: [listed([0, 3, 3, -4, 22, 3, 5, 0], 'int32'), quarters([8, row])],
      build: (i, u) => g.scatterAdd(i, u, 6),
    }),
  ),
  {
    name: 'scatterAdd of scalars, of integers, with indices of rank 0 and 2, into no rows',
    parameters: [
      integers([2, 3], 'int32', -1, 4),
      quarters([2, 3]),
      integers([2, 3, 5], 'int32', -9, 9),
      listed([1], 'int32', []),
      quarters([5]),
      integers([2, 3], 'uint32', 0, 9),
    ],
    build: (i, u, v, one, w, x) => [
      g.scatterAdd(i, u, 4),
      g.scatterAdd(i, v, 4),
      g.scatterAdd(one, w, 3),
      g.scatterAdd(i, u, 0),
      g.scatterAdd(i, x, 4),
    ],
  },
  {
    name: 'scatterAdd of expressions',
    parameters: [integers([12], 'int32', 0, 4), quarters([12, 9])],
    build: (i, u) => g.neg(g.scatterAdd(g.add(i, g.likeConstant(i, 1)), g.mul(u, u), 6)),
  },
  ...(['mul', 'max', 'min'] as const).map(
    (combine): Case => ({
      name: `scatterReduce of rows by ${combine}, of floats and integers`,
      parameters: [
        integers([9], 'int32', -1, 4),
        integers([9, 21], 'int32', -3, 3),
        integers([9, 5], 'uint32', 0, 3),
        quarters([9, 3]),
      ],
      build: (i, a, b, x) => [
        g.scatterReduce(combine, i, a, 4),
        g.scatterReduce(combine, i, b, 4),
        g.scatterReduce(combine, i, x, 4),
      ],
    }),
  ),
  ...[1, 2, 3, 17, 64, 100].map(
    (extent): Case => ({
      name: `argsort of ${extent} with many ties, along either axis`,
      parameters: [integers([3, extent], 'int32', -4, 4), quarters([extent, 5])],
      build: (a, x) => [g.argsort(a, 1), g.argsort(x, 0), g.argsort(x, 1)],
    }),
  ),
  ...[0, 1, 2].map(
    (axis): Case => ({
      name: `argmax, argmin and argsort along axis ${axis}, with ties`,
      parameters: [quarters([4, 9, 5])],
      build: (x) => [g.argReduce('argmax', x, axis), g.argReduce('argmin', x, axis), g.argsort(x, axis)],
    }),
  ),
  ...(
    [
      ['float32', SPECIAL_FLOATS],
      ['int32', SPECIAL_INTS],
      ['uint32', SPECIAL_UINTS],
    ] as const
  ).map(
    ([dtype, values]): Case => ({
      name: `argmax, argmin and argsort of special ${dtype}`,
      parameters: [listed(values, dtype), listed(values.slice(3), dtype, [5, 7])],
      build: (x, y) =>
        [x, y].flatMap((v) => [g.argReduce('argmax', v, 0), g.argReduce('argmin', v, 0), g.argsort(v, 0)]),
    }),
  ),
  {
    name: 'argmax and argsort of bools, of one element, of expressions',
    parameters: [integers([3, 8], 'bool', 0, 1), floats([1, 4]), floats([5, 6])],
    build: (b, one, x) => [
      g.argReduce('argmax', b, 1),
      g.argsort(b, 1),
      g.argReduce('argmin', one, 0),
      g.argsort(one, 0),
      g.argReduce('argmax', g.neg(g.transpose(x, [1, 0])), 0),
      g.cast(g.argsort(g.mul(x, x), 1), 'float32'),
    ],
  },
];

/** Indexing copies, or adds what is exact. */
export const indexingCases: readonly Case[] = cases.map((entry) => ({ compare: 'number', ...entry }));
