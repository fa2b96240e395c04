import { expect, test } from 'vitest';
import { decodeLowFloat, encodeLowFloat, floatLimits, roundTo } from './low-float.ts';

const patterns = Array.from({ length: 65536 }, (_, i) => i);

test.each(['float16', 'bfloat16'] as const)('all 65,536 numbers of %s survive a round trip', (dtype) => {
  for (const pattern of patterns) {
    const value = decodeLowFloat(dtype, pattern);
    if (Number.isNaN(value)) expect(decodeLowFloat(dtype, encodeLowFloat(dtype, value))).toBeNaN();
    else if (encodeLowFloat(dtype, value) !== pattern || !Object.is(roundTo(dtype, value), value))
      throw new Error(`${pattern} became ${encodeLowFloat(dtype, value)} by way of ${value}`);
  }
});

test.each(['float16', 'bfloat16'] as const)(
  '%s: what lies between two neighbours goes to the nearer, halves to the even one',
  (dtype) => {
    for (let pattern = 0; decodeLowFloat(dtype, pattern + 1) < Number.POSITIVE_INFINITY; pattern += 7) {
      const [low, high] = [decodeLowFloat(dtype, pattern), decodeLowFloat(dtype, pattern + 1)];
      const even = pattern % 2 === 0 ? low : high;
      const [quarter, half] = [low + (high - low) / 4, low + (high - low) / 2];
      if (roundTo(dtype, quarter) !== low || roundTo(dtype, half) !== even || roundTo(dtype, -half) !== -even)
        throw new Error(`${low} and ${high}: ${roundTo(dtype, quarter)}, ${roundTo(dtype, half)}`);
    }
  },
);

test('limits are those of numpy.finfo and ml_dtypes.finfo', () => {
  expect(floatLimits('float16')).toEqual({ eps: 2 ** -10, max: 65504, tiny: 2 ** -14 });
  expect(floatLimits('bfloat16')).toEqual({ eps: 2 ** -7, max: 3.3895313892515355e38, tiny: 2 ** -126 });
  expect(floatLimits('float32')).toEqual({ eps: 2 ** -23, max: 3.4028234663852886e38, tiny: 2 ** -126 });
  expect([roundTo('float16', 65519.99), roundTo('float16', 65520)]).toEqual([65504, Number.POSITIVE_INFINITY]);
});
