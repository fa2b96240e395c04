import { useRef } from 'preact/hooks';
import { dark, useWidth } from '../../kit/index.ts';
import type { Answers, ShownSamples } from '../training/protocol.ts';
import { EXTENT, GRID } from '../training/shown.ts';
import { channels, classColor, traceMark } from './class-marks.ts';
import { useDrawing } from './use-drawing.ts';

/** How strongly a certain answer colours the plane. */
const STRENGTH = { light: 0.55, dark: 0.62 };
const GROUND = { light: [255, 255, 255], dark: [22, 26, 33] } as const;

/** The answers as an image, one pixel for each cell of the grid. */
function answersImage({ classes, certainty }: Answers, isDark: boolean): ImageData {
  const image = new ImageData(GRID, GRID);
  const theme = isDark ? 'dark' : 'light';
  const colors = [0, 1, 2].map((index) => channels(classColor(index, isDark)));
  classes.forEach((index, i) => {
    const color = colors[index] ?? [0, 0, 0];
    const share = (STRENGTH[theme] * (certainty[i] ?? 0)) / 255;
    const mixed = GROUND[theme].map((ground, k) => ground + share * ((color[k] ?? 0) - ground));
    image.data.set([...mixed, 255], 4 * i);
  });
  return image;
}

function drawMarks(
  context: CanvasRenderingContext2D,
  size: number,
  samples: ShownSamples,
  isDark: boolean,
  hollow: boolean,
) {
  const radius = Math.max(2.2, size / (hollow ? 200 : 165));
  for (const index of [0, 1, 2]) {
    context.beginPath();
    samples.y.forEach((y, i) => {
      if (y !== index) return;
      const at = (k: number): number => (samples.x[2 * i + k] ?? 0) / EXTENT;
      traceMark(context, index, ((at(0) + 1) / 2) * size, ((1 - at(1)) / 2) * size, radius);
    });
    const color = classColor(index, isDark);
    context.lineWidth = hollow ? radius / 2.2 : 1;
    context.strokeStyle = hollow ? color : isDark ? 'rgb(0 0 0 / 70%)' : 'rgb(255 255 255 / 85%)';
    context.fillStyle = hollow ? (isDark ? '#161a21' : '#ffffff') : color;
    context.fill();
    context.stroke();
  }
}

/** The plane, coloured by what the net answers at each place, with the samples on it: full for training, hollow for testing. */
export function Plane({
  answers,
  train,
  test,
  label,
}: {
  readonly answers: Answers | null;
  readonly train: ShownSamples;
  readonly test: ShownSamples;
  readonly label: string;
}) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const isDark = dark.value;
  const draw = (context: CanvasRenderingContext2D): void => {
    if (answers !== null && answers.classes.length === GRID * GRID) {
      const small = new OffscreenCanvas(GRID, GRID);
      small.getContext('2d')?.putImageData(answersImage(answers, isDark), 0, 0);
      context.imageSmoothingQuality = 'high';
      // Cells are coloured by what the net says in their middles.
      context.drawImage(small, 0, 0, width, width);
    }
    drawMarks(context, width, test, isDark, true);
    drawMarks(context, width, train, isDark, false);
  };
  const canvas = useDrawing(width, width, draw, [answers, train, test, isDark]);
  return (
    <div ref={box} class="plane">
      <canvas ref={canvas} role="img" aria-label={label} />
    </div>
  );
}
