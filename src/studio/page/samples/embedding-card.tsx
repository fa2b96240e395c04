import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Card, categoryColor, dark, percentText, stepText, TextField, TipBox, useWidth } from '../../kit/index.ts';
import { type EmbeddingAnswer, unpackFloats } from '../../protocol/index.ts';
import { WithAnswer } from '../asked.tsx';
import { useAnswer } from '../use-answer.ts';

const HEIGHT = 420;
const MARGIN = 16;
/** A pointer finds a point within so many pixels. */
const REACH = 12;
/** More different labels than this get one colour. */
const COLORS = 8;

/** An embedding in the plane of its two largest principal components. */
export function EmbeddingCard({ run, name }: { readonly run: string; readonly name: string }) {
  const asked = useAnswer('embedding', { run, name }, { run, what: 'embeddings' });
  return (
    <Card title={name}>
      <WithAnswer asked={asked} waitFor="the embedding">
        {(answer) => <Plane answer={answer} />}
      </WithAnswer>
    </Card>
  );
}

function Plane({ answer }: { readonly answer: EmbeddingAnswer }) {
  const { labels, explained, count, dimensions, step } = answer;
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = useWidth(box);
  const [hovered, setHovered] = useState<number | null>(null);
  const [search, setSearch] = useState('');
  const places = useMemo(() => placesOf(unpackFloats(answer.points), width), [answer, width]);
  const kinds = useMemo(() => [...new Set(labels)], [labels]);
  const found = useMemo(
    () =>
      search === ''
        ? []
        : labels.flatMap((label, i) => (label.toLowerCase().includes(search.toLowerCase()) ? [i] : [])),
    [labels, search],
  );
  const isDark = dark.value;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || width === 0) return;
    const sharp = Math.min(devicePixelRatio, 2);
    context.canvas.width = width * sharp;
    context.canvas.height = HEIGHT * sharp;
    context.scale(sharp, sharp);
    const dot = (i: number, radius: number): void => {
      const kind = kinds.length > COLORS ? 0 : kinds.indexOf(labels[i] ?? '');
      context.fillStyle = categoryColor(Math.max(kind, 0), isDark);
      context.beginPath();
      context.arc(places[2 * i] ?? 0, places[2 * i + 1] ?? 0, radius, 0, 2 * Math.PI);
      context.fill();
    };
    context.globalAlpha = found.length > 0 ? 0.2 : 0.75;
    for (let i = 0; i < places.length / 2; i++) dot(i, 2.6);
    context.globalAlpha = 1;
    for (const i of found) dot(i, 4.5);
  }, [places, kinds, found, isDark, width]);
  const nearest = (event: PointerEvent): void => {
    const rect = canvas.current?.getBoundingClientRect();
    let best: number | null = null;
    let least = REACH ** 2;
    for (let i = 0; i < places.length / 2; i++) {
      const distance =
        ((places[2 * i] ?? 0) - event.clientX + (rect?.left ?? 0)) ** 2 +
        ((places[2 * i + 1] ?? 0) - event.clientY + (rect?.top ?? 0)) ** 2;
      if (distance < least) [best, least] = [i, distance];
    }
    setHovered(best);
  };
  const rect = canvas.current?.getBoundingClientRect();
  return (
    <div class="stack">
      <div class="row spread">
        <p class="soft small">
          {stepText(count)} points of {dimensions} dimensions at step {stepText(step)}; the plane holds{' '}
          {percentText(explained[0] + explained[1])} of their variance.
        </p>
        {labels.length > 0 && (
          <TextField
            label="Search labels"
            hideLabel
            type="search"
            placeholder="Search labels"
            value={search}
            onInput={setSearch}
          />
        )}
      </div>
      {search !== '' && (
        <p class="small" role="status">
          {found.length} found
          {found.length > 0 &&
            `: ${found
              .slice(0, 10)
              .map((i) => labels[i])
              .join(', ')}`}
        </p>
      )}
      <div ref={box} class="plane" style={{ height: `${HEIGHT}px` }}>
        <canvas
          ref={canvas}
          role="img"
          aria-label={`${places.length / 2} points in the plane of their two largest principal components`}
          style={{ width: `${width}px`, height: `${HEIGHT}px` }}
          onPointerMove={nearest}
          onPointerLeave={() => setHovered(null)}
        />
        {hovered !== null && rect !== undefined && (
          <TipBox x={rect.left + (places[2 * hovered] ?? 0)} y={rect.top + (places[2 * hovered + 1] ?? 0)}>
            {labels[hovered] ?? `point ${hovered}`}
          </TipBox>
        )}
      </div>
    </div>
  );
}

/** Points as pixels: both axes by the same measure, so that distances are true. */
function placesOf(points: Float32Array, width: number): Float32Array {
  const range = (axis: 0 | 1): readonly [low: number, high: number] => {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let i = axis; i < points.length; i += 2) {
      low = Math.min(low, points[i] ?? 0);
      high = Math.max(high, points[i] ?? 0);
    }
    return [low, high];
  };
  const [[left, right], [bottom, top]] = [range(0), range(1)];
  const scale = Math.min((width - 2 * MARGIN) / (right - left || 1), (HEIGHT - 2 * MARGIN) / (top - bottom || 1));
  return points.map((x, i) =>
    i % 2 === 0 ? width / 2 + (x - (left + right) / 2) * scale : HEIGHT / 2 - (x - (bottom + top) / 2) * scale,
  );
}
