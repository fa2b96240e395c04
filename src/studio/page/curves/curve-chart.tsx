import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { type Curve, durationText, LineChart, Notice } from '../../kit/index.ts';
import type { RunSummary, ScalarSeries } from '../../protocol/index.ts';
import { runColor, runDash } from '../state.ts';
import { logX, logY, smoothing, xAxis, zoom } from './curve-settings.ts';
import { tagTitle } from './tag-groups.ts';
import { useSeries } from './use-series.ts';

const HEIGHT = 230;

/** One tag of the runs that are drawn. Nothing is read before it comes into sight. */
export function CurveChart({ tag, runs }: { readonly tag: string; readonly runs: readonly RunSummary[] }) {
  const box = useRef<HTMLElement>(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    const element = box.current;
    if (element === null || seen) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && setSeen(true), {
      rootMargin: '300px',
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [seen]);
  return (
    <section ref={box} class="card chart" aria-label={tag}>
      <h3 title={tag} class="clip">
        {tagTitle(tag)}
      </h3>
      {seen ? <Seen tag={tag} runs={runs} /> : <div style={{ height: `${HEIGHT}px` }} />}
    </section>
  );
}

function Seen({ tag, runs }: { readonly tag: string; readonly runs: readonly RunSummary[] }) {
  const byTime = xAxis.value.value === 'time';
  const range = zoom.value.value;
  const { series, error, loading } = useSeries(
    tag,
    runs.map(({ id }) => id),
    byTime ? null : range,
  );
  const names = runs.map(({ name }) => name).join('\n');
  const curves = useMemo(() => curvesOf(series, runs, byTime), [series, names, byTime, runColor('')]);
  if (error !== null) return <Notice tone="fault">{error}</Notice>;
  if (curves.length === 0)
    return (
      <div class="wait soft" style={{ height: `${HEIGHT}px` }}>
        {loading ? 'Reading …' : 'None of the drawn runs has this.'}
      </div>
    );
  return (
    <LineChart
      label={`${tagTitle(tag)} of ${runs.length} runs`}
      curves={curves}
      height={HEIGHT}
      xLabel={byTime ? 'time' : tag.startsWith('epoch_') ? 'epoch' : 'step'}
      {...(byTime ? { xText: durationText } : {})}
      logX={logX.value.value}
      logY={logY.value.value}
      smoothing={smoothing.value.value}
      syncKey={tag.startsWith('epoch_') ? 'epochs' : 'steps'}
      zoom={range}
      onZoom={(next) => zoom.set(next, true)}
    />
  );
}

function curvesOf(series: readonly ScalarSeries[], runs: readonly RunSummary[], byTime: boolean): readonly Curve[] {
  const names = new Map(runs.map(({ id, name }) => [id, name]));
  return series
    .filter(({ run, steps }) => names.has(run) && steps.length > 0)
    .map(({ run, part, steps, values, seconds }) => ({
      id: `${run}/${part}`,
      name: `${names.get(run)}${part === 'validation' ? ' (validation)' : ''}`,
      color: runColor(run),
      dash: part === 'validation' ? [2, 3] : runDash(run),
      xs: byTime ? seconds : steps,
      ys: values,
    }));
}
