import { useMemo, useRef, useState } from 'preact/hooks';
import { brokenColor, HeatMap, stepText, TipBox, useWidth } from '../../kit/index.ts';
import type { StudioFinding } from '../../protocol/index.ts';
import { deviationText, valueText } from './deviation.ts';
import { LossStrip } from './loss-strip.tsx';
import { RowLabels, Steps } from './net-labels.tsx';
import type { NetVitals } from './net-vitals.ts';

/** Rows are as high as they may be when all of them fit into this. */
const ROOM = 520;
const ROW_HEIGHTS = [4, 26] as const;
/** A pointer that moved less has clicked. */
const CLICK = 5;

interface Cell {
  readonly row: number;
  readonly column: number;
}

const movesOf = (page: number): Readonly<Record<string, readonly [rows: number, columns: number]>> => ({
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [0, -page],
  PageDown: [0, page],
  Home: [0, Number.NEGATIVE_INFINITY],
  End: [0, Number.POSITIVE_INFINITY],
});

const clamp = (x: number, low: number, high: number): number => Math.min(Math.max(x, low), high);

/** The whole net over time: layers as rows, samples as columns, the deviation from what was expected as colour. */
export function NetPicture({
  vitals,
  columns,
  findings,
  layer,
  onLayer,
  onStretch,
}: {
  readonly vitals: NetVitals;
  /** The samples that are seen: from, and up to but without. */
  readonly columns: readonly [from: number, to: number];
  readonly findings: readonly StudioFinding[];
  /** The layer that is looked at; empty for none. */
  readonly layer: string;
  readonly onLayer: (layer: string) => void;
  readonly onStretch: (steps: readonly [from: number, to: number] | null) => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const [cell, setCell] = useState<(Cell & { readonly byKey: boolean }) | null>(null);
  const [brush, setBrush] = useState<readonly [from: number, to: number] | null>(null);
  const { layers, steps } = vitals;
  const [from, to] = columns;
  const rowHeight = clamp(ROOM / layers.length, ...ROW_HEIGHTS);
  const height = rowHeight * layers.length;
  const grid = useMemo(() => ({ rows: layers.length, columns: steps.length, values: vitals.relative }), [vitals]);
  const columnAt = (x: number): number => clamp(from + Math.floor((x / width) * (to - from)), from, to - 1);
  const xOf = (column: number): number => ((column + 0.5 - from) / (to - from)) * width;
  const place = (event: PointerEvent): { x: number; y: number } => {
    const rect = box.current?.getBoundingClientRect();
    return { x: clamp(event.clientX - (rect?.left ?? 0), 0, width), y: event.clientY - (rect?.top ?? 0) };
  };
  const cellAt = ({ x, y }: { readonly x: number; readonly y: number }): Cell => ({
    row: clamp(Math.floor(y / rowHeight), 0, layers.length - 1),
    column: columnAt(x),
  });
  const choose = (row: number): void => onLayer(layers[row]?.layer ?? '');

  const onPointerUp = (event: PointerEvent): void => {
    const end = place(event);
    if (brush !== null && Math.abs(brush[1] - brush[0]) > CLICK) {
      const [a, b] = [columnAt(Math.min(...brush)), columnAt(Math.max(...brush))];
      onStretch([steps[a] ?? 0, Math.max(steps[b] ?? 0, (steps[a] ?? 0) + 1)]);
    } else if (brush !== null) choose(cellAt(end).row);
    setBrush(null);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      setCell(null);
      onStretch(null);
      return;
    }
    if ((event.key === 'Enter' || event.key === ' ') && cell !== null) {
      event.preventDefault();
      choose(cell.row);
      return;
    }
    const move = movesOf(Math.max(1, Math.round((to - from) / 10)))[event.key];
    if (move === undefined) return;
    event.preventDefault();
    const now = cell ?? { row: 0, column: to - 1 };
    setCell({
      row: cell === null ? now.row : clamp(now.row + move[0], 0, layers.length - 1),
      column: clamp(now.column + move[1], from, to - 1),
      byKey: true,
    });
  };

  const firstBroken = vitals.nonFinite?.step;
  const broken = firstBroken === undefined ? -1 : steps.findIndex((step) => step >= firstBroken);
  const marks = useMemo(() => marksOf(findings, vitals, columns), [findings, vitals, from, to]);
  const told = cell === null ? null : describe(vitals, cell, findings);
  const rect = cell === null ? null : (box.current?.getBoundingClientRect() ?? null);
  return (
    <div class="net">
      <RowLabels vitals={vitals} rowHeight={rowHeight} findings={findings} layer={layer} onLayer={onLayer} />
      <div
        ref={box}
        class="net-map"
        role="application"
        aria-roledescription="heat map"
        aria-label={`${layers.length} layers over ${to - from} samples. Arrow keys move from cell to cell, Enter shows the layer, Escape shows all samples.`}
        tabIndex={0}
        style={{ height: `${height}px` }}
        onPointerMove={(event) => {
          const at = place(event);
          setCell({ ...cellAt(at), byKey: false });
          if (brush !== null) setBrush([brush[0], at.x]);
        }}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          const { x } = place(event);
          setBrush([x, x]);
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerUp={onPointerUp}
        onPointerCancel={() => setBrush(null)}
        onPointerLeave={() => setCell(null)}
        onBlur={() => setCell(null)}
        onDblClick={() => onStretch(null)}
        onKeyDown={onKeyDown}
      >
        <HeatMap
          grid={grid}
          range={columns}
          limits={[-vitals.limit, vitals.limit]}
          kind="diverging"
          width={width}
          rowHeight={rowHeight}
        />
        <svg class="net-over" width={width} height={height} aria-hidden="true">
          {marks.map(({ row, column, severity }) => {
            const [x, y] = [clamp(xOf(column), 7, width - 7), (row + 0.5) * rowHeight];
            return severity === 'fault' ? (
              <path key={`${row}-${column}`} class="mark" d={`M${x} ${y - 5}l5.5 9h-11z`} />
            ) : (
              <circle key={`${row}-${column}`} class="mark" cx={x} cy={y} r="4" />
            );
          })}
          {broken >= from && broken < to && (
            <line x1={xOf(broken)} x2={xOf(broken)} y1={0} y2={height} stroke={brokenColor} stroke-width="1.5" />
          )}
          {layer !== '' && (
            <rect
              class="chosen"
              x="1"
              y={layers.findIndex((one) => one.layer === layer) * rowHeight}
              width={Math.max(0, width - 2)}
              height={rowHeight}
            />
          )}
          {cell !== null && brush === null && (
            <>
              <line class="cross" x1={xOf(cell.column)} x2={xOf(cell.column)} y1="0" y2={height} />
              <rect class="cross" x="0" y={cell.row * rowHeight} width={width} height={rowHeight} />
            </>
          )}
          {brush !== null && (
            <rect class="brush" x={Math.min(...brush)} y="0" width={Math.abs(brush[1] - brush[0])} height={height} />
          )}
        </svg>
        {cell !== null && rect !== null && told !== null && brush === null && (
          <TipBox x={rect.left + xOf(cell.column)} y={rect.top + (cell.row + 0.5) * rowHeight}>
            <strong>{told.title}</strong>
            <div>{told.lines.join('\n')}</div>
            <div class="soft">{told.where}</div>
          </TipBox>
        )}
        <div class="hidden-visually" role="status">
          {cell?.byKey && told !== null ? `${told.title}: ${told.lines.join(', ')}; ${told.where}` : ''}
        </div>
      </div>
      <Steps steps={steps} columns={columns} />
      <LossStrip losses={vitals.losses} columns={columns} width={width} />
    </div>
  );
}

/** Where findings are drawn: at each of their layers, at the sample that showed them. */
function marksOf(
  findings: readonly StudioFinding[],
  { layers, steps }: NetVitals,
  [from, to]: readonly [number, number],
): readonly (Cell & { readonly severity: string })[] {
  return findings
    .filter(({ severity }) => severity !== 'note')
    .flatMap(({ layers: names, step, severity }) =>
      names.map((name) => ({
        row: layers.findIndex(({ layer }) => layer === name),
        column: Math.max(
          0,
          steps.findIndex((one) => one >= (step ?? 0)),
        ),
        severity,
      })),
    )
    .filter(({ row, column }) => row >= 0 && column >= from && column < to);
}

function describe(vitals: NetVitals, { row, column }: Cell, findings: readonly StudioFinding[]) {
  const { layers, steps, epochs, values, relative, expected, quantity, source } = vitals;
  const layer = layers[row];
  const i = row * steps.length + column;
  const value = values[i] ?? Number.NaN;
  const should = expected[row] ?? null;
  const found = findings.filter(({ layers: names }) => layer !== undefined && names.includes(layer.layer));
  return {
    title: `${layer?.layer ?? ''}${layer === undefined || layer.activation === 'linear' ? '' : ` · ${layer.activation}`}`,
    lines: [
      `${valueText(quantity, value)}, ${deviationText(quantity, relative[i] ?? Number.NaN)}`,
      ...(should === null ? [] : [`expected ${valueText(quantity, should)} (${source})`]),
      ...found.map(({ title }) => title),
    ],
    where: `step ${stepText(steps[column] ?? 0)}, epoch ${(epochs[column] ?? 0) + 1}, ${layer?.units ?? 0} units`,
  };
}
