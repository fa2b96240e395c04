import { describe, expect, test } from 'vitest';
import { convertToTensor } from '../tensor/convert.ts';
import { gradients } from '../tensor/gradients.ts';
import { sum } from './reduction.ts';
import * as ops from './sigmoid.ts';
import { expectGradient, expectValues } from './testing/expect.ts';

const xs = [-4.2, -1.3, -0.4, 0.3, 0.7, 1.6, 5.1];
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const softplus = (x: number) => Math.log1p(Math.exp(x));

describe('formulas', () => {
  test.each([
    ['sigmoid', ops.sigmoid, sigmoid],
    ['softplus', ops.softplus, softplus],
    ['logSigmoid', ops.logSigmoid, (x: number) => -softplus(-x)],
    ['softsign', ops.softsign, (x: number) => x / (1 + Math.abs(x))],
    ['mish', ops.mish, (x: number) => x * Math.tanh(softplus(x))],
    ['hardSigmoid', ops.hardSigmoid, (x: number) => Math.min(Math.max(x / 6 + 0.5, 0), 1)],
    ['hardSilu', ops.hardSilu, (x: number) => x * Math.min(Math.max(x / 6 + 0.5, 0), 1)],
    ['hardTanh', ops.hardTanh, (x: number) => Math.min(Math.max(x, -1), 1)],
    ['sparseSigmoid', ops.sparseSigmoid, (x: number) => Math.min(Math.max((x + 1) / 2, 0), 1)],
  ] as const)('%s', (_, op, formula) => {
    expectValues(
      op(xs),
      xs.map((x) => formula(Math.fround(x))),
    );
    expectGradient((x) => op(x), [xs], 6e-3);
  });
});

describe('extreme inputs', () => {
  test.each([
    ['sigmoid', ops.sigmoid],
    ['softplus', ops.softplus],
    ['logSigmoid', ops.logSigmoid],
    ['softsign', ops.softsign],
    ['mish', ops.mish],
    ['hardSilu', ops.hardSilu],
  ] as const)('%s and its gradient stay finite', (_, op) => {
    const x = convertToTensor([-1e30, -1e4, -100, -0, 0, 100, 1e4, 1e30]);
    const y = op(x);
    const [dx] = gradients(sum(y), [x]);
    expect([...y.dataSync()].every(Number.isFinite)).toBe(true);
    expect(dx && [...dx.dataSync()].every(Number.isFinite)).toBe(true);
  });

  test('lose nothing far from zero', () => {
    expectValues(ops.softplus([-50]), [Math.exp(-50)], 1e-27);
    expectValues(ops.logSigmoid([-1e4, 50]), [-1e4, -Math.exp(-50)]);
  });

  test('NaN stays to be seen', () => {
    expectValues(ops.softplus([Number.NaN]), [Number.NaN]);
    expectValues(ops.hardTanh([Number.NaN]), [Number.NaN]);
  });
});
