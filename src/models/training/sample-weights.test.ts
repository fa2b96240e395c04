import { describe, expect, test } from 'vitest';
import type { OutputInfo } from './per-output.ts';
import { toSampleArray } from './sample-array.ts';
import { type ClassWeight, toSampleWeights, weightsOfClasses } from './sample-weights.ts';

const outputs = (...names: (string | null)[]): OutputInfo[] => names.map((name) => ({ name, shape: [2, 1] }));

describe('toSampleWeights', () => {
  test('one array is for all outputs', () => {
    expect(toSampleWeights([1, 2], outputs('a', 'b'))).toMatchObject({ perOutput: [0, 0], names: ['sampleWeight'] });
    expect(toSampleWeights(Float64Array.of(1, 2), outputs(null)).arrays[0]?.dtype).toBe('float32');
  });

  test('lists and records are per output', () => {
    expect(
      toSampleWeights(
        [
          [1, 2],
          [3, 4],
        ],
        outputs('a', 'b'),
      ).perOutput,
    ).toEqual([0, 1]);
    expect(toSampleWeights({ b: [1, 2] }, outputs('a', 'b')).perOutput).toEqual([null, 0]);
    expect(() => toSampleWeights({ c: [1, 2] }, outputs('a', 'b'))).toThrow(/output in `sampleWeight`/);
    expect(() => toSampleWeights([[1], [2], [3]], outputs('a', 'b'))).toThrow(/2 outputs. Received: 3 entries/);
  });
});

describe('weightsOfClasses', () => {
  const weights = (classWeight: ClassWeight, y: unknown) => [
    ...(weightsOfClasses(classWeight, [toSampleArray(y, 'y')], outputs(null)).arrays[0]?.values ?? []),
  ];

  test('class numbers, in one column or without, and one-hot rows', () => {
    expect(weights({ 0: 2, 2: 0.5 }, [0, 1, 2])).toEqual([2, 1, 0.5]);
    expect(weights({ 0: 2, 2: 0.5 }, [[0], [1], [2]])).toEqual([2, 1, 0.5]);
    expect(
      weights(new Map([[1, 3]]), [
        [0, 1],
        [1, 0],
      ]),
    ).toEqual([3, 1]);
  });

  test('wrong input', () => {
    // @ts-expect-error weights are numbers
    expect(() => weights({ 0: 'heavy' }, [0])).toThrow(/classWeight/);
    expect(() => weights([1, 2], [0])).toThrow(/classWeight/);
    expect(() => weights({ 0: 1 }, [[[0]]])).toThrow(/rank 1 or 2/);
    expect(() => weightsOfClasses({ 0: 1 }, [], outputs('a', 'b'))).toThrow(/one output/);
  });
});
