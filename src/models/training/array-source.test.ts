import { describe, expect, test } from 'vitest';
import { globalShuffler } from '../../support/shuffle.ts';
import { ArraySource, checkShuffle, type Shuffle } from './array-source.ts';
import type { BatchIterator } from './batch-source.ts';
import { toBundle } from './bundle.ts';

const source = (count: number, batchSize: number, shuffle: Shuffle, width = 1) =>
  new ArraySource(
    {
      x: toBundle(
        { data: Uint8Array.from({ length: count * width }, (_, i) => i / width), shape: [count, width] },
        'x',
        null,
      ),
      y: toBundle(
        Float32Array.from({ length: count }, (_, i) => i),
        'y',
        null,
      ),
      sampleWeight: null,
    },
    { batchSize, shuffle },
  );

/** The batches of a pass: for each the y, after a check that the rows of x came along. */
function pass(iterator: BatchIterator): number[][] {
  const batches: number[][] = [];
  for (;;) {
    const batch = iterator.next();
    if (batch === null || batch instanceof Promise) return batches;
    const y = [...(batch.y?.arrays[0]?.values ?? [])];
    const [x] = batch.x.arrays;
    const width = x?.shape[1] ?? 1;
    expect([...(x?.values ?? [])]).toEqual(y.flatMap((n) => Array.from({ length: width }, () => n)));
    expect(batch.size).toBe(y.length);
    batches.push(y);
  }
}

describe('ArraySource', () => {
  test('keeps the order and the last, smaller batch', () => {
    const batches = source(5, 2, false);
    expect(batches.batchCount).toBe(3);
    expect(pass(batches.open())).toEqual([[0, 1], [2, 3], [4]]);
  });

  test.each([1, 100])('a new permutation in every pass, rows of %d elements', (width) => {
    globalShuffler.seed(7);
    const batches = source(10, 4, true, width);
    const [first, second] = [pass(batches.open()), pass(batches.open())];
    expect(first.map((batch) => batch.length)).toEqual([4, 4, 2]);
    expect(first.flat()).not.toEqual(second.flat());
    expect(first.flat().sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    globalShuffler.seed(7);
    expect(pass(source(10, 4, true, width).open())).toEqual(first);
  });

  test("'batch' shuffles within batches only", () => {
    for (const [i, batch] of pass(source(12, 4, 'batch').open()).entries()) {
      expect(batch.sort((a, b) => a - b)).toEqual([4 * i, 4 * i + 1, 4 * i + 2, 4 * i + 3]);
    }
  });

  test('a batch size above the number of samples', () => {
    expect(pass(source(3, 32, false).open())).toEqual([[0, 1, 2]]);
  });
});

test('checkShuffle', () => {
  expect(() => checkShuffle('yes')).toThrow(/`shuffle` must be true, false or 'batch'/);
});
