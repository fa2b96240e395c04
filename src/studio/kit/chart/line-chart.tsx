import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import './chart.css';
import { numberText, stepText } from '../number-text.ts';
import { dark } from '../theme.ts';
import { TipBox } from '../tip.tsx';
import { type Aligned, alignCurves, type Curve, smooth, valueNear } from './curve.ts';
import { type LineChartProps, optionsOf } from './line-chart-options.ts';

/** Rows that a tooltip shows at most. */
const TIP_ROWS = 12;

/** Curves over a common x on a canvas: fast enough to follow a training. Arrow keys move the cursor. */
export function LineChart(props: LineChartProps) {
  const { label, curves, xLabel = 'step', xText = stepText, smoothing = 0, height = 220 } = props;
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const newest = useRef(props);
  newest.current = props;
  const [cursor, setCursor] = useState<{ i: number; x: number; y: number } | null>(null);
  const [hovered, setHovered] = useState(false);

  const data = useMemo(() => columnsOf(props), [curves, smoothing, props.logX, props.logY]);
  const isDark = dark.value;
  // What needs a new chart; all else is new data for the old one.
  const structure = JSON.stringify([
    curves.map(({ id, color, dash }) => [id, color, dash]),
    [props.logX, props.logY, smoothing > 0, xLabel, isDark, props.syncKey, props.onZoom === undefined],
  ]);

  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const made = new uPlot(
      optionsOf(newest, element.clientWidth, (u) => {
        const { left = -1, top = -1, idx } = u.cursor;
        const rect = u.over.getBoundingClientRect();
        setCursor(left < 0 || idx == null ? null : { i: idx, x: rect.left + left, y: rect.top + Math.max(top, 0) });
      }),
      uplotData(columnsOf(newest.current)),
      element,
    );
    chart.current = made;
    const observer = new ResizeObserver(() =>
      made.setSize({ width: element.clientWidth, height: newest.current.height ?? 220 }),
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      chart.current = null;
    };
  }, [structure]);

  useEffect(() => {
    const frame = requestAnimationFrame(() => chart.current?.setData(uplotData(data)));
    return () => cancelAnimationFrame(frame);
  }, [data, props.zoom?.[0], props.zoom?.[1], structure]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const made = chart.current;
    const xs = data[0];
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (event.key === 'Escape') {
      setCursor(null);
      props.onZoom?.(null);
    }
    if (made === null || step === 0 || xs.length === 0) return;
    event.preventDefault();
    const from = cursor?.i ?? (step > 0 ? -1 : xs.length);
    const i = Math.min(Math.max(from + step * (event.shiftKey ? 10 : 1), 0), xs.length - 1);
    made.setCursor({ left: made.valToPos(xs[i] ?? 0, 'x'), top: 20 });
    setHovered(true);
  };

  const rows = cursor !== null && hovered ? valuesAt(curves, data, cursor.i, smoothing > 0) : [];
  const heading = cursor === null ? '' : `${xLabel} ${xText(data[0][cursor.i] ?? 0)}`;
  return (
    <div
      ref={box}
      class="line-chart"
      role="group"
      aria-label={`${label}. Arrow keys read values.`}
      tabIndex={0}
      style={{ height: `${height}px` }}
      onKeyDown={onKeyDown}
      onPointerEnter={() => setHovered(true)}
      onPointerLeave={() => setHovered(false)}
      onBlur={() => setHovered(false)}
    >
      {cursor !== null && rows.length > 0 && (
        <>
          <TipBox x={cursor.x} y={cursor.y}>
            <div class="soft">{heading}</div>
            <div class="values">
              {rows.slice(0, TIP_ROWS).map(({ curve, value }) => (
                <>
                  <span class="swatch" style={{ background: curve.color }} />
                  <span class="clip">{curve.name}</span>
                  <span class="number">{numberText(value)}</span>
                </>
              ))}
            </div>
            {rows.length > TIP_ROWS && <div class="soft">and {rows.length - TIP_ROWS} more</div>}
          </TipBox>
          <div class="hidden-visually" role="status">
            {heading}: {rows.map(({ curve, value }) => `${curve.name} ${numberText(value)}`).join(', ')}
          </div>
        </>
      )}
    </div>
  );
}

/** Columns of the curves, each followed by its average where there is one. Logarithms have no place for 0 and below. */
function columnsOf({ curves, smoothing = 0, logX = false, logY = false }: LineChartProps): Aligned {
  const shown = curves.map(({ xs, ys }) => ({
    xs,
    ys:
      logX || logY ? ys.map((y, i) => (y === null || (logY && y <= 0) || (logX && (xs[i] ?? 0) <= 0) ? null : y)) : ys,
  }));
  return alignCurves(
    smoothing > 0 ? shown.flatMap((curve) => [curve, { xs: curve.xs, ys: smooth(curve.ys, smoothing) }]) : shown,
  );
}

// uPlot only reads its columns; its types have no word for that.
const uplotData = ([xs, ...ys]: Aligned): uPlot.AlignedData => [xs, ...ys];

function valuesAt(curves: readonly Curve[], [, ...columns]: Aligned, i: number, averaged: boolean) {
  return curves
    .map((curve, k) => ({ curve, value: valueNear(columns[averaged ? 2 * k + 1 : k] ?? [], i) }))
    .filter(({ value }) => value !== null)
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
}
