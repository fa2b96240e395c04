import { describe, expect, test } from 'vitest';
import { convertToTensor } from '../tensor/convert.ts';
import { gradients } from '../tensor/gradients.ts';
import * as ops from './index.ts';
import { sum } from './reduction.ts';
import { expectGradient, expectValues } from './testing/expect.ts';

const xs = [-4.2, -1.3, -0.4, 0.3, 0.7, 1.6, 5.1];
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const softplus = (x: number) => Math.log1p(Math.exp(x));

describe('formulas', () => {
  test.each([
    ['relu', ops.relu, (x: number) => Math.max(x, 0)],
    ['relu6', ops.relu6, (x: number) => Math.min(Math.max(x, 0), 6)],
    ['leakyRelu', ops.leakyRelu, (x: number) => (x > 0 ? x : 0.2 * x)],
    ['elu', ops.elu, (x: number) => (x > 0 ? x : Math.expm1(x))],
    ['selu', ops.selu, (x: number) => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x))],
    ['celu', ops.celu, (x: number) => (x > 0 ? x : Math.expm1(x))],
    ['sigmoid', ops.sigmoid, sigmoid],
    ['silu', ops.silu, (x: number) => x * sigmoid(x)],
    ['softplus', ops.softplus, softplus],
    ['logSigmoid', ops.logSigmoid, (x: number) => -softplus(-x)],
    ['softsign', ops.softsign, (x: number) => x / (1 + Math.abs(x))],
    ['mish', ops.mish, (x: number) => x * Math.tanh(softplus(x))],
    ['hardSigmoid', ops.hardSigmoid, (x: number) => Math.min(Math.max(x / 6 + 0.5, 0), 1)],
    ['hardSilu', ops.hardSilu, (x: number) => x * Math.min(Math.max(x / 6 + 0.5, 0), 1)],
    ['hardTanh', ops.hardTanh, (x: number) => Math.min(Math.max(x, -1), 1)],
    ['tanhShrink', ops.tanhShrink, (x: number) => x - Math.tanh(x)],
    ['hardShrink', ops.hardShrink, (x: number) => (Math.abs(x) > 0.5 ? x : 0)],
    ['softShrink', ops.softShrink, (x: number) => (Math.abs(x) > 0.5 ? x - 0.5 * Math.sign(x) : 0)],
    ['squareplus', ops.squareplus, (x: number) => (x + Math.sqrt(x * x + 4)) / 2],
    ['sparsePlus', ops.sparsePlus, (x: number) => (x <= -1 ? 0 : x >= 1 ? x : (x + 1) ** 2 / 4)],
    ['sparseSigmoid', ops.sparseSigmoid, (x: number) => Math.min(Math.max((x + 1) / 2, 0), 1)],
  ] as const)('%s', (_, op, formula) => {
    expectValues(
      op(xs),
      xs.map((x) => formula(Math.fround(x))),
    );
    expectGradient((x) => op(x), [xs], 6e-3);
  });

  test('options, by position or by name', () => {
    expectValues(ops.leakyRelu([-1], 0.5), [-0.5]);
    expectValues(ops.elu([-1], { alpha: 2 }), [2 * Math.expm1(-1)]);
    expectValues(ops.celu([-1], { alpha: 2 }), [2 * Math.expm1(-0.5)]);
    expectValues(ops.hardShrink([0.7], 1), [0]);
    expectValues(ops.threshold([0.1, 0.7], 0.5, -1), [-1, 0.7]);
    expectValues(ops.gelu([1]), [0.841192]);
    expectValues(ops.gelu([1], { approximate: false }), [0.8413447]);
    expectGradient((x) => ops.gelu(x), [xs], 6e-3);
    expectGradient((x) => ops.gelu(x, false), [xs], 6e-3);
    // @ts-expect-error Python's spelling
    expect(() => ops.leakyRelu([-1], { negative_slope: 0.5 })).toThrow('Did you mean "negativeSlope"?');
  });

  test('integers become float32', () => {
    expect(ops.relu(convertToTensor([1], 'int32')).dtype).toBe('float32');
  });
});

describe('extreme inputs', () => {
  const extremes = [-1e30, -1e4, -100, -0, 0, 100, 1e4, 1e30];

  test.each([
    ['relu', ops.relu],
    ['elu', ops.elu],
    ['selu', ops.selu],
    ['celu', ops.celu],
    ['sigmoid', ops.sigmoid],
    ['silu', ops.silu],
    ['softplus', ops.softplus],
    ['logSigmoid', ops.logSigmoid],
    ['softsign', ops.softsign],
    ['mish', ops.mish],
    ['hardSilu', ops.hardSilu],
    ['softmax', ops.softmax],
    ['logSoftmax', ops.logSoftmax],
  ] as const)('%s and its gradient stay finite', (_, op) => {
    const x = convertToTensor(extremes);
    const y = op(x);
    const [dx] = gradients(sum(y), [x]);
    expect([...y.dataSync()].every(Number.isFinite)).toBe(true);
    expect(dx && [...dx.dataSync()].every(Number.isFinite)).toBe(true);
  });

  test.each([
    ['relu', ops.relu],
    ['relu6', ops.relu6],
    ['elu', ops.elu],
    ['leakyRelu', ops.leakyRelu],
    ['hardTanh', ops.hardTanh],
    ['softplus', ops.softplus],
  ] as const)('%s lets NaN be seen', (_, op) => {
    expectValues(op([Number.NaN]), [Number.NaN]);
  });

  test('the gradient of relu at 0 is 0', () => {
    const x = convertToTensor([0]);
    expectValues(gradients(sum(ops.relu(x)), [x])[0] ?? 1, [0]);
  });
});

describe('softmax and its kin', () => {
  test('along the last axis, another, or several', () => {
    expectValues(ops.softmax([[0, Math.log(3)]]), [[0.25, 0.75]]);
    expectValues(ops.softmax([[0], [Math.log(3)]], 0), [[0.25], [0.75]]);
    expectValues(
      ops.softmax(
        [
          [0, 0],
          [0, 0],
        ],
        { axis: [0, 1] },
      ),
      [
        [0.25, 0.25],
        [0.25, 0.25],
      ],
    );
    expectValues(ops.logSoftmax([[0, Math.log(3)]]), [[Math.log(0.25), Math.log(0.75)]]);
    expectValues(ops.logSoftmax([0, -1000]), [0, -1000]);
    expectGradient((x) => ops.softmax(x), [xs]);
    expectGradient((x) => ops.logSoftmax(x), [xs]);
    expect(() => ops.softmax(1)).toThrow('at least one axis, as softmax needs');
  });

  test('sparsemax gives exact zeros', () => {
    expectValues(ops.sparsemax([1.5, 0, 0.1]), [1, 0, 0]);
    expectValues(ops.sparsemax([[1.5], [0]], 0), [[1], [0]]);
  });

  test('glu gates one half with the other', () => {
    expectValues(ops.glu([2, 4, 0, 0]), [1, 2]);
    expectValues(ops.glu([[2], [0]], 0), [[1]]);
    expectGradient((x) => ops.glu(x), [[0.3, -0.7, 0.5, 1.1]]);
    expect(() => ops.glu([1, 2, 3])).toThrow('an even extent along axis 0');
  });
});
