import { useMemo, useRef } from 'preact/hooks';
import './chart.css';
import { numberText, stepText } from '../number-text.ts';
import { useWidth } from '../use-width.ts';
import { HeatMap } from './heat-map.tsx';

const HEIGHT = 120;

/** A histogram over time: time across, value upwards, darker where more numbers lie (log(1 + count), per moment). */
export function HistogramStrip({
  title,
  counts,
  bins,
  low,
  high,
  steps,
}: {
  readonly title: string;
  /** [steps, bins], row after row. */
  readonly counts: Float32Array;
  readonly bins: number;
  readonly low: number;
  readonly high: number;
  readonly steps: readonly number[];
}) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const grid = useMemo(() => {
    const columns = steps.length;
    const values = new Float32Array(bins * columns);
    for (let column = 0; column < columns; column++) {
      const moment = counts.subarray(column * bins, (column + 1) * bins);
      const most = Math.log1p(Math.max(...moment, 1));
      // The highest bin is the first row.
      moment.forEach((count, bin) => {
        values[(bins - 1 - bin) * columns + column] = count > 0 ? Math.log1p(count) / most : Number.NaN;
      });
    }
    return { rows: bins, columns, values };
  }, [counts, bins, steps]);
  const summary = `${title}: from ${numberText(low)} to ${numberText(high)}, steps ${steps[0] ?? 0} to ${steps.at(-1) ?? 0}`;
  return (
    <figure class="strip" aria-label={summary}>
      <figcaption>{title}</figcaption>
      <div class="strip-values soft small" aria-hidden="true">
        <span>{numberText(high)}</span>
        <span>{numberText(low)}</span>
      </div>
      <div ref={box} class="strip-map">
        <HeatMap
          grid={grid}
          range={[0, grid.columns]}
          limits={[0, 1]}
          kind="sequential"
          width={width}
          rowHeight={HEIGHT / bins}
        />
      </div>
      <div class="strip-steps soft small" aria-hidden="true">
        <span>step {stepText(steps[0] ?? 0)}</span>
        <span>{stepText(steps.at(-1) ?? 0)}</span>
      </div>
    </figure>
  );
}
