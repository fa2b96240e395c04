import { describe, expect, test } from 'vitest';
import { toBundle } from './bundle.ts';
import { validatesAfter } from './validation-frequency.ts';
import { checkSplit, splitData } from './validation-split.ts';

const data = (count: number) => ({
  x: toBundle(
    Float32Array.from({ length: count }, (_, i) => i),
    'x',
    null,
  ),
  y: null,
  sampleWeight: null,
});

describe('validation split', () => {
  test('keeps the last samples for validation', () => {
    const [training, validation] = splitData(data(11), 0.25);
    expect(training.x.arrays[0]?.shape).toEqual([8]);
    expect([...(validation.x.arrays[0]?.values ?? [])]).toEqual([8, 9, 10]);
  });

  test.each([1, -0.1, 1.5, Number.NaN])('%d is no share', (split) => {
    expect(() => checkSplit(split)).toThrow(/`validationSplit` must be a share between 0 and 1. Received/);
  });

  test('both sides must have samples', () => {
    expect(() => splitData(data(1), 0.5)).toThrow(/validationSplit=0.5 of 1 samples/);
  });
});

describe('validation frequency', () => {
  const epochs = (frequency: number | number[]) => [0, 1, 2, 3, 4, 5].filter(validatesAfter(frequency));

  test('every so many epochs, or a list of epochs', () => {
    expect(epochs(1)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(epochs(3)).toEqual([2, 5]);
    expect(epochs([1, 4])).toEqual([0, 3]);
  });

  test('wrong input', () => {
    expect(() => validatesAfter(0)).toThrow(/validationFreq/);
    expect(() => validatesAfter([0.5])).toThrow(/validationFreq/);
  });
});
