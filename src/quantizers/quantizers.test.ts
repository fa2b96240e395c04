import { expect, test } from 'vitest';
import { sum } from '../ops/reduction.ts';
import { convertToTensor } from '../tensor/convert.ts';
import { gradients } from '../tensor/gradients.ts';
import { Variable } from '../tensor/variable.ts';
import { absMaxQuantize, fakeQuantWithMinMaxVars, packInt4, unpackInt4 } from './index.ts';

const x = [
  [0.5, -1.25, 2],
  [0.1, 0, -0.3],
];

const expectNear = async (actual: { data(): Promise<ArrayLike<number>> }, wanted: readonly number[]) => {
  const values = await actual.data();
  wanted.forEach((value, i) => {
    expect(values[i]).toBeCloseTo(value, 4);
  });
};

// Numbers: keras.quantizers of Keras 3.15.1 on JAX.
test('absMaxQuantize along one axis, and over all', async () => {
  const [columns, scales] = absMaxQuantize(x, 0);
  expect(columns.dtype).toBe('int8');
  expect(await columns.array()).toEqual([
    [127, -127, 127],
    [25, 0, -19],
  ]);
  await expectNear(scales, [253.99994, 101.59999, 63.5]);
  expect(await absMaxQuantize(x, -1)[0].array()).toEqual([
    [32, -79, 127],
    [42, 0, -127],
  ]);
  expect(await absMaxQuantize(x, [0, 1])[0].array()).toEqual([
    [32, -79, 127],
    [6, 0, -19],
  ]);
  expect(() => absMaxQuantize(convertToTensor([1, 2], 'int32'), 0)).toThrow('`inputs` must be floats');
  expect(() => absMaxQuantize(x, 0, { dtype: 'float16' })).toThrow('a dtype of integers');
});

const integers = convertToTensor(
  [
    [1, -2, 3],
    [-8, 7, 0],
    [5, 4, -1],
  ],
  'int8',
);

test.each([
  [
    0,
    [
      [-127, 126, 3],
      [5, 4, 15],
    ],
  ],
  [
    1,
    [
      [-31, 3],
      [120, 0],
      [69, 15],
    ],
  ],
  [
    -1,
    [
      [-31, 3],
      [120, 0],
      [69, 15],
    ],
  ],
])('two integers of 4 bits in one of 8, along axis %i', async (axis, wanted) => {
  const [packed, shape, length] = packInt4(integers, { axis });
  expect(await packed.array()).toEqual(wanted);
  expect([shape, length, packed.dtype]).toEqual([packed.shape, 3, 'int8']);
  expect(await unpackInt4(packed, length, { axis }).array()).toEqual(await integers.array());
});

test('integers without a sign; wrong dtypes', async () => {
  const bytes = convertToTensor([15, 0, 9], 'uint8');
  const [packed, , length] = packInt4(bytes, { dtype: 'uint8' });
  expect(await unpackInt4(packed, length, { dtype: 'uint8' }).array()).toEqual([15, 0, 9]);
  expect(() => packInt4(bytes)).toThrow('`arr` must be a tensor of int8');
  expect(() => unpackInt4(packed, 5, { dtype: 'uint8' })).toThrow(
    '`origLen` must be the extent before packing, at most 4',
  );
  expect(() => unpackInt4([1, 2], 2)).toThrow('`packed` must be a tensor of int8 or uint8');
});

test('fakeQuantWithMinMaxVars, with limits for all or for each column', async () => {
  await expectNear(fakeQuantWithMinMaxVars(x, -1, 1), [0.5019608, -0.9960785, 1.0039216, 0.1019608, 0, -0.298039]);
  const options = { numBits: 4, narrowRange: true, axis: 1 } as const;
  const each = fakeQuantWithMinMaxVars(x, [-1, -2, 0], [1, 2, 3], options);
  await expectNear(each, [0.5714286, -1.1428572, 1.9285716, 0.142857, 0, 0]);
  expect(() => fakeQuantWithMinMaxVars(x, -1, 1, { numBits: 0 })).toThrow('`numBits`');
});

test('gradients pass within the limits, and go to the limits beyond them', async () => {
  const [inputs, low, high] = [new Variable([0.5, -3, 7, 9]), new Variable(-1), new Variable(1)];
  const found = gradients(sum(fakeQuantWithMinMaxVars(inputs, low, high)), [inputs, low, high]);
  expect(await Promise.all(found.map((gradient) => gradient?.array()))).toEqual([[1, 0, 0, 0], 1, 2]);
});
