import { useRef } from 'preact/hooks';
import { dark, useWidth } from '../../kit/index.ts';
import type { Answers, ShownSamples } from '../training/protocol.ts';
import { SHOWN_IMAGES } from '../training/shown.ts';
import { useDrawing } from './use-drawing.ts';

const COLUMNS = 10;
const ROWS = SHOWN_IMAGES / COLUMNS;
const SIDE = 8;
/** The height of a cell over its width: there is room for a number below the image. */
const TALL = 1.3;

const inks = {
  light: { paper: '#ffffff', ink: [23, 26, 33], right: '#566070', wrong: '#b3261e' },
  dark: { paper: '#161a21', ink: [232, 235, 240], right: '#a0a9b8', wrong: '#ff9a8c' },
} as const;

/** One image as pixels: ink is opaque, paper is clear. */
function imageOf(x: Float32Array, index: number, ink: readonly number[]): ImageData {
  const image = new ImageData(SIDE, SIDE);
  for (let i = 0; i < SIDE * SIDE; i++) image.data.set([...ink, 255 * (x[index * SIDE * SIDE + i] ?? 0)], 4 * i);
  return image;
}

/** Images for testing, each with the digit that the net takes it for; a wrong one has a frame and a crossed number. */
export function DigitWall({
  answers,
  test,
  label,
}: {
  readonly answers: Answers | null;
  readonly test: ShownSamples;
  readonly label: string;
}) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const isDark = dark.value;
  const cell = width / COLUMNS;
  const height = cell * ROWS * TALL;
  const draw = (context: CanvasRenderingContext2D): void => {
    const colors = inks[isDark ? 'dark' : 'light'];
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    const small = new OffscreenCanvas(SIDE, SIDE);
    const pixels = small.getContext('2d');
    const shown = Math.min(SHOWN_IMAGES, test.y.length);
    for (let i = 0; i < shown; i++) {
      const [x, y] = [(i % COLUMNS) * cell, Math.floor(i / COLUMNS) * cell * TALL];
      pixels?.putImageData(imageOf(test.x, i, colors.ink), 0, 0);
      context.drawImage(small, x + cell * 0.12, y + cell * 0.06, cell * 0.76, cell * 0.76);
      const answer = answers?.classes[i];
      if (answer === undefined) continue;
      const right = answer === test.y[i];
      context.fillStyle = context.strokeStyle = right ? colors.right : colors.wrong;
      context.font = `${right ? 500 : 700} ${Math.max(10, cell * 0.28)}px system-ui, sans-serif`;
      context.fillText(right ? String(answer) : `✗ ${answer}`, x + cell / 2, y + cell * 1.04);
      if (right) continue;
      context.lineWidth = 2;
      context.strokeRect(x + 2, y + 1, cell - 4, cell * 0.84);
    }
  };
  const canvas = useDrawing(width, height, draw, [answers, test, isDark]);
  return (
    <div ref={box} class="digit-wall">
      <canvas ref={canvas} role="img" aria-label={label} style={{ height: `${height}px` }} />
    </div>
  );
}
