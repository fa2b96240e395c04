import { expect, test } from 'vitest';
import { uniform } from '../random/uniform.ts';
import { istft, stft } from './short-time-fourier.ts';
import { expectGradient, expectValues, valuesOf } from './testing/expect.ts';

const signal = uniform([2, 40], { seed: 3 });

test('istft brings signals back, whatever the window', () => {
  for (const window of ['hann', 'hamming', Array.from({ length: 8 }, (_, i) => 1 + i)] as const) {
    expectValues(istft(stft(signal, 8, 4, 12, { window }), 8, 4, 12, { window }), valuesOf(signal), 1e-4);
  }
});

test('parts need not be centered, and the result may be cut off', () => {
  const spectrum = stft(signal, 8, 4, 8, { center: false });
  expect(spectrum[0].shape).toEqual([2, 9, 5]);
  expect(istft(spectrum, 8, 4, 8, { center: false }).shape).toEqual([2, 40]);
  expect(istft(spectrum, 8, 4, 8, { center: false, length: 10 }).shape).toEqual([2, 10]);
});

test('gradients and refusals', () => {
  expectGradient((x) => stft(x, 4, 2, 4)[0], [[1, 2, 0.5, -1, 0.3, 0.7]]);
  expect(() => stft(signal, 8, 4, 6)).toThrow('`fftLength` must be at least `sequenceLength` (8)');
  expect(() => stft(signal, 8, 4, 8, { window: [1, 2] })).toThrow('`window` must be a name or 8 weights');
  // @ts-expect-error no such window
  expect(() => stft(signal, 8, 4, 8, { window: 'han' })).toThrow('Did you mean "hann"?');
});
