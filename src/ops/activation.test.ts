import { describe, expect, test } from 'vitest';
import { convertToTensor } from '../tensor/convert.ts';
import { gradients } from '../tensor/gradients.ts';
import * as ops from './activation.ts';
import { sum } from './reduction.ts';
import { expectGradient, expectValues } from './testing/expect.ts';

const xs = [-4.2, -1.3, -0.4, 0.3, 0.7, 1.6, 5.1];
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

describe('formulas', () => {
  test.each([
    ['relu', ops.relu, (x: number) => Math.max(x, 0)],
    ['relu6', ops.relu6, (x: number) => Math.min(Math.max(x, 0), 6)],
    ['leakyRelu', ops.leakyRelu, (x: number) => (x > 0 ? x : 0.2 * x)],
    ['elu', ops.elu, (x: number) => (x > 0 ? x : Math.expm1(x))],
    ['selu', ops.selu, (x: number) => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x))],
    ['celu', ops.celu, (x: number) => (x > 0 ? x : Math.expm1(x))],
    ['silu', ops.silu, (x: number) => x * sigmoid(x)],
    ['squareplus', ops.squareplus, (x: number) => (x + Math.sqrt(x * x + 4)) / 2],
    ['sparsePlus', ops.sparsePlus, (x: number) => (x <= -1 ? 0 : x >= 1 ? x : (x + 1) ** 2 / 4)],
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
    ['silu', ops.silu],
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
  ] as const)('%s lets NaN be seen', (_, op) => {
    expectValues(op([Number.NaN]), [Number.NaN]);
  });

  test('the gradient of relu at 0 is 0', () => {
    const x = convertToTensor([0]);
    expectValues(gradients(sum(ops.relu(x)), [x])[0] ?? 1, [0]);
  });
});
