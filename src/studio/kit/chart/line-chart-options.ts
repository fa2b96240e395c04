import uPlot from 'uplot';
import { numberText, stepText } from '../number-text.ts';
import { tokenColor } from '../theme.ts';
import type { Curve } from './curve.ts';

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

/** How uPlot draws a chart. What may change while it lives is read from `newest` when it is needed. */
export function optionsOf(
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
