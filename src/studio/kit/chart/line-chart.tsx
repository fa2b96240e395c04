import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import './chart.css';
import { numberText, stepText } from '../number-text.ts';
import { dark, tokenColor } from '../theme.ts';
import { TipBox } from '../tip.tsx';
import { type Aligned, alignCurves, type Curve, smooth, valueNear } from './curve.ts';

export interface LineChartProps {
  /** What the chart shows, for screen readers. */
  readonly label: string;
  readonly curves: readonly Curve[];
  /** What x counts. Default `step`. */
  readonly xLabel?: string;
  /** How a value of x reads. Default: as a whole number. */
  readonly xText?: (x: number) => string;
  readonly logX?: boolean;
  readonly logY?: boolean;
  /** From 0 to below 1: the weight of the moving average; the curve as it is stays behind it, faint. Default 0. */
  readonly smoothing?: number;
  /** In pixels. Default 220. */
  readonly height?: number;
  /** Charts with one key move their cursors together. */
  readonly syncKey?: string;
  /** The stretch of x that is seen; null for all of it. */
  readonly zoom?: readonly [from: number, to: number] | null;
  /** Told when the person draws over a stretch of x; null on a double click. Without it the chart can't be zoomed. */
  readonly onZoom?: (zoom: readonly [from: number, to: number] | null) => void;
  /** Vertical lines with words, such as where a finding was seen. */
  readonly marks?: readonly { readonly x: number; readonly text: string; readonly color: string }[];
}

/** Distances between marks on an axis of whole numbers. */
const wholeSteps = Array.from({ length: 12 }, (_, power) => [1, 2, 5].map((x) => x * 10 ** power)).flat();

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

function optionsOf(
  newest: { readonly current: LineChartProps },
  width: number,
  onCursor: (u: uPlot) => void,
): uPlot.Options {
  const { curves, xLabel = 'step', xText = stepText, smoothing = 0, height = 220, syncKey, onZoom } = newest.current;
  const { logX = false, logY = false } = newest.current;
  const [ink, line] = [tokenColor('--ink-soft'), tokenColor('--line')];
  const axis = {
    stroke: ink,
    font: '11px system-ui, sans-serif',
    grid: { stroke: line, width: 1 },
    ticks: { show: false },
  };
  const stroke = ({ color, dash }: Curve): uPlot.Series => ({
    stroke: color,
    width: 1.75,
    points: { show: false },
    ...(dash === undefined ? {} : { dash: [...dash] }),
  });
  // Of a logarithmic axis only powers of 10 get lines and numbers, unless there would be fewer than two.
  const powers = (_: uPlot, ticks: number[]): (number | null)[] => {
    const kept = ticks.map((tick) => (Math.abs(Math.log10(tick) - Math.round(Math.log10(tick))) < 1e-9 ? tick : null));
    return kept.filter((tick) => tick !== null).length < 2 ? ticks : kept;
  };
  // Steps and epochs are whole.
  const whole = newest.current.xText === undefined ? { incrs: wholeSteps } : {};
  const logarithmic = { filter: powers, grid: { ...axis.grid, filter: powers } };
  return {
    width,
    height,
    padding: [8, 10, 0, 0],
    legend: { show: false },
    cursor: {
      points: { size: 6 },
      drag: { x: onZoom !== undefined, y: false, setScale: false },
      ...(syncKey === undefined ? {} : { sync: { key: syncKey, setSeries: false, scales: ['x', null] } }),
    },
    scales: {
      x: {
        time: false,
        distr: logX ? 3 : 1,
        range: (_, low, high) => {
          const zoom = newest.current.zoom;
          if (zoom) return [zoom[0], zoom[1]];
          return low === null || high === null
            ? [logX ? 1 : 0, logX ? 10 : 1]
            : low === high
              ? [low * 0.9 - 0.5, high * 1.1 + 0.5]
              : [low, high];
        },
      },
      y: { distr: logY ? 3 : 1 },
    },
    axes: [
      {
        ...axis,
        ...(logX ? logarithmic : whole),
        size: 24,
        labelSize: 16,
        labelGap: 0,
        gap: 4,
        label: xLabel,
        labelFont: axis.font,
        values: (_, ticks) => ticks.map((tick) => (tick === null ? '' : xText(tick))),
      },
      {
        ...axis,
        ...(logY ? logarithmic : {}),
        size: 58,
        values: (_, ticks) => ticks.map((tick) => (tick === null ? '' : numberText(tick))),
      },
    ],
    series: [
      {},
      ...curves.flatMap((curve) =>
        smoothing > 0 ? [{ ...stroke(curve), alpha: 0.22, width: 1 }, stroke(curve)] : [stroke(curve)],
      ),
    ],
    hooks: {
      setCursor: [onCursor],
      setSelect: [
        (u) => {
          if (u.select.width < 4) return;
          newest.current.onZoom?.([u.posToVal(u.select.left, 'x'), u.posToVal(u.select.left + u.select.width, 'x')]);
          u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
      ready: [(u) => u.over.addEventListener('dblclick', () => newest.current.onZoom?.(null))],
      draw: [(u) => drawMarks(u, newest.current.marks ?? [])],
    },
  };
}

function drawMarks(u: uPlot, marks: NonNullable<LineChartProps['marks']>): void {
  const { ctx, bbox } = u;
  ctx.save();
  ctx.font = `${11 * uPlot.pxRatio}px system-ui, sans-serif`;
  ctx.setLineDash([4 * uPlot.pxRatio, 3 * uPlot.pxRatio]);
  marks.forEach(({ x, text, color }, i) => {
    const at = u.valToPos(x, 'x', true);
    if (at < bbox.left || at > bbox.left + bbox.width) return;
    ctx.strokeStyle = color;
    ctx.fillStyle = color;
    ctx.beginPath();
    ctx.moveTo(at, bbox.top);
    ctx.lineTo(at, bbox.top + bbox.height);
    ctx.stroke();
    ctx.fillText(text, at + 5 * uPlot.pxRatio, bbox.top + (12 + 14 * i) * uPlot.pxRatio);
  });
  ctx.restore();
}
