import { describe, expect, test } from 'vitest';
import { expectValues } from '../ops/testing/expect.ts';
import { Constant, Ones, Zeros } from './constant.ts';

describe('constant initializers', () => {
  test('fill any shape with one value, in the dtype asked for', () => {
    expectValues(new Zeros().apply([2]), [0, 0]);
    expectValues(new Ones().apply([1, 2]), [[1, 1]]);
    expectValues(new Constant({ value: 0.25 }).apply([]), 0.25);
    expectValues(new Constant(3).apply([2], { dtype: 'int32' }), [3, 3]);
    expect(new Zeros().apply([1], { dtype: 'int32' }).dtype).toBe('int32');
  });

  test('Constant broadcasts a tensor and writes it to its config', () => {
    const constant = new Constant({ value: [1, 2] });
    expectValues(constant.apply([2, 2]), [
      [1, 2],
      [1, 2],
    ]);
    expect(constant.getConfig()).toEqual({ value: [1, 2] });
    expectValues(Constant.fromConfig(constant.getConfig()).apply([1, 2]), [[1, 2]]);
  });

  test('refuse unknown options and values', () => {
    expect(() => new Zeros({ value: 1 })).toThrow('Unknown option of Zeros');
    // @ts-expect-error no number
    expect(() => new Constant({ value: 'x' })).toThrow('`value` must be a number or a tensor. Received: value="x"');
  });
});
