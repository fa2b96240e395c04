import { cssColor, type ScaleKind, scaleColor } from './palette.ts';
import { dark } from './theme.ts';

/** What the colours of a heat map stand for. */
export function ScaleLegend({
  kind,
  low,
  middle,
  high,
}: {
  readonly kind: ScaleKind;
  readonly low: string;
  /** What the neutral colour stands for. */
  readonly middle?: string;
  readonly high: string;
}) {
  const stops = Array.from({ length: 13 }, (_, i) => cssColor(scaleColor(kind, i / 12, dark.value)));
  return (
    <div class="scale">
      <span>{low}</span>
      <span class="colors" style={{ background: `linear-gradient(to right, ${stops.join(', ')})` }}>
        {middle}
      </span>
      <span>{high}</span>
    </div>
  );
}
