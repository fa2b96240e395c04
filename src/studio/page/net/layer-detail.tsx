import { useState } from 'preact/hooks';
import { Badge, Card, HistogramStrip, IconButton, LineChart, Slider } from '../../kit/index.ts';
import { type LayerRow, quantities, type StudioFinding, type TagInfo, unpackFloats } from '../../protocol/index.ts';
import { WithAnswer } from '../asked.tsx';
import { runColor, view } from '../state.ts';
import { useAnswer } from '../use-answer.ts';
import { valueText } from './deviation.ts';
import { chosenLayer } from './net-settings.ts';
import type { NetVitals } from './net-vitals.ts';

/** One layer: the quantity over time, histograms over time, and its weights as pictures. */
export function LayerDetail({
  run,
  layer,
  vitals,
  columns: [from, to],
  findings,
}: {
  readonly run: string;
  readonly layer: LayerRow;
  readonly vitals: NetVitals;
  readonly columns: readonly [from: number, to: number];
  readonly findings: readonly StudioFinding[];
}) {
  const { answer } = useAnswer('run', { run }, { run, what: 'histograms' });
  const row = vitals.layers.indexOf(layer);
  const name = vitals.quantity;
  const xs = vitals.steps.slice(from, to);
  const ys = [...vitals.values.subarray(row * vitals.steps.length + from, row * vitals.steps.length + to)].map((y) =>
    Number.isFinite(y) ? y : null,
  );
  const expected = vitals.expected[row] ?? null;
  const mine = (tags: readonly TagInfo[] | undefined): readonly TagInfo[] =>
    (tags ?? []).filter((tag) => tag.layer === layer.layer);
  const histograms = mine(answer?.histograms);
  const images = mine(answer?.images);
  const found = findings.filter(({ layers }) => layers.includes(layer.layer));
  return (
    <Card
      title={layer.layer}
      aside={
        <>
          <Badge>{layer.activation}</Badge>
          <Badge>{layer.units} units</Badge>
          {found.map(({ cause, title, severity }) => (
            <button key={cause} type="button" class="link" onClick={() => view.set('findings', true)}>
              <Badge tone={severity === 'note' ? 'plain' : severity}>{title}</Badge>
            </button>
          ))}
          <IconButton icon="close" label="Close the layer" onClick={() => chosenLayer.set('', true)} />
        </>
      }
    >
      <div class="layer-detail">
        <div>
          <h3>{quantities[name].title}</h3>
          <LineChart
            label={`${quantities[name].title} of ${layer.layer}`}
            height={180}
            logY={quantities[name].scale === 'log'}
            curves={[
              { id: 'value', name: quantities[name].title, color: runColor(run), xs, ys },
              ...(expected === null
                ? []
                : [
                    {
                      id: 'expected',
                      name: `expected (${vitals.source}): ${valueText(name, expected)}`,
                      color: runColor(run),
                      dash: [4, 4],
                      xs,
                      ys: xs.map(() => expected),
                    },
                  ]),
            ]}
          />
        </div>
        {histograms.map(({ tag, part }) => (
          <Histogram key={`${tag}/${part}`} run={run} tag={tag} part={part} title={titleOf(tag, layer)} />
        ))}
        {images.map(({ tag, part }) => (
          <Weights key={`${tag}/${part}`} run={run} tag={tag} part={part} title={titleOf(tag, layer)} />
        ))}
      </div>
      {answer !== null && histograms.length === 0 && images.length === 0 && (
        <p class="soft small">
          Histograms and pictures of the weights come with <code>histogramFreq: 1</code> and{' '}
          <code>writeImages: true</code>.
        </p>
      )}
    </Card>
  );
}

/** What a tag shows, without what says whose it is: `kernel` of `sequential/dense/kernel/histogram`. */
export const titleOf = (tag: string, { path, layer }: Pick<LayerRow, 'path' | 'layer'>): string =>
  tag
    .replace(`${path}/`, '')
    .replace(`/${layer}`, '')
    .replace(/\/(histogram|image)$/, '');

interface Shown {
  readonly run: string;
  readonly tag: string;
  readonly part: TagInfo['part'];
  readonly title: string;
}

function Histogram({ run, tag, part, title }: Shown) {
  const asked = useAnswer('histograms', { run, tag, part }, { run, what: 'histograms' });
  return (
    <WithAnswer asked={asked} waitFor="the histogram">
      {({ counts, bins, low, high, steps }) =>
        steps.length === 0 ? null : (
          <HistogramStrip title={title} counts={unpackFloats(counts)} bins={bins} low={low} high={high} steps={steps} />
        )
      }
    </WithAnswer>
  );
}

function Weights({ run, tag, part, title }: Shown) {
  const asked = useAnswer('images', { run, tag, part }, { run, what: 'images' });
  const [chosen, setChosen] = useState<number | null>(null);
  return (
    <WithAnswer asked={asked} waitFor="the pictures">
      {({ images }) => {
        const i = Math.min(chosen ?? images.length - 1, images.length - 1);
        const image = images[i];
        return image === undefined ? null : (
          <figure class="weights">
            <figcaption>{title}</figcaption>
            <img src={image.url} alt={`${tag} at step ${image.step}`} width={image.width} height={image.height} />
            {images.length > 1 && (
              <Slider
                label="Step"
                value={i}
                min={0}
                max={images.length - 1}
                step={1}
                shown={String(image.step)}
                onInput={setChosen}
              />
            )}
          </figure>
        );
      }}
    </WithAnswer>
  );
}
