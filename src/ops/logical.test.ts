import { describe, expect, test } from 'vitest';
import { convertToTensor } from '../tensor/convert.ts';
import { logicalAnd, logicalNot, logicalOr, logicalXor, select, where } from './logical.ts';
import { expectGradient, expectValues } from './testing/expect.ts';

test('logic of anything that is or isn’t zero', () => {
  const a = [0, 0, 1, 2];
  const b = [0, 3, 0, 4];
  expectValues(logicalAnd(a, b), [0, 0, 0, 1]);
  expectValues(logicalOr(a, b), [0, 1, 1, 1]);
  expectValues(logicalXor(a, b), [0, 1, 1, 0]);
  expectValues(logicalNot(a), [1, 1, 0, 0]);
  expect(logicalNot(a).dtype).toBe('bool');
});

describe('where', () => {
  test('chooses and broadcasts all three', () => {
    expectValues(where([[true], [false]], [1, 2], 9), [
      [1, 2],
      [9, 9],
    ]);
  });

  test('promotes the choices, not the condition', () => {
    expect(where([true], convertToTensor([1], 'int32'), 0).dtype).toBe('int32');
    expect(where([1], convertToTensor([1], 'int32'), 0.5).dtype).toBe('float32');
  });

  test('takes the choices by name, too', () => {
    expectValues(where([true, false], { x1: 1, x2: 2 }), [1, 2]);
  });

  test('refuses a condition alone', () => {
    // @ts-expect-error two values are missing
    expect(() => where([true])).toThrow('a condition and two values');
  });

  test('has the gradient of what was chosen', () => {
    expectGradient(
      (a, b) => where([true, false], a, b),
      [
        [1, 2],
        [3, 4],
      ],
    );
  });
});

describe('select', () => {
  test('takes the first condition that holds', () => {
    const x = convertToTensor([1, 2, 3, 4]);
    const conditions = [
      [true, false, false, false],
      [true, true, false, false],
    ];
    expectValues(select(conditions, [x, [10, 20, 30, 40]], { default: -1 }), [1, 20, -1, -1]);
  });

  test('needs a choice for each condition', () => {
    expect(() => select([[true]], [])).toThrow('Received: 1 conditions and 0 choices');
  });
});
