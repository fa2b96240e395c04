import { expect, test } from 'vitest';
import { sum } from '../ops/reduction.ts';
import { convertToTensor } from '../tensor/convert.ts';
import { gradients } from '../tensor/gradients.ts';
import { Variable } from '../tensor/variable.ts';
import {
  AbsMaxQuantizer,
  absMaxQuantize,
  absMaxQuantizeGroupedWithZeroPoint,
  computeFloat8AmaxHistory,
  computeFloat8Scale,
  deserialize,
  fakeQuantWithMinMaxVars,
  get,
  Int4QuantizationConfig,
  Int8QuantizationConfig,
  packInt4,
  quantizeAndDequantize,
  serialize,
  unpackInt4,
} from './index.ts';

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

const matrix = [
  [0.5, -1.25, 2],
  [0.1, 0, -0.3],
  [1.5, 0.25, 0.7],
  [-0.9, 3, 0.2],
  [0.05, -0.6, 1.1],
];

test('each group of rows has a scale and a zero', async () => {
  const [q, scale, zero] = absMaxQuantizeGroupedWithZeroPoint(matrix, 2);
  expect(await q.array()).toEqual([
    [7, -8, 7],
    [-4, 7, -8],
    [7, -7, 7],
    [-8, 7, -2],
    [7, -8, 7],
  ]);
  await expectNear(scale, [0.026667, 0.083333, 0.153333, 0.16, 0.183333, 0.033333, 0.003333, 0.04, 0.073333]);
  expect(await zero.array()).toEqual([
    [-8, 7, -6],
    [-2, -8, -8],
    [-8, 7, -8],
  ]);
  expect([q.dtype, zero.dtype]).toEqual(['int8', 'int8']);
  // Numbers that are all the same have a scale too.
  const [same, step, origin] = absMaxQuantizeGroupedWithZeroPoint([[0.5], [0.5]], 2);
  const [n = 0] = await same.data();
  expect((n - (await origin.item())) * (await step.item())).toBeCloseTo(0.5, 1);
  expect(() => absMaxQuantizeGroupedWithZeroPoint([1, 2], 2)).toThrow('`inputs` must be a matrix of floats');
  expect(() => absMaxQuantizeGroupedWithZeroPoint(matrix, 0)).toThrow('`blockSize`');
});

test.each([
  ['float8_e4m3fn', [0, 1, -1.125, 0.3125, 18, 448, 448, 0.001953125, 0, 0.013671875, -288, 28, 24, 1, 1.25]],
  ['float8_e5m2', [0, 1, -1, 0.3125, 16, 448, 448, 0.0009765625, 0.0009765625, 0.013671875, -320, 28, 24, 1, 1.25]],
] as const)('floats that were %s for a while', async (dtype, wanted) => {
  const floats = [0, 1, -1.1, 0.3, 17.3, 448, 460, 1e-3, 2 ** -10, 0.0146, -300.7, 27, 25, 1.0625, 1.1875];
  expect([...(await quantizeAndDequantize(floats, 1, dtype, 'float32').data())]).toEqual(wanted);
  await expectNear(quantizeAndDequantize([0.3, 17.3], 0.37, 'float8_e5m2', 'float32'), [0.2775, 17.76]);
  expect(() => quantizeAndDequantize([1], 1, 'float8' as never, 'float32')).toThrow('`quantizedDtype`');
  expect(() => quantizeAndDequantize([1], 1, dtype, 'int8')).toThrow('a dtype of floats');
});

test('scales of floats in 8 bits, and the history they come from', async () => {
  const scales = [computeFloat8Scale(3, 2, 448), computeFloat8Scale(3, 2, 448, { margin: 2 })];
  expect(await Promise.all(scales.map(async (scale) => (await scale.item()).toFixed(6)))).toEqual([
    '0.006696',
    '0.026786',
  ]);
  const kept = [computeFloat8Scale(0, 2, 448), computeFloat8Scale(Number.POSITIVE_INFINITY, 0.5, 448)];
  expect(await Promise.all(kept.map((scale) => scale.item()))).toEqual([2, 0.5]);
  expect(await computeFloat8AmaxHistory(matrix, [3, 1, 2, 0]).array()).toEqual([3, 2, 0, 3]);
  expect(await computeFloat8AmaxHistory([-4], [1]).array()).toEqual([4]);
  expect(() => computeFloat8AmaxHistory([1], 1)).toThrow('`amaxHistory` must be a vector');
});

test('quantizers and configs go through JSON as in Keras', () => {
  const envelope = {
    module: 'keras.quantizers',
    class_name: 'AbsMaxQuantizer',
    config: { value_range: [-127, 127], epsilon: 1e-7, output_dtype: 'int8', axis: [0] },
    registered_name: null,
  };
  expect(serialize(new AbsMaxQuantizer({ axis: 0 }))).toEqual(envelope);
  expect(serialize(deserialize(JSON.parse(JSON.stringify(envelope))))).toEqual(envelope);
  expect(get('abs_max_quantizer')).toBeInstanceOf(AbsMaxQuantizer);
  expect(get(null)).toBeNull();
  expect(() => get('abs_max_quantiser' as never)).toThrow('Did you mean "abs_max_quantizer"?');
  expect(new Int4QuantizationConfig().getConfig()).toEqual({
    weight_quantizer: null,
    activation_quantizer: null,
    block_size: 128,
  });
  // Files from before there were blocks.
  expect(Int4QuantizationConfig.fromConfig({ weight_quantizer: null }).getConfig().block_size).toBeNull();
});

test('what configs and quantizers refuse', () => {
  const quantizer = new AbsMaxQuantizer();
  expect(() => new AbsMaxQuantizer({ valueRange: [-200, 127] })).toThrow('from -128 to 127 for int8');
  expect(() => new AbsMaxQuantizer({ outputDtype: 'float32' })).toThrow('`outputDtype` must be a dtype of integers');
  expect(() => absMaxQuantize(x, 0, { valueRange: 3 as never })).toThrow('`valueRange` must be the least and the');
  expect(() => new Int4QuantizationConfig({ blockSize: 0 })).toThrow('`blockSize` must be a positive integer');
  expect(() => new Int4QuantizationConfig({ activationQuantizer: quantizer })).toThrow(
    'null where there are quantizers',
  );
  expect(() => new Int4QuantizationConfig({ weightQuantizer: quantizer, blockSize: null })).toThrow('[-8, 7]');
  const wide = new AbsMaxQuantizer({ outputDtype: 'int16' });
  expect(() => new Int8QuantizationConfig({ weightQuantizer: wide })).toThrow("outputDtype is 'int8'");
  expect(() => new Int8QuantizationConfig({ weightQuantizer: 3 as never })).toThrow(
    '`weightQuantizer` must be a quantizer',
  );
});
