/**
 * Places of at most `points` of the values in [from, to): of each stretch the first, the last, the smallest, the largest
 * and the first that isn't finite, so that no peak gets lost. They ascend.
 */
export function downsample(values: ArrayLike<number>, from: number, to: number, points: number): number[] {
  const count = to - from;
  if (count <= points) return Array.from({ length: Math.max(count, 0) }, (_, i) => from + i);
  const stretches = Math.max(1, Math.floor(points / 4));
  const places: number[] = [];
  for (let s = 0; s < stretches; s++) {
    const start = from + Math.floor((s * count) / stretches);
    const end = from + Math.floor(((s + 1) * count) / stretches);
    let low = start;
    let high = start;
    let strange = -1;
    for (let i = start; i < end; i++) {
      const value = values[i] ?? Number.NaN;
      if (!Number.isFinite(value)) {
        if (strange < 0) strange = i;
        continue;
      }
      if (!(value >= (values[low] ?? 0))) low = i;
      if (!(value <= (values[high] ?? 0))) high = i;
    }
    // A stretch has room for four: what isn't finite takes the place of the first.
    const first = strange >= 0 ? strange : start;
    const chosen = [...new Set([first, low, high, end - 1])].sort((a, b) => a - b);
    places.push(...chosen);
  }
  return places;
}

/** The first place in ascending numbers where they reach a bound. */
export function lowerBound(values: ArrayLike<number>, bound: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
