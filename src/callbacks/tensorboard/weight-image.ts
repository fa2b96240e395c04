import { blockMeans } from '../../support/block-means.ts';
import { at } from '../../support/shape.ts';

/** Pixels a side: larger weights are averaged, or packing their pictures would cost more than an epoch. */
const MOST = 128;

/** A weight as a gray picture: the smallest value black, the largest white. Null for weights of other than two axes. */
export async function weightImage(
  values: ArrayLike<number>,
  shape: readonly number[],
): Promise<{ width: number; height: number; png: Uint8Array } | null> {
  // Axes of extent 1 say nothing; a vector is one row.
  const axes = shape.filter((n) => n !== 1);
  if (axes.length === 0 || axes.length > 2) return null;
  const [tall, wide] = axes.length === 1 ? [1, at(axes, 0)] : [at(axes, 0), at(axes, 1)];
  const { rows: height, columns: width, means } = blockMeans(values, tall, wide, MOST);
  let low = Infinity;
  let high = -Infinity;
  for (const mean of means) {
    low = Math.min(low, mean);
    high = Math.max(high, mean);
  }
  const scale = high > low ? 255 / (high - low) : 0;
  const data = Uint8Array.from(means, (x) => Math.round((x - low) * scale));
  const { encode } = await import('fast-png');
  return { width, height, png: encode({ width, height, data, channels: 1, depth: 8 }) };
}
