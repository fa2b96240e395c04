import { describe, expect, test } from 'vitest';
import { toLoss } from '../../losses/get.ts';
import type { LossIdentifier } from '../../losses/index.ts';
import { SparseCategoricalCrossentropy } from '../../losses/index.ts';
import { checkTargets, checkWeights } from './check-targets.ts';
import { toSampleArray } from './sample-array.ts';

const check = (loss: LossIdentifier, y: unknown, output: number[]) => () =>
  checkTargets(toLoss(loss), toSampleArray(y, 'y'), 'y', output);

describe('checkTargets', () => {
  test('targets of an elementwise loss look like the output; a last axis of extent 1 does not count', () => {
    for (const loss of ['mse', 'binary_crossentropy', 'MeanSquaredError'] as const) {
      expect(check(loss, [1, 2], [32, 1])).not.toThrow();
      expect(check(loss, [[1], [2]], [32, 1])).not.toThrow();
      expect(check(loss, [[1], [2]], [32])).not.toThrow();
      expect(check(loss, [1, 2], [32, 10])).toThrow(/`y` must have shape \(batch, 10\).*Received: y of shape \(2,\)/);
      expect(check(loss, [[1, 2]], [32, 10])).toThrow(/`y` must have shape/);
    }
  });

  test('class numbers and one-hot rows are told apart', () => {
    expect(check('categorical_crossentropy', [1, 2], [32, 10])).toThrow(/sparse_categorical_crossentropy/);
    expect(check('sparse_categorical_crossentropy', [[0, 1, 0]], [32, 3])).toThrow(
      /go with 'categorical_crossentropy'/,
    );
    expect(check('sparse_categorical_crossentropy', [[2], [0]], [32, 3])).not.toThrow();
    expect(check('sparse_categorical_crossentropy', [[[2], [0]]], [32, 2, 3])).not.toThrow();
  });

  test('labels out of range', () => {
    const expected = /`y` must hold class numbers from 0 to 2, for the 3 classes.*Received: label/;
    expect(check('sparse_categorical_crossentropy', [0, 3], [32, 3])).toThrow(expected);
    expect(check('sparse_categorical_crossentropy', [0, -1], [32, 3])).toThrow(expected);
    expect(check('sparse_categorical_crossentropy', [0.5, 1], [32, 3])).toThrow(/label 0.5 at position 0/);
    expect(check('SparseCategoricalCrossentropy', [0, Number.NaN], [32, 3])).toThrow(/label NaN/);
    expect(check(new SparseCategoricalCrossentropy({ ignoreClass: -1 }), [0, -1], [32, 3])).not.toThrow();
  });

  test('a loss of the user reads its targets as it likes', () => {
    expect(check((_, yPred) => yPred, [[[1, 2, 3]]], [32, 3])).not.toThrow();
    expect(check('Circle', [1, 2], [32, 10])).not.toThrow();
  });
});

describe('checkWeights', () => {
  const weights = (y: unknown, output: number[]) => () =>
    checkWeights(toLoss('mse'), toSampleArray(y, 'w'), 'sampleWeight', output);

  test('one per sample, or per position', () => {
    expect(weights([1, 2], [32, 10])).not.toThrow();
    expect(weights([[1], [2]], [32, 10])).not.toThrow();
    expect(weights([[1, 2, 3]], [32, 3, 5])).not.toThrow();
    expect(weights([[1, 2, 3]], [32, 3])).toThrow(
      /`sampleWeight` must have shape.*Received: sampleWeight of shape \(1, 3\)/,
    );
  });
});
