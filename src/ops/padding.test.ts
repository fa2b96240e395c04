import { describe, expect, test } from 'vitest';
import { pad } from './padding.ts';
import { expectGradient, expectValues } from './testing/expect.ts';

const x = [
  [1, 2],
  [3, 4],
];

describe('pad', () => {
  test('with a constant', () => {
    expectValues(pad([1, 2], [1, 2]), [0, 1, 2, 0, 0]);
    expectValues(pad([1, 2], 1, { constantValues: 9 }), [9, 1, 2, 9]);
    expectValues(
      pad(x, [
        [0, 0],
        [1, 0],
      ]),
      [
        [0, 1, 2],
        [0, 3, 4],
      ],
    );
  });

  test.each([
    ['edge', [1, 1, 1, 1, 2, 3, 3, 3]],
    ['reflect', [2, 3, 2, 1, 2, 3, 2, 1]],
    ['symmetric', [3, 2, 1, 1, 2, 3, 3, 2]],
    ['wrap', [1, 2, 3, 1, 2, 3, 1, 2]],
  ] as const)('by mode %s', (mode, expected) => {
    expectValues(pad([1, 2, 3], [3, 2], mode), [...expected]);
  });

  test('refuses widths and modes that do not exist', () => {
    expect(() =>
      pad(x, [
        [1, 1],
        [1, 1],
        [1, 1],
      ]),
    ).toThrow('a pair of integers for each of the 2 axes');
    expect(() => pad(x, [[-1, 0]])).toThrow('`padWidth`');
    // @ts-expect-error a misspelt mode
    expect(() => pad(x, 1, { mode: 'reflct' })).toThrow('Did you mean "reflect"?');
  });
});

test('gradients agree with differences', () => {
  expectGradient((t) => pad(t, 1), [x]);
  expectGradient((t) => pad(t, 1, 'reflect'), [x]);
});
