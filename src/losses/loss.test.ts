import { describe, expect, test } from 'vitest';
import * as ops from '../ops/index.ts';
import { expectValues } from '../ops/testing/expect.ts';
import { jit } from '../tensor/jit.ts';
import { setMask } from '../tensor/mask.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Loss, type LossOptions } from './loss.ts';
import { MeanSquaredError } from './mean-squared-error.ts';

/** The cube of the error, scaled by an option of its own. */
class CubicError extends Loss {
  static override readonly className = 'CubicError';
  readonly scale: number;
  constructor(options: LossOptions & { scale?: number } = {}) {
    super(options);
    this.scale = options.scale ?? 1;
  }
  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    const cubes = ops.power(ops.abs(ops.subtract(yPred, yTrue)), 3);
    return ops.multiply(this.scale, ops.mean(cubes, { axis: -1 }));
  }
  override getConfig() {
    return { ...super.getConfig(), scale: this.scale };
  }
}

describe('a custom loss', () => {
  test('is weighted and reduced', () => {
    const loss = new CubicError({ scale: 2 });
    expectValues(loss.apply([[0], [0]], [[1], [2]]), 9);
    expectValues(loss.apply([[0], [0]], [[1], [2]], { sampleWeight: [1, 0] }), 1);
  });

  test('is named after its class, and reads its own config', () => {
    expect(new CubicError().name).toMatch(/^cubic_error/);
    const copy = CubicError.fromConfig(new CubicError({ scale: 3, name: 'mine', reduction: 'sum' }).getConfig());
    expect(copy).toBeInstanceOf(CubicError);
    expect(copy.getConfig()).toEqual({ name: 'mine', reduction: 'sum', scale: 3 });
  });
});

test('a Keras mask on the predictions leaves entries out', () => {
  const yPred = setMask(
    ops.array([
      [[1], [5]],
      [[2], [7]],
    ]),
    ops.array([
      [true, false],
      [true, false],
    ]),
  );
  expectValues(new MeanSquaredError().apply(ops.zeros([2, 2, 1]), yPred), 2.5);
});

test('is the same inside jit', () => {
  const loss = new MeanSquaredError();
  const step = jit((t: Tensor, p: Tensor, w: Tensor) => loss.apply(t, p, { sampleWeight: w }));
  expectValues(step(ops.array([[1], [2]]), ops.array([[2], [4]]), ops.array([1, 0.5])), 1.5);
});

test('refuses wrong input', () => {
  const loss = new MeanSquaredError();
  expect(() => loss.apply('y' as never, [[1]])).toThrow('`yTrue` must be a tensor or an array of numbers');
  expect(() => loss.apply([[1]], [[1]], { sampleWeights: [1] } as never)).toThrow(
    'Unknown option of MeanSquaredError.apply. Did you mean "sampleWeight"? Received: "sampleWeights"',
  );
  expect(() => new MeanSquaredError({ reductoin: 'sum' } as never)).toThrow('Did you mean "reduction"?');
  expect(() => new MeanSquaredError({ dtype: 'int32' })).toThrow('`dtype` must be a float');
  expect(() => new MeanSquaredError({ name: 3 } as never)).toThrow('`name` must be a string');
});
