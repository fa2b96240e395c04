import { expect, test } from 'vitest';
import * as ops from '../ops/index.ts';
import { expectValues } from '../ops/testing/expect.ts';
import { jit } from '../tensor/jit.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { SparseCategoricalAccuracy, sparseCategoricalAccuracy } from './sparse-categorical-accuracy.ts';

const yPred = [
  [0.1, 0.6, 0.3],
  [0.05, 0.95, 0],
];

test('labels may be a column, integers or floats; steps stay', () => {
  expectValues(sparseCategoricalAccuracy([2, 1], yPred), [0, 1]);
  expectValues(sparseCategoricalAccuracy([[2], [1]], yPred), [0, 1]);
  expectValues(sparseCategoricalAccuracy(new Uint8Array([2, 1]), yPred), [0, 1]);
  expectValues(sparseCategoricalAccuracy([[2, 1]], [yPred]), [[0, 1]]);
});

test('gathers inside a compiled step', () => {
  const accuracy = new SparseCategoricalAccuracy();
  const step = jit((t: Tensor, p: Tensor) => {
    accuracy.updateState(t, p);
  });
  step(ops.array([2, 1]), ops.array(yPred));
  step(ops.array([1, 1]), ops.array(yPred));
  expectValues(accuracy.result(), 0.75);
});

test('labels that do not fit are refused', () => {
  expect(() => sparseCategoricalAccuracy([2, 1, 0], yPred)).toThrow('`yTrue` must hold one class number');
});
