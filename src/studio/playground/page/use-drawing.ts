import { useEffect, useRef } from 'preact/hooks';

/**
 * A canvas that is drawn anew when something it shows has changed, in the fine grain of the screen.
 *
 * @param draw draws in units of the page's pixels
 * @param shown what the drawing depends on beside its size
 */
export function useDrawing(
  width: number,
  height: number,
  draw: (context: CanvasRenderingContext2D) => void,
  shown: readonly unknown[],
) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context || width === 0) return;
    const sharp = Math.min(devicePixelRatio, 2);
    element.width = Math.round(width * sharp);
    element.height = Math.round(height * sharp);
    context.scale(sharp, sharp);
    draw(context);
  }, [width, height, ...shown]);
  return canvas;
}
