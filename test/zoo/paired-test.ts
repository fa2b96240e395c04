/** How two treatments of the same nets compare. */
export interface PairedTest {
  readonly better: number;
  readonly equal: number;
  readonly worse: number;
  readonly meanDifference: number;
  /** Two-sided p of Wilcoxon's signed-rank test, by its normal approximation with ties; null without differences. */
  readonly p: number | null;
}

/** Abramowitz and Stegun 26.2.17: the upper tail of the normal distribution, to 7.5e-8. */
function upperTail(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
}

/**
 * Wilcoxon's signed-rank test (1945) of paired differences: unlike Student's, it lets no single net decide.
 *
 * @param differences one per net, positive where the first treatment was better
 * @param least differences up to this size count as none
 */
export function pairedTest(differences: readonly number[], least = 0.005): PairedTest {
  const counted = differences.filter((value) => Math.abs(value) > least);
  const sorted = [...counted].sort((a, b) => Math.abs(a) - Math.abs(b));
  let positive = 0;
  let ties = 0;
  for (let i = 0; i < sorted.length; ) {
    const size = Math.abs(sorted[i] ?? 0);
    let end = i;
    while (end < sorted.length && Math.abs(sorted[end] ?? 0) === size) end++;
    const rank = (i + 1 + end) / 2;
    positive += rank * sorted.slice(i, end).filter((value) => value > 0).length;
    ties += (end - i) ** 3 - (end - i);
    i = end;
  }
  const n = sorted.length;
  const deviation = Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24 - ties / 48);
  const better = counted.filter((value) => value > 0).length;
  return {
    better,
    equal: differences.length - n,
    worse: n - better,
    meanDifference: differences.reduce((sum, value) => sum + value, 0) / Math.max(differences.length, 1),
    p: n === 0 ? null : Math.min(1, 2 * upperTail(Math.abs(positive - (n * (n + 1)) / 4) / deviation)),
  };
}
