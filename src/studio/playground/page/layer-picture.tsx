import { useMemo, useRef } from 'preact/hooks';
import { Card, HeatMap, percentText, ScaleLegend, Tip, useWidth } from '../../kit/index.ts';
import type { LayerReading, LayerRow } from '../training/protocol.ts';
import { gradientGrid, NOTHING, relativeGradients } from './history.ts';
import { shortText } from './short-text.ts';
import { began, history, layers } from './store.ts';

/** Pixels of a row: more where there are few. */
const rowHeight = (rows: number): number => Math.min(Math.max(Math.floor(190 / Math.max(rows, 1)), 22), 34);
/** Powers of ten at the ends of the bars' axis. */
const AXIS = { low: -8, high: 2 };
/** Powers of ten at the ends of the colours. */
const COLORS: readonly [number, number] = [-4, 4];

const place = (value: number): number =>
  (100 * (Math.min(Math.max(Math.log10(value), AXIS.low), AXIS.high) - AXIS.low)) / (AXIS.high - AXIS.low);

/** A word for a gradient that is far from that of the last hidden layer. */
function verdict(relative: number): string | null {
  if (relative <= -2) return relative <= NOTHING ? 'no gradient' : 'vanishing';
  return relative >= 2 ? 'exploding' : null;
}

function Bar({ reading, foretold }: { readonly reading: LayerReading; readonly foretold: number | null }) {
  const { gradient } = reading;
  return (
    <span class="bar">
      {gradient > 0 && <span class="fill" style={{ width: `${place(gradient)}%` }} />}
      {foretold !== null && <span class="tick" style={{ left: `${place(foretold)}%` }} />}
    </span>
  );
}

/** The share of units that are off, or flat, where the activation can be. */
function Lost({ row, reading }: { readonly row: LayerRow; readonly reading: LayerReading }) {
  const share = reading.dead ?? reading.saturated;
  if (share === null) return <span class="soft">–</span>;
  const what =
    reading.dead === null ? `of the inputs of ${row.activation} lie where it is flat` : 'of the units are dead';
  return (
    <Tip text={`${percentText(share)} ${what}`}>
      <span class={share >= 0.5 ? 'lost much' : 'lost'}>{Math.round(100 * share)}%</span>
    </Tip>
  );
}

/** One row for each layer, the output on top: its gradient now and over time, and what is lost of its units. */
export function LayerPicture() {
  const run = began.value;
  const readings = layers.value;
  const cell = useRef<HTMLTableCellElement>(null);
  const width = useWidth(cell);
  const count = run?.layers.length ?? 0;
  const height = rowHeight(count);
  const grid = useMemo(() => gradientGrid(history.value, count), [history.value, count]);
  const relative = relativeGradients(readings);
  const first = readings.at(-2)?.gradient ?? Number.NaN;
  const rows = (run?.layers ?? [])
    .map((row, i) => ({ row, i, reading: readings[i], away: relative[i] ?? Number.NaN }))
    .reverse();
  return (
    <Card
      title="The gradient at every layer"
      aside={<span class="soft small">RMS for one sample, before clipping</span>}
    >
      <div class="table-scroll">
        <table class="layers">
          <caption class="hidden-visually">
            The gradient at every layer, from the output down to the lowest layer
          </caption>
          <thead>
            <tr>
              <th scope="col">Layer</th>
              <th scope="col" class="wide">
                Gradient now<span class="soft small range"> 10⁻⁸ to 10²</span>
              </th>
              <th scope="col" class="number">
                <span class="hidden-visually">Value</span>
              </th>
              <th scope="col" class="wide" ref={cell}>
                Over time
              </th>
              <th scope="col" class="number roomy">
                <Tip text="Standard deviation of the activations">
                  <span tabIndex={0}>Signal</span>
                </Tip>
              </th>
              <th scope="col" class="number">
                <Tip text="Of ReLU the share of dead units, of bounded activations the share of inputs where they are flat">
                  <span tabIndex={0}>Off</span>
                </Tip>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ row, i, reading, away }, nth) => (
              <tr key={row.label} style={{ height: `${height}px` }}>
                <th scope="row">
                  {row.label} <span class="soft">{row.activation}</span>
                </th>
                <td class="wide">{reading && <Bar reading={reading} foretold={scaled(run?.foretold[i], first)} />}</td>
                <td class="number">
                  {reading && shortText(reading.gradient)}
                  <span class="hidden-visually"> {verdict(away)}</span>
                </td>
                {nth === 0 && (
                  <td class="strips" rowSpan={rows.length}>
                    <HeatMap
                      grid={grid}
                      range={[0, Math.max(grid.columns, 1)]}
                      limits={COLORS}
                      kind="diverging"
                      width={Math.max(width - 12, 0)}
                      rowHeight={height}
                    />
                  </td>
                )}
                <td class="number roomy">{reading && shortText(reading.deviation)}</td>
                <td class="number">{reading && i < count - 1 && <Lost row={row} reading={reading} />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div class="row spread">
        <ScaleLegend kind="diverging" low="10⁻⁴" middle="as at the last hidden layer" high="10⁴" />
        <span class="soft small tick-legend">as theory foretells from the initial weights</span>
      </div>
    </Card>
  );
}

/** Theory speaks of ratios: they are drawn as gradients, from the last hidden layer's on. */
const scaled = (ratio: number | null | undefined, top: number): number | null =>
  ratio == null || !(top > 0) ? null : ratio * top;
