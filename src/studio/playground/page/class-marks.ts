import { categoryColor } from '../../kit/index.ts';

/** The colours of classes 0, 1 and 2, which stay apart for every kind of colour vision: blue, orange, teal. */
const COLORS = [0, 3, 2];

export const classColor = (index: number, isDark: boolean): string => categoryColor(COLORS[index] ?? index, isDark);

/** Words for what is drawn, in legends. */
export const classShapes = ['circles', 'squares', 'triangles'] as const;

/** Adds the outline of a class's mark to the path: a circle, a square or a triangle of about equal area. */
export function traceMark(context: CanvasRenderingContext2D, index: number, x: number, y: number, size: number): void {
  if (index === 0) {
    context.moveTo(x + size, y);
    context.arc(x, y, size, 0, 2 * Math.PI);
    return;
  }
  if (index === 1) {
    const half = 0.89 * size;
    context.rect(x - half, y - half, 2 * half, 2 * half);
    return;
  }
  const reach = 1.35 * size;
  context.moveTo(x, y - reach);
  context.lineTo(x + 0.87 * reach, y + 0.5 * reach);
  context.lineTo(x - 0.87 * reach, y + 0.5 * reach);
  context.closePath();
}

/** The red, green and blue of a colour such as #0077bb. */
export function channels(color: string): readonly [number, number, number] {
  const value = Number.parseInt(color.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}
