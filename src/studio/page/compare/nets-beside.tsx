import { Card, cssColor, dark, ScaleLegend, Select, scaleColor } from '../../kit/index.ts';
import { type Quantity, quantities, type RunSummary } from '../../protocol/index.ts';
import { deviationText, limitTexts, valueText } from '../net/deviation.ts';
import { NetPicture } from '../net/net-picture.tsx';
import { chosenLayer, quantity } from '../net/net-settings.ts';
import type { NetVitals } from '../net/net-vitals.ts';
import { useVitals } from '../net/use-vitals.ts';
import { runColor } from '../state.ts';
import { type LayerNow, layerPairs } from './layer-pairs.ts';
import '../net/net.css';

/** The nets of two runs over time beside each other, and a table of their layers as they are now. */
export function NetsBeside({ a, b }: { readonly a: RunSummary; readonly b: RunSummary }) {
  const name = quantity.value.value;
  const first = useVitals(a.id, name).answer;
  const second = useVitals(b.id, name).answer;
  const available = [...new Set([...(first?.available ?? []), ...(second?.available ?? [])])];
  const choices = (Object.keys(quantities) as Quantity[])
    .filter((one) => available.includes(one))
    .map((one) => ({ value: one, label: quantities[one].title }));
  const limit = Math.max(first?.limit ?? 0, second?.limit ?? 0);
  if (available.length === 0)
    return (
      <Card title="Layer by layer">
        <p class="soft">Neither of them has a record of vitals.</p>
      </Card>
    );
  const [low, high] = limitTexts(name, limit);
  return (
    <Card
      title="Layer by layer"
      aside={
        <>
          <Select
            label="Colour shows"
            inline
            value={name}
            choices={choices}
            onChange={(next) => quantity.set(next, true)}
          />
          <ScaleLegend kind="diverging" low={low} middle="as expected" high={high} />
        </>
      }
    >
      <div class="beside">
        <OneNet run={a} vitals={first} />
        <OneNet run={b} vitals={second} />
      </div>
      {first !== null && second !== null && <Pairs a={a} b={b} first={first} second={second} limit={limit} />}
    </Card>
  );
}

function OneNet({ run, vitals }: { readonly run: RunSummary; readonly vitals: NetVitals | null }) {
  return (
    <div>
      <h3 class="row">
        <span class="swatch" style={{ background: runColor(run.id) }} />
        <span class="clip">{run.name}</span>
      </h3>
      {vitals === null || vitals.steps.length === 0 ? (
        <p class="soft small">No vitals yet.</p>
      ) : (
        <NetPicture
          vitals={vitals}
          columns={[0, vitals.steps.length]}
          findings={[]}
          layer={chosenLayer.value.value}
          onLayer={(layer) => chosenLayer.set(layer)}
          onStretch={() => {}}
        />
      )}
    </div>
  );
}

function Pairs({
  a,
  b,
  first,
  second,
  limit,
}: {
  readonly a: RunSummary;
  readonly b: RunSummary;
  readonly first: NetVitals;
  readonly second: NetVitals;
  readonly limit: number;
}) {
  const cell = (now: LayerNow | null) => <LayerCell now={now} quantity={first.quantity} limit={limit} />;
  return (
    <section class="table-scroll pairs" aria-label="Layers of both runs" tabIndex={0}>
      <table class="data">
        <thead>
          <tr>
            {['Layer, last sample', a.name, b.name].map((title, i) => (
              <th key={i} scope="col">
                <span class="plain">{title}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {layerPairs(first, second).map((pair) => (
            <tr key={pair.layer} aria-current={pair.layer === chosenLayer.value.value ? 'true' : undefined}>
              <td>{pair.layer}</td>
              <td>{cell(pair.a)}</td>
              <td>{cell(pair.b)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function LayerCell({
  now,
  quantity: name,
  limit,
}: {
  readonly now: LayerNow | null;
  readonly quantity: Quantity;
  readonly limit: number;
}) {
  if (now === null) return <span class="soft">has no such layer</span>;
  const color = Number.isFinite(now.relative)
    ? cssColor(scaleColor('diverging', 0.5 + now.relative / (2 * limit), dark.value))
    : 'transparent';
  return (
    <span class="row">
      <span class="swatch outlined" style={{ background: color }} />
      {valueText(name, now.value)} <span class="soft small">{deviationText(name, now.relative)}</span>
    </span>
  );
}
