import { describe, expect, test } from 'vitest';
import { categoryColor, categoryDash, type Rgb, scaleColor, scalePixels } from './palette.ts';

/** Relative luminance (WCAG 2.2). */
function luminance([r, g, b]: Rgb): number {
  const linear = (x: number): number => (x / 255 <= 0.04045 ? x / 255 / 12.92 : ((x / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}
const contrast = (a: Rgb, b: Rgb): number => {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
};
const hex = (color: string): Rgb => {
  const at = (i: number): number => Number.parseInt(color.slice(i, i + 2), 16);
  return [at(1), at(3), at(5)];
};

describe.each([
  ['light', false, [255, 255, 255]],
  ['dark', true, [22, 26, 33]],
] as const)('%s', (_name, isDark, surface) => {
  test('every line stands out from the surface', () => {
    const low = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => contrast(hex(categoryColor(i, isDark)), surface));
    expect(Math.min(...low)).toBeGreaterThan(2.1);
  });

  test('as expected is nearly the surface; both ends are far from it, and from each other', () => {
    const [low, middle, high] = [0, 0.5, 1].map((share) => scaleColor('diverging', share, isDark)) as [Rgb, Rgb, Rgb];
    expect(contrast(middle, surface)).toBeLessThan(1.3);
    expect(contrast(low, middle)).toBeGreaterThan(4);
    expect(contrast(high, middle)).toBeGreaterThan(4);
    // Blue against red: the channel that every kind of colour vision keeps.
    expect(low[2] - low[0]).toBeGreaterThan(100);
    expect(high[0] - high[2]).toBeGreaterThan(100);
  });

  test('amounts are ordered by lightness', () => {
    const steps = Array.from({ length: 11 }, (_, i) => luminance(scaleColor('sequential', i / 10, isDark)));
    const sorted = [...steps].sort((a, b) => (isDark ? a - b : b - a));
    expect(steps).toEqual(sorted);
  });
});

test('values outside of a scale are its ends', () => {
  expect(scaleColor('diverging', -3, false)).toEqual(scaleColor('diverging', 0, false));
  expect(scaleColor('diverging', 7, true)).toEqual(scaleColor('diverging', 1, true));
});

test('pixels are opaque, and end as the scale does', () => {
  const pixels = scalePixels('sequential', false);
  const [red, green, blue] = scaleColor('sequential', 1, false);
  expect(pixels).toHaveLength(256);
  expect([...new Uint8Array(pixels.slice(-1).buffer)]).toEqual([red, green, blue, 255]);
});

test('the ninth line has the first colour and another dash', () => {
  expect(categoryColor(8, false)).toBe(categoryColor(0, false));
  expect(categoryDash(8)).not.toEqual(categoryDash(0));
});
