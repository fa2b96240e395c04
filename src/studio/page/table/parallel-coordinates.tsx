import { useRef, useState } from 'preact/hooks';
import { numberText, useWidth } from '../../kit/index.ts';
import type { HyperparameterValue, RunId, RunSummary } from '../../protocol/index.ts';
import { chooseRun, focus, runColor, runDash } from '../state.ts';
import { type Axis, axisOf, metricOf, variedNames } from './run-columns.ts';

const HEIGHT = 230;
const TOP = 34;
const BOTTOM = 14;
const SIDE = 70;
/** Words on an axis beyond this number would lie on each other. */
const TICKS = 8;

const tickText = (value: HyperparameterValue): string =>
  typeof value === 'number' ? numberText(value) : String(value).slice(0, 14);

/** A line for each run through all settings that differ, to the metric at the right. */
export function ParallelCoordinates({
  runs,
  metric,
  kind,
}: {
  readonly runs: readonly RunSummary[];
  readonly metric: string;
  readonly kind: 'last' | 'best';
}) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const [hovered, setHovered] = useState<RunId | null>(null);
  const names = variedNames(runs);
  const valueOf = (run: RunSummary, name: string): HyperparameterValue | null => run.hyperparameters[name] ?? null;
  const axes: readonly Axis[] = [
    ...names.map((name) =>
      axisOf(
        name,
        runs.map((run) => valueOf(run, name)),
      ),
    ),
    axisOf(
      metric,
      runs.map((run) => metricOf(run, metric, kind)),
    ),
  ];
  const x = (i: number): number => SIDE + (axes.length === 1 ? 0 : (i * (width - 2 * SIDE)) / (axes.length - 1));
  const y = (place: number): number => TOP + (1 - place) * (HEIGHT - TOP - BOTTOM);
  const strong = hovered ?? focus.value?.id;
  const lines = runs
    .map((run) => ({
      run,
      path: axes
        .map(({ name, place }, i) => {
          const at = place(i < names.length ? valueOf(run, name) : metricOf(run, metric, kind));
          return at === null ? null : `${x(i).toFixed(1)},${y(at).toFixed(1)}`;
        })
        .filter((point) => point !== null)
        .join(' '),
    }))
    // The one in question lies over the others.
    .sort((a, b) => Number(a.run.id === strong) - Number(b.run.id === strong));
  return (
    <div ref={box} class="parallel">
      {width > 0 && (
        <svg
          width={Math.max(width, axes.length * 90)}
          height={HEIGHT}
          role="img"
          aria-label={`${runs.length} runs by ${names.join(', ')} and ${metric}. The table below has the same numbers.`}
        >
          {lines.map(({ run, path }) => (
            // biome-ignore lint/a11y/noStaticElementInteractions: the table below does the same by keyboard
            <polyline
              key={run.id}
              points={path}
              fill="none"
              stroke={runColor(run.id)}
              stroke-width={run.id === strong ? 3 : 1.5}
              stroke-dasharray={runDash(run.id).join(' ')}
              opacity={run.id === strong ? 1 : 0.65}
              onPointerEnter={() => setHovered(run.id)}
              onPointerLeave={() => setHovered(null)}
              onClick={() => chooseRun(run.id)}
            >
              <title>{run.name}</title>
            </polyline>
          ))}
          {axes.map(({ name, ticks }, i) => (
            <g key={name}>
              <line x1={x(i)} x2={x(i)} y1={TOP} y2={HEIGHT - BOTTOM} class="axis" />
              <text x={x(i)} y={14} text-anchor="middle" class="name">
                {name.length > 16 ? `${name.slice(0, 15)}…` : name}
                <title>{name}</title>
              </text>
              {(ticks.length > TICKS ? [] : ticks).map(([place, value]) => (
                <text key={String(value)} x={x(i) + 6} y={y(place) + 4}>
                  {tickText(value)}
                </text>
              ))}
            </g>
          ))}
        </svg>
      )}
    </div>
  );
}
