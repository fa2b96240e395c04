/** Where block `k` of `count` equal blocks of `extent` cells begins. */
export const blockStart = (k: number, count: number, extent: number): number => Math.floor((k * extent) / count);

/**
 * A matrix made smaller: means of equal blocks, at most `most` a side.
 *
 * @param values [rows, columns], row after row
 */
export function blockMeans(
  values: ArrayLike<number>,
  rows: number,
  columns: number,
  most: number,
): { readonly rows: number; readonly columns: number; readonly means: Float32Array } {
  const [down, across] = [Math.min(rows, most), Math.min(columns, most)];
  const means = new Float32Array(down * across);
  for (let r = 0; r < down; r++) {
    const [top, bottom] = [blockStart(r, down, rows), blockStart(r + 1, down, rows)];
    for (let c = 0; c < across; c++) {
      const [left, right] = [blockStart(c, across, columns), blockStart(c + 1, across, columns)];
      let sum = 0;
      for (let i = top; i < bottom; i++) for (let j = left; j < right; j++) sum += values[i * columns + j] ?? 0;
      means[r * across + c] = sum / ((bottom - top) * (right - left));
    }
  }
  return { rows: down, columns: across, means };
}
