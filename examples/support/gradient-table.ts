/** One net: what heads its column (two lines), and the gradient's RMS at every layer, the lowest first. */
export interface GradientColumn {
  readonly head: readonly [string, string];
  readonly rms: readonly number[];
}

const EMPTY = 1e-4;
const CELLS = 4;
const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar on a log scale: empty at 0.0001, one cell more for each factor of 10. */
function bar(value: number): string {
  const length = Math.min(CELLS, Math.max(0, Math.log10(value / EMPTY)));
  return '█'.repeat(length) + (eighths[Math.floor((length % 1) * 8)] ?? '');
}

/** The gradients of several nets side by side, the top layer (where they come in) first; at most 80 characters wide. */
export function gradientTable(columns: readonly GradientColumn[]): string {
  const row = (label: string, cells: readonly string[]) =>
    `${label.padStart(6)}  ${cells.map((cell) => cell.padEnd(14)).join('')}`.trimEnd();
  const count = Math.max(...columns.map(({ rms }) => rms.length));
  const lines = Array.from({ length: count }, (_, i) => {
    const layer = count - 1 - i;
    const cells = columns.map(({ rms }) => `${(rms[layer] ?? 0).toPrecision(2).padEnd(7)} ${bar(rms[layer] ?? 0)}`);
    return row(i === 0 ? 'output' : String(layer + 1), cells);
  });
  return [
    row(
      '',
      columns.map(({ head }) => head[0]),
    ),
    row(
      'layer',
      columns.map(({ head }) => head[1]),
    ),
    ...lines,
  ].join('\n');
}
