import { describe, expect, test } from 'vitest';
import { convertToTensor } from '../tensor/convert.ts';
import { gradients } from '../tensor/gradients.ts';
import { sum } from './reduction.ts';
import { glu, logSoftmax, softmax, sparsemax } from './softmax.ts';
import { expectGradient, expectValues } from './testing/expect.ts';

const xs = [-4.2, -1.3, -0.4, 0.3, 0.7, 1.6, 5.1];

describe('softmax and its kin', () => {
  test('along the last axis, another, or several', () => {
    expectValues(softmax([[0, Math.log(3)]]), [[0.25, 0.75]]);
    expectValues(softmax([[0], [Math.log(3)]], 0), [[0.25], [0.75]]);
    expectValues(
      softmax(
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
    expectValues(logSoftmax([[0, Math.log(3)]]), [[Math.log(0.25), Math.log(0.75)]]);
    expectValues(logSoftmax([0, -1000]), [0, -1000]);
    expectGradient((x) => softmax(x), [xs]);
    expectGradient((x) => logSoftmax(x), [xs]);
    expect(() => softmax(1)).toThrow('at least one axis, as softmax needs');
  });

  test('sparsemax gives exact zeros', () => {
    expectValues(sparsemax([1.5, 0, 0.1]), [1, 0, 0]);
    expectValues(sparsemax([[1.5], [0]], 0), [[1], [0]]);
  });

  test('glu gates one half with the other', () => {
    expectValues(glu([2, 4, 0, 0]), [1, 2]);
    expectValues(glu([[2], [0]], 0), [[1]]);
    expectGradient((x) => glu(x), [[0.3, -0.7, 0.5, 1.1]]);
    expect(() => glu([1, 2, 3])).toThrow('an even extent along axis 0');
  });
});

test.each([
  ['softmax', softmax],
  ['logSoftmax', logSoftmax],
] as const)('%s and its gradient stay finite at extreme inputs', (_, op) => {
  const x = convertToTensor([-1e30, -1e4, 0, 1e4, 1e30]);
  const y = op(x);
  const [dx] = gradients(sum(y), [x]);
  expect([...y.dataSync()].every(Number.isFinite)).toBe(true);
  expect(dx && [...dx.dataSync()].every(Number.isFinite)).toBe(true);
});
