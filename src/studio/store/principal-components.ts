/** Rounds of the power iteration; neighbouring variances that it can't tell apart look the same in a picture. */
const ROUNDS = 60;

/** Points in the plane of their two largest principal components, and the share of the variance on each axis. */
export function principalPlane(rows: readonly ArrayLike<number>[]): {
  readonly points: Float32Array;
  readonly explained: readonly [number, number];
} {
  const width = rows[0]?.length ?? 0;
  const mean = new Float64Array(width);
  for (const row of rows) for (let i = 0; i < width; i++) mean[i] = (mean[i] ?? 0) + (row[i] ?? 0) / rows.length;
  const centred = rows.map((row) => Float64Array.from(mean, (m, i) => (row[i] ?? 0) - m));
  const total = centred.reduce((sum, row) => sum + dot(row, row), 0);
  const points = new Float32Array(2 * rows.length);
  const explained: [number, number] = [0, 0];
  for (const axis of [0, 1] as const) {
    const direction = mainDirection(centred, width, axis);
    let variance = 0;
    centred.forEach((row, r) => {
      const at = dot(row, direction);
      points[2 * r + axis] = at;
      variance += at * at;
      // What is left has no part in this direction.
      for (let i = 0; i < width; i++) row[i] = (row[i] ?? 0) - at * (direction[i] ?? 0);
    });
    explained[axis] = total > 0 ? variance / total : 0;
  }
  return { points, explained };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/** The eigenvector of the largest eigenvalue of the rows' scatter matrix, by power iteration without forming it. */
function mainDirection(rows: readonly Float64Array[], width: number, axis: number): Float64Array {
  let direction = Float64Array.from({ length: width }, (_, i) => Math.sin(1 + i * (axis + 1.7)));
  for (let round = 0; round < ROUNDS; round++) {
    const next = new Float64Array(width);
    for (const row of rows) {
      const weight = dot(row, direction);
      for (let i = 0; i < width; i++) next[i] = (next[i] ?? 0) + weight * (row[i] ?? 0);
    }
    const norm = Math.sqrt(dot(next, next));
    if (!(norm > 0)) return new Float64Array(width);
    direction = next.map((value) => value / norm);
  }
  return direction;
}
