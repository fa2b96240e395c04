import { describe, expect, test } from 'vitest';
import { expectValues } from '../ops/testing/expect.ts';
import { STFT } from './stft.ts';

describe('STFT', () => {
  test('holds cosines or minus sines of whole turns', () => {
    expectValues(new STFT({ window: null }).apply([2, 1, 3]), [[[1, 1, 1]], [[1, 0, -1]]], 1e-6);
    expectValues(new STFT({ window: null, side: 'imag' }).apply([2, 1, 3]), [[[0, 0, 0]], [[0, -1, 0]]], 1e-6);
  });

  test('divides the window by its norm', () => {
    const density = new STFT({ window: [3, 4] }).apply([2, 1, 1]);
    expectValues(density, [[[0.6]], [[0.8]]]);
    const spectrum = new STFT({ window: [1, 3], scaling: 'spectrum' }).apply([2, 1, 1]);
    expectValues(spectrum, [[[0.25]], [[0.75]]]);
    expectValues(new STFT({ window: [1, 3], scaling: null }).apply([2, 1, 1]), [[[1]], [[3]]]);
  });

  test('goes through its config', () => {
    const config = new STFT({ side: 'imag', periodic: true }).getConfig();
    expect(config).toEqual({ side: 'imag', window: 'hann', scaling: 'density', periodic: true });
    expect(STFT.fromConfig(config).getConfig()).toEqual(config);
  });

  test('refuses shapes, windows and options that do not fit', () => {
    expect(() => new STFT().apply([8, 2, 5])).toThrow(
      '(length of the window, 1, number of frequencies). Received: shape="(8, 2, 5)"',
    );
    expect(() => new STFT({ window: [1, 2, 3] }).apply([4, 1, 3])).toThrow('a window of 4 values');
    // @ts-expect-error no such window
    expect(() => new STFT({ window: 'han' })).toThrow('Did you mean "hann"?');
    // @ts-expect-error no such side
    expect(() => new STFT({ side: 'left' })).toThrow('`side` must be one of "real", "imag"');
  });
});
