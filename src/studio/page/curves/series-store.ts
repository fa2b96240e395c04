import type { RunId, ScalarSeries } from '../../protocol/index.ts';

/** What names a curve. */
export const seriesKey = ({ run, tag, part }: Pick<ScalarSeries, 'run' | 'tag' | 'part'>): string =>
  JSON.stringify([run, tag, part]);

/** Points that a curve may have before every second one that came live is dropped. */
const CAPACITY = 4000;

/** A curve with points added behind its last one; those that it has already are left out. */
export function extend(
  known: ScalarSeries | undefined,
  more: ScalarSeries & { readonly restarted?: boolean },
): ScalarSeries {
  if (known === undefined || more.restarted === true) return more;
  const last = known.steps.at(-1) ?? Number.NEGATIVE_INFINITY;
  const from = more.steps.findIndex((step) => step > last);
  if (from < 0) return known;
  const merged = {
    ...known,
    steps: [...known.steps, ...more.steps.slice(from)],
    values: [...known.values, ...more.values.slice(from)],
    seconds: [...known.seconds, ...more.seconds.slice(from)],
    count: Math.max(more.count, known.count),
  };
  return merged.steps.length > CAPACITY ? halved(merged) : merged;
}

function halved(series: ScalarSeries): ScalarSeries {
  const keep = (_: unknown, i: number, all: readonly unknown[]): boolean => i % 2 === 0 || i === all.length - 1;
  return {
    ...series,
    steps: series.steps.filter(keep),
    values: series.values.filter(keep),
    seconds: series.seconds.filter(keep),
  };
}

/** Curves with what the stream has sent added; null when none of it belongs to these runs and this tag. */
export function takeLive(
  known: readonly ScalarSeries[],
  events: readonly (ScalarSeries & { readonly restarted: boolean })[],
  tag: string,
  runs: readonly RunId[],
): readonly ScalarSeries[] | null {
  const mine = events.filter((event) => event.tag === tag && runs.includes(event.run));
  if (mine.length === 0) return null;
  const all = new Map(known.map((series) => [seriesKey(series), series]));
  for (const event of mine) all.set(seriesKey(event), extend(all.get(seriesKey(event)), event));
  return [...all.values()];
}
