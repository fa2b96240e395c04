import { classNames, stepText } from '../../kit/index.ts';
import type { StudioFinding } from '../../protocol/index.ts';
import type { NetVitals } from './net-vitals.ts';

/** A name needs so many pixels. */
const LABEL_HEIGHT = 15;

/** The names of the layers beside their rows, with a mark where a finding lies; of low rows every few. */
export function RowLabels({
  vitals: { layers },
  rowHeight,
  findings,
  layer: chosen,
  onLayer,
}: {
  readonly vitals: NetVitals;
  readonly rowHeight: number;
  readonly findings: readonly StudioFinding[];
  readonly layer: string;
  readonly onLayer: (layer: string) => void;
}) {
  const every = Math.ceil(LABEL_HEIGHT / rowHeight);
  const worst = (name: string): 'fault' | 'warning' | null => {
    const mine = findings.filter(({ layers: names }) => names.includes(name));
    return mine.some(({ severity }) => severity === 'fault')
      ? 'fault'
      : mine.some(({ severity }) => severity === 'warning')
        ? 'warning'
        : null;
  };
  return (
    <div class="net-labels" style={{ height: `${rowHeight * layers.length}px` }}>
      {layers.map(({ layer, activation }, row) => {
        const verdict = worst(layer);
        if (row % every !== 0 && layer !== chosen) return null;
        return (
          <button
            key={layer}
            type="button"
            // The picture itself is what the keyboard walks through.
            tabIndex={-1}
            class={classNames('net-label', layer === chosen && 'chosen')}
            style={{ top: `${(row + 0.5) * rowHeight}px` }}
            title={layer}
            onClick={() => onLayer(layer)}
          >
            {verdict !== null && <span class={`verdict ${verdict}`}>{verdict === 'fault' ? '▲' : '●'}</span>}
            <span class="clip">{layer}</span>
            {activation !== 'linear' && <span class="soft only-wide">{activation}</span>}
          </button>
        );
      })}
    </div>
  );
}

/** Steps below the picture. */
export function Steps({
  steps,
  columns: [from, to],
}: {
  readonly steps: readonly number[];
  readonly columns: readonly [number, number];
}) {
  const count = Math.min(5, to - from);
  const shown = Array.from(
    { length: count },
    (_, i) => from + Math.round((i * (to - 1 - from)) / Math.max(1, count - 1)),
  );
  return (
    <div class="net-steps soft small" aria-hidden="true">
      {shown.map((column, i) => (
        <span key={column}>
          {i === 0 ? 'step ' : ''}
          {stepText(steps[column] ?? 0)}
        </span>
      ))}
    </div>
  );
}
