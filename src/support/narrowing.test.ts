import { afterEach, expect, test, vi } from 'vitest';
import { noteNarrowing } from './narrowing.ts';

afterEach(() => vi.restoreAllMocks());

test('64 bits that are lost are mentioned once', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  noteNarrowing(Float64Array.of(1, 0.5, Number.NaN, -0, 2 ** 100));
  noteNarrowing(Float32Array.of(0.1));
  noteNarrowing([0.1]);
  noteNarrowing(Float64Array.of(0.1), 'int32');
  noteNarrowing(Float64Array.of(0.1), 'bfloat16');
  expect(warn).not.toHaveBeenCalled();
  noteNarrowing(Float64Array.of(1, 2 ** 24 + 1));
  noteNarrowing(Float64Array.of(1, 2 ** 24 + 1));
  expect(warn.mock.calls).toEqual([
    [
      'Elements have 32 bits: a Float64Array is rounded to float32, 16777217 to 16777216 for example. Pass Float32Array.from(values) to say that this is meant.',
    ],
  ]);
});
