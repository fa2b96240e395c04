/** How two groups of scores differ. */
export interface Comparison {
  /** Mean of the second group minus mean of the first. */
  readonly difference: number;
  /** Cohen's d: the difference over the pooled deviation; infinite where nothing varies. */
  readonly effect: number;
  /** Two-sided p of Welch's test; null with fewer than two scores in a group. */
  readonly p: number | null;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const variance = (values: readonly number[]): number => {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
};

/** ln Gamma, by Lanczos's approximation (g = 7, n = 9; Numerical Recipes' form). */
function logGamma(x: number): number {
  const c = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
    12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ];
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const t = x + 6.5;
  const sum = c.reduce((total, value, i) => (i === 0 ? value : total + value / (x - 1 + i)), 0);
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}

/** The regularized incomplete beta function, by its continued fraction (Lentz). */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a;
  let [f, c, d] = [1, 1, 0];
  for (let i = 0; i <= 300; i++) {
    const m = i >> 1;
    const numerator =
      i === 0
        ? 1
        : i % 2 === 0
          ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
          : -((a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 + numerator * d;
    d = 1 / (Math.abs(d) < 1e-30 ? 1e-30 : d);
    c = 1 + numerator / c;
    if (Math.abs(c) < 1e-30) c = 1e-30;
    f *= c * d;
    if (Math.abs(1 - c * d) < 1e-12) break;
  }
  return front * (f - 1);
}

/** The two-sided p of Student's t. */
export const studentP = (t: number, freedom: number): number =>
  incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5);

/** Welch's test for two groups whose variances may differ (Welch 1947). */
export function welch(before: readonly number[], after: readonly number[]): Comparison {
  const difference = mean(after) - mean(before);
  if (before.length < 2 || after.length < 2) return { difference, effect: Number.NaN, p: null };
  const [v1, v2] = [variance(before), variance(after)];
  const pooled = Math.sqrt((v1 + v2) / 2);
  const effect = pooled === 0 ? Math.sign(difference) * Number.POSITIVE_INFINITY || 0 : difference / pooled;
  const [e1, e2] = [v1 / before.length, v2 / after.length];
  if (e1 + e2 === 0) return { difference, effect, p: difference === 0 ? 1 : 0 };
  const freedom = (e1 + e2) ** 2 / (e1 ** 2 / (before.length - 1) + e2 ** 2 / (after.length - 1));
  return { difference, effect, p: studentP(difference / Math.sqrt(e1 + e2), freedom) };
}
