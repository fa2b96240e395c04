import { test } from 'vitest';
import { fmax, fmin, nanToNum } from './nan.ts';
import { expectValues } from './testing/expect.ts';

const { NaN: nan, POSITIVE_INFINITY: inf } = Number;

test('nanToNum', () => {
  expectValues(nanToNum([nan, inf, -inf, 1], { nan: 5, posinf: 6 }), [5, 6, -3.4028234663852886e38, 1]);
});

test('fmax and fmin ignore NaN where they can', () => {
  expectValues(fmax([1, nan, 3, nan], [2, 0, nan, nan]), [2, 0, 3, nan]);
  expectValues(fmin([1, nan, 3, nan], [2, 0, nan, nan]), [1, 0, 3, nan]);
});
