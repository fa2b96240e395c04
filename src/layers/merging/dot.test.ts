import { expect, test } from 'vitest';
import { convertToTensor } from '../../tensor/convert.ts';
import { KerasTensor } from '../keras-tensor.ts';
import { Dot, dot } from './dot.ts';

test('products sample by sample', async () => {
  const [a, b] = [
    convertToTensor([
      [1, 2],
      [3, 4],
    ]),
    convertToTensor([
      [5, 6],
      [7, 8],
    ]),
  ];
  expect(await dot([a, b]).array()).toEqual([[17], [53]]);
  expect(
    await new Dot(1, { normalize: true }).apply([convertToTensor([[3, 4]]), convertToTensor([[6, 8]])]).item(),
  ).toBeCloseTo(1, 6);
});

test('along different axes', async () => {
  const a = convertToTensor([
    [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
  ]);
  const b = convertToTensor([[[1, 0, 1]]]);
  expect(await dot([a, b], { axes: [1, 2] }).array()).toEqual([[[6], [8]]]);
  expect(dot([new KerasTensor([null, 3, 4]), new KerasTensor([null, 5, 3])], { axes: [1, 2] }).shape).toEqual([
    null,
    4,
    5,
  ]);
});

test('refuses other numbers of inputs, axes and extents', () => {
  const x = new KerasTensor([null, 3]);
  expect(() => dot([x, new KerasTensor([null, 4])])).toThrow(/equal extents.*\(None, 3\) and \(None, 4\)/s);
  expect(() => dot([x, x, x])).toThrow(/exactly 2/);
  expect(() => new Dot(0)).toThrow(/batch axis 0/);
  expect(() => new Dot([1, 2, 3])).toThrow(/`axes`/);
});
