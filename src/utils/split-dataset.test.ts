import fc from 'fast-check';
import { expect, test } from 'vitest';
import { convertToTensor } from '../tensor/convert.ts';
import { splitDataset } from './split-dataset.ts';

const samples = [
  [1, 10],
  [2, 20],
  [3, 30],
  [4, 40],
];

test('the first on the left, the last on the right', () => {
  expect(splitDataset(samples, { leftSize: 1 })).toEqual([samples.slice(0, 1), samples.slice(1)]);
  expect(splitDataset(samples, { rightSize: 1 })).toEqual([samples.slice(0, 3), samples.slice(3)]);
  expect(splitDataset(samples, { leftSize: 0.5 })).toEqual([samples.slice(0, 2), samples.slice(2)]);
  expect(splitDataset(samples, { leftSize: 1, rightSize: 0.25 })).toEqual([samples.slice(0, 1), samples.slice(3)]);
});

test('halves of a sample are rounded to even, as Python does', () => {
  expect(splitDataset([1, 2, 3, 4, 5], { leftSize: 0.5 })[0]).toEqual([1, 2]);
  expect(splitDataset([1, 2, 3], { leftSize: 0.5 })[0]).toEqual([1, 2]);
});

test('each kind of array keeps its kind', async () => {
  const [left, right] = splitDataset(
    {
      image: convertToTensor(samples),
      label: new Uint8Array([1, 2, 3, 4]),
      pair: [new Float32Array(4), convertToTensor([5, 6, 7, 8])] as const,
    },
    { leftSize: 3 },
  );
  expect(await left.image.array()).toEqual(samples.slice(0, 3));
  expect(await right.image.array()).toEqual(samples.slice(3));
  expect(left.label).toEqual(new Uint8Array([1, 2, 3]));
  expect(right.label).toEqual(new Uint8Array([4]));
  expect(left.pair[0]).toEqual(new Float32Array(3));
  expect(await right.pair[1].array()).toEqual([8]);
});

test('the order is that of random.shuffle in Python', () => {
  const digits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
  const order = (seed: number) => splitDataset(digits, { leftSize: 5, shuffle: true, seed }).flat();
  expect(order(0)).toEqual([7, 8, 1, 5, 3, 4, 2, 0, 9, 6]);
  expect(order(1)).toEqual([6, 8, 9, 7, 5, 3, 0, 4, 1, 2]);
  expect(order(42)).toEqual([7, 3, 2, 8, 5, 6, 9, 4, 0, 1]);
});

test('shuffled, every sample is on one side, and arrays stay together', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 40 }),
      fc.double({ min: 0.3, max: 0.7 }),
      fc.nat(),
      (count, leftSize, seed) => {
        const x = Float32Array.from({ length: count }, (_, i) => i);
        const [left, right] = splitDataset([x, x.map((value) => -value)] as const, { leftSize, shuffle: true, seed });
        expect([...left[0], ...right[0]].sort((a, b) => a - b)).toEqual([...x]);
        expect(left[1]).toEqual(left[0].map((value) => -value));
      },
    ),
    { seed: 7, numRuns: 50 },
  );
});

test.each([
  [{}, '`leftSize` or `rightSize` must be given. Received: neither'],
  [{ leftSize: 0 }, '`leftSize` must be a share between 0 and 1 (exclusive) or an integer from 1 to 3'],
  [{ leftSize: 4 }, 'Received: leftSize=4'],
  [{ rightSize: -1 }, 'Received: rightSize=-1'],
  [{ rightSize: 1.5 }, 'Received: rightSize=1.5'],
  [{ leftSize: Number.NaN }, 'Received: leftSize=NaN'],
  [{ leftSize: 3, rightSize: 2 }, 'must not add up to more than the 4 samples. Received: leftSize=3, rightSize=2'],
  [{ leftSize: 0.1 }, 'must leave samples on both sides. Received: leftSize=0.1'],
  [{ leftSize: 1, seed: -1 }, '`seed` must be an integer that is not negative. Received: seed=-1'],
])('sizes %o of four samples are refused', (options, message) => {
  expect(() => splitDataset(samples, options)).toThrow(message);
});

test('arrays of different lengths, scalars and misspelled options are refused', () => {
  expect(() => splitDataset([new Float32Array(3), new Float32Array(4)], { leftSize: 1 })).toThrow(
    'Received: [3, 4] samples',
  );
  expect(() => splitDataset(convertToTensor(1), { leftSize: 1 })).toThrow(
    '`dataset` must be samples along a first axis',
  );
  const options: object = { left_size: 1 };
  expect(() => splitDataset(samples, options)).toThrow('leftSize');
});
