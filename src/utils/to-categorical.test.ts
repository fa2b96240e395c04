import { expect, test } from 'vitest';
import { convertToTensor } from '../tensor/convert.ts';
import { toCategorical } from './to-categorical.ts';

test('a row for each label, as many classes as the largest label needs', async () => {
  const rows = toCategorical([0, 2, 1]);
  expect(rows.dtype).toBe('float32');
  expect(await rows.array()).toEqual([
    [1, 0, 0],
    [0, 0, 1],
    [0, 1, 0],
  ]);
});

test('the number of classes can be given, by name or by position', async () => {
  expect(toCategorical([0, 1], { numClasses: 5 }).shape).toEqual([2, 5]);
  expect(toCategorical([0, 1], 5).shape).toEqual([2, 5]);
  expect(toCategorical([0, 1], { numClasses: null }).shape).toEqual([2, 2]);
});

test('labels of any shape; a last axis of 1 is dropped', () => {
  expect(
    toCategorical([
      [0, 1, 2],
      [2, 1, 0],
    ]).shape,
  ).toEqual([2, 3, 3]);
  expect(toCategorical([[0], [1], [2]]).shape).toEqual([3, 3]);
  expect(toCategorical([1]).shape).toEqual([1, 2]);
  expect(toCategorical(1, 3).shape).toEqual([3]);
  expect(toCategorical(convertToTensor([3, 0], 'int32')).shape).toEqual([2, 4]);
  expect(toCategorical(new Uint8Array([3, 0])).shape).toEqual([2, 4]);
});

test.each([
  [[0, 3], 3, '`x` must be integers from 0 to 2 (numClasses - 1). Received: x=3'],
  [[-1, 0], 3, 'Received: x=-1'],
  [[0.5], 3, 'Received: x=0.5'],
  [[Number.NaN], 3, 'Received: x=NaN'],
  [[0], 0, '`numClasses` must be a positive integer'],
  [[0], 1.5, 'Received: numClasses=1.5'],
])('labels %s with %s classes are refused', (labels, numClasses, message) => {
  expect(() => toCategorical(labels, numClasses)).toThrow(message);
});

test('a misspelled option is named', () => {
  const options: object = { num_classes: 3 };
  expect(() => toCategorical([0], options)).toThrow('numClasses');
});
