import { afterEach, beforeEach, expect, type MockInstance, test, vi } from 'vitest';
import { toBundle } from './bundle.ts';
import { NonFiniteWarning } from './warn-non-finite.ts';

let warn: MockInstance<typeof console.warn>;
beforeEach(() => {
  warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
});
afterEach(() => warn.mockRestore());

const dataOf = (x: Float32Array) => ({
  x: toBundle({ data: x, shape: [x.length, 1] }, 'x', null),
  y: null,
  sampleWeight: null,
});

test('warns once of NaN and infinities, with the name of the argument', () => {
  const warning = new NonFiniteWarning();
  warning.checkAll(dataOf(Float32Array.of(1, Number.POSITIVE_INFINITY)));
  warning.checkAll(dataOf(Float32Array.of(Number.NaN)));
  expect(warn.mock.calls).toEqual([[expect.stringMatching(/^`x` holds NaN or infinite values/)]]);
});

test('long arrays are looked through in the first run, and again when asked because a loss is NaN', () => {
  const x = new Float32Array(1 << 16);
  new NonFiniteWarning().checkAll(dataOf(x));
  x[77] = Number.NaN;
  const later = new NonFiniteWarning();
  later.checkAll(dataOf(x));
  expect(warn).not.toHaveBeenCalled();
  later.checkAgain(dataOf(x));
  expect(warn).toHaveBeenCalledTimes(1);
  new NonFiniteWarning().checkAll(dataOf(x.slice()));
  expect(warn).toHaveBeenCalledTimes(2);
});

test('weights of samples are looked through too', () => {
  const data = dataOf(Float32Array.of(1));
  const { arrays } = dataOf(Float32Array.of(Number.NaN)).x;
  new NonFiniteWarning().checkAll({ ...data, sampleWeight: { arrays, names: ['weights'], perOutput: [0] } });
  expect(warn.mock.calls).toEqual([[expect.stringMatching(/^`sampleWeight` holds NaN/)]]);
});

test('a lost loss is told once, and not where the data were told to be the cause', () => {
  const warning = new NonFiniteWarning();
  warning.lossIsLost(2);
  warning.lossIsLost(3);
  expect(warn.mock.calls).toEqual([[expect.stringMatching(/^The loss of epoch 3 is not a number/)]]);
  const other = new NonFiniteWarning();
  other.checkAll(dataOf(Float32Array.of(Number.NaN)));
  other.lossIsLost(0);
  expect(warn).toHaveBeenCalledTimes(2);
});
