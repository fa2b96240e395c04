import { expect, test } from 'vitest';
import { packXYSampleWeight, unpackXYSampleWeight } from './sample-weight-packing.ts';

test('unpacks what was packed', () => {
  expect(packXYSampleWeight(1)).toEqual([1]);
  expect(packXYSampleWeight(1, 2)).toEqual([1, 2]);
  expect(packXYSampleWeight(1, null, 3)).toEqual([1, null, 3]);
  for (const parts of [[1], [1, 2], [1, 2, 3]] as const) {
    expect(unpackXYSampleWeight(parts)).toEqual([1, parts[1] ?? null, parts[2] ?? null]);
  }
  expect(unpackXYSampleWeight('x')).toEqual(['x', null, null]);
  expect(() => unpackXYSampleWeight([])).toThrow('`data` must be [x], [x, y] or [x, y, sampleWeight]');
});
