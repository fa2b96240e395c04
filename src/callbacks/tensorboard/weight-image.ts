import { at } from '../../support/shape.ts';

/** A weight as a gray picture: the smallest value black, the largest white. Null for weights of other than two axes. */
export async function weightImage(
  values: ArrayLike<number>,
  shape: readonly number[],
): Promise<{ width: number; height: number; png: Uint8Array } | null> {
  // Axes of extent 1 say nothing; a vector is one row.
  const axes = shape.filter((n) => n !== 1);
  if (axes.length === 0 || axes.length > 2) return null;
  const [height, width] = axes.length === 1 ? [1, at(axes, 0)] : [at(axes, 0), at(axes, 1)];
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i] ?? 0);
    high = Math.max(high, values[i] ?? 0);
  }
  const scale = high > low ? 255 / (high - low) : 0;
  const data = Uint8Array.from(values, (x) => Math.round((x - low) * scale));
  const { encode } = await import('fast-png');
  return { width, height, png: encode({ width, height, data, channels: 1, depth: 8 }) };
}
