import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stratifiedSplit } from './stratified-split.ts';

const labels = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 60 });
const share = fc.double({ min: 0, max: 1, noNaN: true });

test('every row is on one side, and each class has its share in the test', () => {
  fc.assert(
    fc.property(labels, share, fc.nat(), (classes, testSplit, seed) => {
      const { train, test } = stratifiedSplit(classes, testSplit, seed);
      expect([...train, ...test].sort((a, b) => a - b)).toEqual(classes.map((_, row) => row));
      for (const label of new Set(classes)) {
        const all = classes.filter((c) => c === label).length;
        expect(test.filter((row) => classes[row] === label)).toHaveLength(Math.round(all * testSplit));
      }
    }),
    { seed: 7 },
  );
});

test('the seed decides the split', () => {
  const classes = Array.from({ length: 100 }, (_, row) => row % 10);
  expect(stratifiedSplit(classes, 0.3, 1)).toEqual(stratifiedSplit(classes, 0.3, 1));
  expect(stratifiedSplit(classes, 0.3, 1)).not.toEqual(stratifiedSplit(classes, 0.3, 2));
});

test('classes are mixed on both sides', () => {
  const classes = Array.from({ length: 100 }, (_, row) => Math.floor(row / 50));
  const { train, test } = stratifiedSplit(classes, 0.5, 3);
  for (const rows of [train, test]) {
    const sequence = rows.map((row) => classes[row]);
    expect(sequence).not.toEqual([...sequence].sort());
    expect(sequence).not.toEqual([...sequence].sort().reverse());
  }
});
