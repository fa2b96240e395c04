import { useEffect, useRef } from 'preact/hooks';
import { type ScaleKind, scalePixels } from '../palette.ts';
import { dark } from '../theme.ts';
import { type Grid, gridPixels } from './heat-grid.ts';

/** A pixel, little-endian RGBA. */
const pixel = (red: number, green: number, blue: number, alpha = 255): number =>
  ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0;

/** What could not be measured as a number: a colour that no scale has. */
export const brokenColor = 'rgb(214 0 180)';
const BROKEN = pixel(214, 0, 180);
const NONE = pixel(0, 0, 0, 0);

export interface HeatMapProps {
  readonly grid: Grid;
  /** The columns that are seen: from, and up to but without. */
  readonly range: readonly [from: number, to: number];
  /** The values of the first and the last colour. */
  readonly limits: readonly [low: number, high: number];
  readonly kind: ScaleKind;
  /** In pixels. */
  readonly width: number;
  readonly rowHeight: number;
}

/** A grid of numbers as colours, drawn in one piece. It says nothing to screen readers: what stands around it must. */
export function HeatMap({ grid, range, limits, kind, width, rowHeight }: HeatMapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const isDark = dark.value;
  const height = grid.rows * rowHeight;
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context || width <= 0 || grid.rows === 0) return;
    const sharp = Math.min(devicePixelRatio, 2);
    // As many columns as there are pixels or samples; the canvas stretches them.
    const across = Math.max(1, Math.min(Math.round(width * sharp), range[1] - range[0]));
    const colors = { scale: scalePixels(kind, isDark), none: NONE, broken: BROKEN };
    const centre = kind === 'diverging' ? (limits[0] + limits[1]) / 2 : limits[0];
    const pixels = gridPixels(grid, range, across, limits, colors, centre);
    const small = new OffscreenCanvas(across, grid.rows);
    small.getContext('2d')?.putImageData(new ImageData(new Uint8ClampedArray(pixels.buffer), across, grid.rows), 0, 0);
    element.width = Math.round(width * sharp);
    element.height = Math.round(height * sharp);
    context.imageSmoothingEnabled = false;
    context.drawImage(small, 0, 0, element.width, element.height);
    if (rowHeight < 6) return;
    // A line of the surface between rows: they are things of their own, moments are not.
    for (let row = 1; row < grid.rows; row++)
      context.clearRect(0, Math.round(row * rowHeight * sharp) - sharp, element.width, sharp);
  }, [grid, range[0], range[1], limits[0], limits[1], kind, width, rowHeight, isDark]);
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a canvas without tabindex takes no focus
    <canvas ref={canvas} class="heat-map" aria-hidden="true" style={{ width: `${width}px`, height: `${height}px` }} />
  );
}
