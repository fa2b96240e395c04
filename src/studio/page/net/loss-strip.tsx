import { numberText } from '../../kit/index.ts';

const HEIGHT = 56;

/** The loss below the net, on the same line of time. Logarithmic when it falls far. */
export function LossStrip({
  losses,
  columns: [from, to],
  width,
}: {
  readonly losses: readonly (number | null)[];
  readonly columns: readonly [from: number, to: number];
  readonly width: number;
}) {
  const every = Math.max(1, Math.floor((to - from) / Math.max(1, width)));
  const points = losses
    .slice(from, to)
    .map((loss, i) => ({ loss, i }))
    .filter((point): point is { loss: number; i: number } => point.loss !== null && point.i % every === 0);
  const all = points.map(({ loss }) => loss);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  if (points.length < 2 || width === 0) return null;
  const log = low > 0 && high / low > 30;
  const share = (loss: number): number =>
    high === low ? 0.5 : log ? Math.log(loss / low) / Math.log(high / low) : (loss - low) / (high - low);
  const path = points
    .map(
      ({ loss, i }) =>
        `${(((i + 0.5) / (to - from)) * width).toFixed(1)},${(4 + (1 - share(loss)) * (HEIGHT - 8)).toFixed(1)}`,
    )
    .join(' ');
  return (
    <>
      <div class="net-loss-label soft small">
        <span>{numberText(high)}</span>
        <span>loss{log ? ' (log)' : ''}</span>
        <span>{numberText(low)}</span>
      </div>
      <svg
        class="net-loss"
        width={width}
        height={HEIGHT}
        role="img"
        aria-label={`Loss from ${numberText(all[0])} to ${numberText(all.at(-1))}`}
      >
        <polyline points={path} fill="none" stroke="var(--accent)" stroke-width="1.5" />
      </svg>
    </>
  );
}
