import { useEffect, useState } from 'preact/hooks';
import type { RunId, ScalarSeries } from '../../protocol/index.ts';
import { onScalars } from '../live.ts';
import { useAnswer } from '../use-answer.ts';
import { takeLive } from './series-store.ts';

/** Points that all curves of a chart have together: more than it has pixels. */
const POINTS = 24_000;

/** The curves of a tag, which grow as their runs do. `zoom`: only steps between, with more points. */
export function useSeries(
  tag: string,
  runs: readonly RunId[],
  zoom: readonly [from: number, to: number] | null,
): { readonly series: readonly ScalarSeries[]; readonly error: string | null; readonly loading: boolean } {
  const points = Math.round(Math.min(1000, Math.max(100, POINTS / Math.max(runs.length, 1))));
  const range = zoom === null ? {} : { from: Math.floor(zoom[0]), to: Math.ceil(zoom[1]) };
  const { answer, error, loading } = useAnswer('scalars', runs.length === 0 ? null : { tag, runs, points, ...range });
  const [series, setSeries] = useState<readonly ScalarSeries[]>([]);
  useEffect(() => setSeries(answer?.series ?? []), [answer]);
  const ids = runs.join('\n');
  useEffect(() => onScalars((events) => setSeries((known) => takeLive(known, events, tag, runs) ?? known)), [tag, ids]);
  return { series: runs.length === 0 ? [] : series, error, loading };
}
