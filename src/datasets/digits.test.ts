import { expect, test } from 'vitest';
import { loadData } from './digits.ts';

test('1,438 images to train on and 359 to test with', async () => {
  const [[xTrain, yTrain], [xTest, yTest]] = await loadData();
  expect([xTrain.shape, yTrain.shape]).toEqual([[1438, 8, 8], [1438]]);
  expect([xTest.shape, yTest.shape]).toEqual([[359, 8, 8], [359]]);
  expect([xTrain.dtype, yTrain.dtype]).toEqual(['float32', 'int32']);
});

test('the pixels are 0 to 16 and every digit occurs about equally often', async () => {
  const [[x, y], [xTest, yTest]] = await loadData();
  const pixels = [...(await x.data()), ...(await xTest.data())];
  expect(pixels.reduce((a, b) => Math.min(a, b))).toBe(0);
  expect(pixels.reduce((a, b) => Math.max(a, b))).toBe(16);
  // The sum that scikit-learn's copy of the data has.
  expect(pixels.reduce((a, b) => a + b)).toBe(561718);
  const counts = new Array<number>(10).fill(0);
  for (const digit of [...(await y.data()), ...(await yTest.data())]) counts[digit] = (counts[digit] ?? 0) + 1;
  expect(counts).toEqual([178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
});

test('images keep their labels', async () => {
  const seen = new Map<string, number>();
  for (const seed of [1, 2]) {
    for (const [x, y] of await loadData({ seed })) {
      const pixels = await x.data();
      const digits = await y.data();
      digits.forEach((digit, i) => {
        const image = pixels.subarray(64 * i, 64 * (i + 1)).join();
        expect(seen.get(image) ?? digit).toBe(digit);
        seen.set(image, digit);
      });
    }
  }
});

test('the same seed gives the same split, another seed another one', async () => {
  const firstLabels = async (seed: number) => [...(await (await loadData({ seed }))[0][1].data())].slice(0, 50);
  expect(await firstLabels(1)).toEqual(await firstLabels(1));
  expect(await firstLabels(1)).not.toEqual(await firstLabels(2));
});

test.each([0, 1, -0.2, Number.NaN])('a testSplit of %s is refused', async (testSplit) => {
  await expect(loadData({ testSplit })).rejects.toThrow(
    `\`testSplit\` must be a number between 0 and 1 (exclusive). Received`,
  );
});

test.each([-1, 0.5, 2 ** 32, Number.NaN])('a seed of %s is refused', async (seed) => {
  await expect(loadData({ seed })).rejects.toThrow('`seed` must be a whole number from 0 to 2^32 - 1. Received');
});

test('a misspelled option is named', async () => {
  const options: object = { test_split: 0.5 };
  await expect(loadData(options)).rejects.toThrow('testSplit');
});
