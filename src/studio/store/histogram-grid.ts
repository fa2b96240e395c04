import type { Histogram } from '../../callbacks/index.ts';
import type { EventHistogram } from '../events/located-values.ts';
import { type HistogramsAnswer, packFloats } from '../protocol/index.ts';

/** A histogram at a step, with borders of its own. */
export interface StepHistogram extends EventHistogram {
  readonly step: number;
}

/** A histogram of the vitals with its borders written out; null when it is none. */
export function withEdges(step: number, { low, high, counts }: Histogram): StepHistogram | null {
  if (!Array.isArray(counts) || counts.length === 0 || !Number.isFinite(high - low)) return null;
  const bins = counts.length;
  const width = high > low ? (high - low) / bins : 1;
  const start = high > low ? low : low - bins / 2;
  return { step, edges: Array.from({ length: bins + 1 }, (_, i) => start + i * width), counts };
}

/** Spreads the counts of a histogram evenly over the bins that it covers. */
function spread({ edges, counts }: EventHistogram, low: number, width: number, into: Float32Array): void {
  counts.forEach((count, i) => {
    const [left = 0, right = 0] = [edges[i], edges[i + 1]];
    if (!(count > 0) || !Number.isFinite(left + right)) return;
    const place = (value: number): number => Math.min(Math.max((value - low) / width, 0), into.length);
    const [from, to] = [place(left), place(right)];
    const first = Math.min(Math.floor(from), into.length - 1);
    const last = Math.min(Math.max(Math.ceil(to) - 1, first), into.length - 1);
    for (let bin = first; bin <= last; bin++) {
      const share = to > from ? (Math.min(to, bin + 1) - Math.max(from, bin)) / (to - from) : 1;
      into[bin] = (into[bin] ?? 0) + count * Math.max(share, 0);
    }
  });
}

/** Histograms on one grid. */
export function histogramGrid(
  histograms: readonly StepHistogram[],
  bins: number,
): Pick<HistogramsAnswer, 'steps' | 'low' | 'high' | 'bins' | 'counts' | 'lows' | 'highs'> {
  const lows = histograms.map(({ edges }) => edges[0] ?? 0);
  const highs = histograms.map(({ edges }) => edges.at(-1) ?? 0);
  const least = lows.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const most = highs.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const [low, high] =
    least < most ? [least, most] : [Number.isFinite(least) ? least - 0.5 : 0, Number.isFinite(least) ? least + 0.5 : 1];
  const counts = new Float32Array(histograms.length * bins);
  histograms.forEach((histogram, i) => {
    spread(histogram, low, (high - low) / bins, counts.subarray(i * bins, (i + 1) * bins));
  });
  return { steps: histograms.map(({ step }) => step), low, high, bins, counts: packFloats(counts), lows, highs };
}
