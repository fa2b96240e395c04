import type { Columns } from '../events/columns.ts';
import type { MetricSummary, Part } from '../protocol/index.ts';

/** More of these is better. */
const upward = /acc|auc|precision|recall|f1|f_?score|iou|dice|r2|bleu|hits?_|top_?k|map$/i;

/** The name in logs of what Keras writes once per epoch; null for what is no metric. */
function metricName(tag: string, part: Part): string | null {
  if (/^(batch|epoch)_(learning_rate|steps_per_second)$/.test(tag) || /^batch_/.test(tag)) return null;
  if (/^evaluation_/.test(tag)) return null;
  const name = tag.replace(/^epoch_/, '');
  return part === 'validation' ? `val_${name}` : name;
}

const finite = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;

/** The last and the best value of a curve; null for curves that are no metric. */
export function metricSummary(tag: string, part: Part, { steps, values }: Columns): MetricSummary | null {
  const name = metricName(tag, part);
  if (name === null) return null;
  const better = upward.test(name) ? 'up' : 'down';
  let best = -1;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? Number.NaN;
    if (!Number.isFinite(value)) continue;
    const so = values[best] ?? (better === 'up' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);
    if (better === 'up' ? value > so : value < so) best = i;
  }
  return {
    name,
    last: finite(values.at(-1)),
    best: best < 0 ? null : finite(values[best]),
    bestStep: best < 0 ? null : (steps[best] ?? null),
    better,
  };
}
