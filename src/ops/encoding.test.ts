import { expect, test } from 'vitest';
import { convertToTensor } from '../tensor/convert.ts';
import { multiHot, oneHot } from './encoding.ts';
import { expectValues } from './testing/expect.ts';

test('oneHot', () => {
  expectValues(oneHot([1, 0, -1, 3], 3), [
    [0, 1, 0],
    [1, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
  ]);
  expectValues(oneHot([1, 0], 2, 0), [
    [0, 1],
    [1, 0],
  ]);
  expect(oneHot(convertToTensor([[1]], 'int32'), 4, { dtype: 'bool' }).dtype).toBe('bool');
  expect(oneHot([[1]], 4).shape).toEqual([1, 1, 4]);
  expect(() => oneHot([1], 0)).toThrow('`numClasses` must be a positive integer. Received: numClasses=0');
});

test('multiHot', () => {
  expectValues(multiHot([0, 2], { numClasses: 4 }), [1, 0, 1, 0]);
  expectValues(
    multiHot(
      [
        [0, 2],
        [1, 1],
      ],
      3,
    ),
    [
      [1, 0, 1],
      [0, 1, 0],
    ],
  );
});
