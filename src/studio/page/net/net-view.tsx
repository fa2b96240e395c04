import { Button, Empty, Notice, ScaleLegend, Select, stepText } from '../../kit/index.ts';
import { type Quantity, quantities } from '../../protocol/index.ts';
import { WithAnswer } from '../asked.tsx';
import { focus } from '../state.ts';
import { useAnswer } from '../use-answer.ts';
import { limitTexts } from './deviation.ts';
import { LayerDetail } from './layer-detail.tsx';
import { NetPicture } from './net-picture.tsx';
import { chosenLayer, quantity, stretch } from './net-settings.ts';
import { columnsOf, type NetVitals } from './net-vitals.ts';
import { useVitals } from './use-vitals.ts';
import './net.css';

/** One picture of the whole net over time, and one layer of it from close by. */
export function NetView() {
  const run = focus.value;
  return run === null ? null : <NetOf run={run.id} />;
}

function NetOf({ run }: { readonly run: string }) {
  const asked = useVitals(run, quantity.value.value);
  return (
    <WithAnswer asked={asked} waitFor="the vitals">
      {(vitals) =>
        vitals.steps.length === 0 || vitals.layers.length === 0 ? <NoVitals /> : <Net run={run} vitals={vitals} />
      }
    </WithAnswer>
  );
}

function Net({ run, vitals }: { readonly run: string; readonly vitals: NetVitals }) {
  const { answer } = useAnswer('findings', { run }, { run, what: 'findings' });
  const findings = answer?.findings ?? [];
  const name = vitals.quantity;
  const columns = columnsOf(vitals.steps, stretch.value.value);
  const [low, high] = limitTexts(name, vitals.limit);
  const layer = vitals.layers.find((one) => one.layer === chosenLayer.value.value) ?? null;
  const choices = (Object.keys(quantities) as Quantity[])
    .filter((one) => vitals.available.includes(one))
    .map((one) => ({ value: one, label: quantities[one].title }));
  return (
    <>
      <section class="card" aria-label="The net over time">
        <div class="toolbar">
          <Select
            label="Colour shows"
            inline
            value={name}
            choices={choices}
            onChange={(next) => quantity.set(next, true)}
          />
          <span class="soft small grow">{quantities[name].about}</span>
          <ScaleLegend kind="diverging" low={low} middle="as expected" high={high} />
        </div>
        {vitals.nonFinite !== null && (
          <Notice tone="fault">
            At step {stepText(vitals.nonFinite.step)} something was no longer finite: first {vitals.nonFinite.where} (
            {vitals.nonFinite.pass} pass).
          </Notice>
        )}
        <NetPicture
          vitals={vitals}
          columns={columns}
          findings={findings}
          layer={layer?.layer ?? ''}
          onLayer={(next) => chosenLayer.set(next === chosenLayer.value.value ? '' : next, true)}
          onStretch={(steps) => stretch.set(steps, true)}
        />
        <p class="soft small net-help">
          {stretch.value.value === null ? (
            'Click a row to look at the layer; draw over the picture to zoom into a stretch of time.'
          ) : (
            <Button icon="reset" kind="quiet" onClick={() => stretch.set(null, true)}>
              Show all steps
            </Button>
          )}
        </p>
      </section>
      {layer !== null && <LayerDetail run={run} layer={layer} vitals={vitals} columns={columns} findings={findings} />}
    </>
  );
}

const NoVitals = () => (
  <Empty title="No vitals of this run">
    <p>
      The net view needs what each layer showed while it trained: add <code>new callbacks.Vitals()</code> to the
      callbacks of <code>fit</code>, or train with <code>callbacks.Studio()</code>, which has it built in.
    </p>
  </Empty>
);
