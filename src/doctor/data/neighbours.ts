import type { Rows } from './rows.ts';

const NEIGHBOURS = 5;

/** The indices of the nearest rows of `among` to each row of `rows`, itself excluded where both are the same set. */
export function nearestRows(rows: Rows, among: Rows): Int32Array[] {
  const same = rows === among;
  return Array.from({ length: rows.count }, (_, i) => {
    const best = new Int32Array(NEIGHBOURS).fill(-1);
    const distances = new Float64Array(NEIGHBOURS).fill(Number.POSITIVE_INFINITY);
    for (let j = 0; j < among.count; j++) {
      if (same && i === j) continue;
      let distance = 0;
      const worst = distances[NEIGHBOURS - 1] ?? Number.POSITIVE_INFINITY;
      for (let k = 0; k < rows.width && distance < worst; k++) {
        const difference = (rows.values[i * rows.width + k] ?? 0) - (among.values[j * rows.width + k] ?? 0);
        distance += difference * difference;
      }
      if (distance >= worst) continue;
      let place = NEIGHBOURS - 1;
      for (; place > 0 && distance < (distances[place - 1] ?? 0); place--) {
        distances[place] = distances[place - 1] ?? 0;
        best[place] = best[place - 1] ?? -1;
      }
      distances[place] = distance;
      best[place] = j;
    }
    return best.filter((index) => index >= 0);
  });
}

/** The share of rows whose class is the commonest among their neighbours'. */
export function neighbourAccuracy(neighbours: readonly Int32Array[], labels: Int32Array, among: Int32Array): number {
  let right = 0;
  neighbours.forEach((indices, i) => {
    const votes = new Map<number, number>();
    for (const index of indices) {
      const label = among[index] ?? -1;
      votes.set(label, (votes.get(label) ?? 0) + 1);
    }
    // The nearest of the commonest wins a tie.
    const most = Math.max(...votes.values());
    const winner = [...votes].find(([, count]) => count === most)?.[0];
    if (winner === labels[i]) right++;
  });
  return right / Math.max(neighbours.length, 1);
}

/** 1 - mse / variance of the mean of the neighbours' values. */
export function neighbourR2(neighbours: readonly Int32Array[], values: Float64Array, among: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let error = 0;
  let variance = 0;
  neighbours.forEach((indices, i) => {
    const value = values[i] ?? 0;
    const guess = indices.reduce((sum, index) => sum + (among[index] ?? 0), 0) / Math.max(indices.length, 1);
    error += (value - guess) ** 2;
    variance += (value - mean) ** 2;
  });
  return variance === 0 ? 0 : 1 - error / variance;
}
