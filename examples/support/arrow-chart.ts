import { type Chart, colors } from './charts.ts';

export interface Arrow {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  /** On which side of its end the name stands. Default right. */
  readonly label?: 'left' | 'right';
}

/** Arrows from the origin, over the square and the circle that the limits ±1 and norm 1 draw. */
export function arrowChart(title: string, arrows: readonly Arrow[]): Chart {
  const position = (field: 'x' | 'y', domain: [number, number]) => ({
    field,
    type: 'quantitative' as const,
    scale: { domain, nice: false },
    axis: { title: null, tickCount: 4 },
  });
  const names = arrows.map(({ name }) => name);
  const color = {
    field: 'name',
    sort: names,
    scale: { domain: names, range: [colors.orange, colors.red, colors.blue] },
    legend: null,
  };
  const circle = Array.from({ length: 73 }, (_, i) => ({
    i,
    x: Math.cos((i * Math.PI) / 36),
    y: Math.sin((i * Math.PI) / 36),
  }));
  const square = [-1, 1, 1, -1, -1].map((x, i) => ({ i, x, y: i < 2 ? -1 : i < 4 ? 1 : -1 }));
  return {
    title: { text: title, offset: 16 },
    // One unit is equally long on both axes.
    width: 380,
    height: 340,
    encoding: { x: position('x', [-0.8, 3]), y: position('y', [-0.2, 3.2]) },
    layer: [
      ...[circle, square].map((values) => ({
        data: { values },
        mark: { type: 'line' as const, clip: true, color: '#aaa', strokeDash: [3, 3], strokeWidth: 1.2 },
        encoding: { order: { field: 'i' } },
      })),
      {
        data: { values: arrows.map(({ name, x, y }) => ({ name, x, y, x0: 0, y0: 0 })) },
        mark: { type: 'rule', strokeWidth: 3 },
        encoding: { x2: { field: 'x0' }, y2: { field: 'y0' }, color },
      },
      {
        data: { values: arrows.map((arrow) => ({ ...arrow, angle: (Math.atan2(arrow.x, arrow.y) * 180) / Math.PI })) },
        mark: { type: 'point', filled: true, shape: 'triangle-up', size: 160, opacity: 1 },
        encoding: { angle: { field: 'angle', type: 'quantitative', scale: null }, color },
      },
      ...(['left', 'right'] as const).map((side) => ({
        data: { values: arrows.filter((arrow) => (arrow.label ?? 'right') === side) },
        mark: {
          type: 'text' as const,
          align: side === 'left' ? ('right' as const) : ('left' as const),
          dx: side === 'left' ? -12 : 12,
          fontSize: 12,
        },
        encoding: { text: { field: 'name' }, color },
      })),
    ],
  };
}
