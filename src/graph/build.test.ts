import { describe, expect, test } from 'vitest';
import type { DType } from '../support/dtype.ts';
import { ArgumentError } from '../support/errors.ts';
import * as g from './build.ts';
import type { BinaryOp, UnaryOp } from './node.ts';

const value = (shape: readonly number[], dtype: DType = 'float32') => g.parameter({}, shape, dtype);
const m = value([2, 3]);

/** Every shape rule, with operands that it must refuse, and how the message ends. */
const refused: readonly (readonly [string, () => unknown, string])[] = [
  ['add of two shapes', () => g.add(m, value([3, 2])), 'Received: float32 (2, 3) and float32 (3, 2)'],
  ['add of two dtypes', () => g.add(m, value([2, 3], 'int32')), 'Received: float32 (2, 3) and int32 (2, 3)'],
  ['add of what would broadcast', () => g.add(m, value([3])), 'Received: float32 (2, 3) and float32 (3,)'],
  ['comparison of two dtypes', () => g.eq(m, value([2, 3], 'bool')), 'Received: float32 (2, 3) and bool (2, 3)'],
  ['bits of floats', () => g.binary('bitAnd', m, m), 'Primitive bitAnd takes integers. Received: float32'],
  ['shift of floats', () => g.binary('shiftLeft', m, m), 'Primitive shiftLeft takes integers. Received: float32'],
  [
    'angle of integers',
    () => g.binary('atan2', value([2], 'int32'), value([2], 'int32')),
    'Primitive atan2 takes floats. Received: int32',
  ],
  ['where on numbers', () => g.where(m, m, m), 'Received: float32 (2, 3)'],
  ['where on another shape', () => g.where(value([3], 'bool'), m, m), 'Received: bool (3,)'],
  [
    'where of two shapes',
    () => g.where(value([2, 3], 'bool'), m, value([3])),
    'Received: float32 (2, 3) and float32 (3,)',
  ],
  ['reshape to another size', () => g.reshape(m, [4]), 'Received: float32 (2, 3) and {"shape":[4]}'],
  [
    'transpose with a repeated axis',
    () => g.transpose(m, [1, 1]),
    'Received: float32 (2, 3) and {"permutation":[1,1]}',
  ],
  ['transpose with too few axes', () => g.transpose(m, [0]), '{"permutation":[0]}'],
  [
    'broadcast of another extent',
    () => g.broadcast(m, [4, 3]),
    'only axes of extent 1 can be repeated. Received: float32 (2, 3) and {"shape":[4,3]}',
  ],
  ['broadcast to another rank', () => g.broadcast(m, [1, 2, 3]), '{"shape":[1,2,3]}'],
  ['broadcastTo fewer axes', () => g.broadcastTo(m, [3]), 'Received: shape=(3,)'],
  [
    'slice beyond the end',
    () => g.slice(m, [0, 0], [2, 4]),
    'Received: float32 (2, 3) and {"starts":[0,0],"limits":[2,4],"strides":[1,1]}',
  ],
  ['slice backwards', () => g.slice(m, [1, 2], [2, 1]), '"starts":[1,2]'],
  ['slice with stride 0', () => g.slice(m, [0, 0], [2, 3], [1, 0]), '"strides":[1,0]'],
  ['slice with a negative start', () => g.slice(m, [-1, 0], [2, 3]), '"starts":[-1,0]'],
  ['pad below nothing', () => g.pad(m, [-3, 0], [0, 0]), '"low":[-3,0]'],
  ['pad with negative interior', () => g.pad(m, [0, 0], [0, 0], 0, [-1, 0]), '"interior":[-1,0]'],
  ['pad of another rank', () => g.pad(m, [1], [1]), '"low":[1]'],
  [
    'flip of an axis that is not there',
    () => g.flip(m, [2]),
    'the axes must exist. Received: float32 (2, 3) and {"axes":[2]}',
  ],
  ['concat of other extents', () => g.concat([m, value([3, 3])], 1), 'Received: (2, 3), (3, 3)'],
  ['concat of two ranks', () => g.concat([m, value([3])], 0), 'Received: (2, 3), (3,)'],
  ['reduction over unsorted axes', () => g.reduceSum(m, [1, 0]), 'Received: axes=[1,0] for shape (2, 3)'],
  ['reduction over an axis that is not there', () => g.reduceSum(m, [2]), 'Received: axes=[2] for shape (2, 3)'],
  ['reduction over a repeated axis', () => g.reduceSum(m, [1, 1]), 'Received: axes=[1,1] for shape (2, 3)'],
  ['argmax of nothing', () => g.argReduce('argmax', value([2, 0]), 1), 'Received: axis=1 for shape (2, 0)'],
  ['argmax along no axis', () => g.argReduce('argmax', m, 2), 'Received: axes=[2] for shape (2, 3)'],
  ['argsort along no axis', () => g.argsort(m, -1), 'Received: axis=-1 for shape (2, 3)'],
  [
    'product of other extents',
    () => g.matmul(m, m),
    'Received: float32 (2, 3) over axes [1] and float32 (2, 3) over axes [0]',
  ],
  ['product of two dtypes', () => g.matmul(m, value([3, 2], 'int32')), 'int32 (3, 2) over axes [0]'],
  ['product over an axis that is not there', () => g.matmul(value([3]), m), 'float32 (3,) over axes [1]'],
  [
    'gather with float indices',
    () => g.gather(m, value([2])),
    'Primitive gather takes int32 indices. Received: float32 (2,)',
  ],
  ['gather from a scalar', () => g.gather(value([]), value([2], 'int32')), 'Received: shape ()'],
  ['gather from no rows', () => g.gather(value([0, 2]), value([2], 'int32')), 'Received: shape (0, 2)'],
  ['scatter with float indices', () => g.scatterAdd(value([2]), m, 4), 'Primitive scatterAdd takes int32 indices'],
  [
    'scatter of too few updates',
    () => g.scatterAdd(value([3], 'int32'), m, 4),
    'Received: indices (3,) and updates (2, 3)',
  ],
  ['random bits under a float key', () => g.randomBits(value([2]), [3]), 'Received: float32 (2,)'],
  ['random bits under three words', () => g.randomBits(value([3], 'uint32'), [3]), 'Received: uint32 (3,)'],
  [
    'QR of a vector',
    () => g.decompose(value([3]), 'qr'),
    'Decomposition qr takes float32 matrices. Received: float32 (3,)',
  ],
  ['LU of integers', () => g.decompose(value([3, 3], 'int32'), 'lu'), 'Received: int32 (3, 3)'],
  ['Cholesky of a wide matrix', () => g.decompose(value([2, 3]), 'cholesky'), 'takes square float32 matrices'],
  ['systems of other extents', () => g.solve(value([3, 3]), value([2, 3]), 'general'), 'Primitive solve takes'],
  ...(['exp', 'floor', 'sqrt', 'sin'] as const satisfies readonly UnaryOp[]).map(
    (op) =>
      [
        `${op} of integers`,
        () => g.unary(op, value([2], 'int32')),
        `Primitive ${op} takes floats. Received: int32`,
      ] as const,
  ),
];

test.each(refused)('refuses %s', (_, make, ending) => {
  expect(make).toThrow(ArgumentError);
  expect(make).toThrow(ending);
});

describe('shapes and dtypes of results', () => {
  const specs: readonly (readonly [
    string,
    () => { shape: readonly number[]; dtype: DType },
    readonly number[],
    DType,
  ])[] = [
    ['slice with strides', () => g.slice(value([9, 14]), [1, 2], [9, 14], [2, 3]), [4, 4], 'float32'],
    ['an empty slice', () => g.slice(m, [1, 1], [1, 3]), [0, 2], 'float32'],
    ['pad with interior', () => g.pad(m, [1, -1], [0, 2], 0, [2, 0]), [5, 4], 'float32'],
    ['pad of nothing', () => g.pad(value([0]), [1], [2], 0, [5]), [3], 'float32'],
    ['concat', () => g.concat([m, value([2, 0]), m], 1), [2, 6], 'float32'],
    ['argmax', () => g.argReduce('argmax', value([2, 3, 4]), 1), [2, 4], 'int32'],
    ['argmax of no lines', () => g.argReduce('argmax', value([0, 3]), 1), [0], 'int32'],
    ['comparison', () => g.lt(m, m), [2, 3], 'bool'],
    ['gather', () => g.gather(value([5, 3], 'bool'), value([2, 4], 'int32')), [2, 4, 3], 'bool'],
    ['scatterAdd', () => g.scatterAdd(value([2], 'int32'), value([2, 3], 'uint32'), 7), [7, 3], 'uint32'],
    [
      'dot',
      () =>
        g.dot(value([2, 3, 4]), value([4, 5, 2]), {
          leftBatch: [0],
          rightBatch: [2],
          leftContract: [2],
          rightContract: [0],
        }),
      [2, 3, 5],
      'float32',
    ],
    ['factors of a tall matrix', () => g.decompose(value([5, 3]), 'qr'), [15 + 9], 'float32'],
    ['factors of wide matrices', () => g.decompose(value([2, 3, 5]), 'svd'), [2, 9 + 3 + 15], 'float32'],
  ];
  test.each(specs)('%s', (_, make, shape, dtype) => {
    const made = make();
    expect([made.shape, made.dtype]).toEqual([shape, dtype]);
  });
});

test('what changes nothing makes no node', () => {
  expect(g.reshape(m, [2, 3])).toBe(m);
  expect(g.transpose(m, [0, 1])).toBe(m);
  expect(g.broadcastTo(m, [2, 3])).toBe(m);
  expect(g.flip(m, [])).toBe(m);
  expect(g.reduceSum(m, [])).toBe(m);
  expect(g.cast(m, 'float32')).toBe(m);
  expect(g.bitcast(m, 'float32')).toBe(m);
});

test('float constants are rounded to float32, integers are not', () => {
  const constantOf = (node: ReturnType<typeof g.constant>) => (node.op === 'constant' ? node.attrs.value : undefined);
  expect(constantOf(g.constant(0.1))).toBe(Math.fround(0.1));
  expect(constantOf(g.constant(4294967295, [], 'uint32'))).toBe(4294967295);
});

test('sums of cotangents go back to the shape that was broadcast', () => {
  expect(g.unbroadcast(value([4, 3]), [1, 3]).shape).toEqual([1, 3]);
  expect(g.unbroadcast(m, [2, 3])).toBe(m);
  const ops: readonly BinaryOp[] = ['add', 'mul'];
  expect(ops.map((op) => g.binary(op, m, m).shape)).toEqual([
    [2, 3],
    [2, 3],
  ]);
});
