import type { ComponentChildren } from 'preact';
import { Button, Card, Check, Select, Slider, TextField } from '../../kit/index.ts';
import type { ChoiceField, NumberField } from '../state/field.ts';
import { fields, type PlaygroundState } from '../state/playground-state.ts';
import { change, state } from './store.ts';

/** Settings of a kind. */
type KeysOf<T> = { [K in keyof PlaygroundState]: PlaygroundState[K] extends T ? K : never }[keyof PlaygroundState];

/** One of several names. */
function Choose<K extends KeysOf<string>>({
  name,
  field,
}: {
  readonly name: K;
  readonly field: ChoiceField<PlaygroundState[K]>;
}) {
  const choices = Object.keys(field.choices).flatMap((text) => {
    const value = field.parse(text);
    return value === undefined ? [] : [{ value, label: field.show(value) }];
  });
  return (
    <Select
      label={field.label}
      value={state.value[name]}
      choices={choices}
      onChange={(value) => change({ [name]: value })}
    />
  );
}

/** A number, stepped through its stops. One from elsewhere, such as a link, is shown at the nearest. */
function Step({ name }: { readonly name: KeysOf<number> }) {
  const field: NumberField = fields[name];
  const value = state.value[name];
  const distances = field.stops.map((stop) => Math.abs(Math.log((stop + 1e-6) / (value + 1e-6))));
  return (
    <Slider
      label={field.label}
      value={distances.indexOf(Math.min(...distances))}
      min={0}
      max={field.stops.length - 1}
      step={1}
      shown={field.show(value)}
      onInput={(index) => change({ [name]: field.stops[index] ?? value })}
    />
  );
}

function Group({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <fieldset>
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}

/** Any number, or a new one by chance. */
function Seed() {
  const value = fields.seed.format(state.value.seed);
  return (
    <div class="seed">
      <TextField
        label={fields.seed.label}
        value={value}
        onCommit={(text) => change({ seed: fields.seed.parse(text.trim()) ?? state.value.seed })}
      />
      <Button onClick={() => change({ seed: Math.floor(Math.random() * 1e6) })}>New</Button>
    </div>
  );
}

/** Everything that can be chosen. A change trains the new net at once. */
export function ControlPanel() {
  const { data, clipping } = state.value;
  return (
    <Card title="Settings">
      <div class="controls">
        <Group title="Data">
          <Choose name="data" field={fields.data} />
          {data !== 'digits' && <Step name="noise" />}
          <Step name="testShare" />
          <Check checked={state.value.standardize} onChange={(standardize) => change({ standardize })}>
            {fields.standardize.label}
          </Check>
        </Group>
        <Group title="Net">
          <Step name="depth" />
          <Step name="width" />
          <Choose name="activation" field={fields.activation} />
          <Choose name="initializer" field={fields.initializer} />
          <Choose name="normalization" field={fields.normalization} />
          <Step name="dropout" />
        </Group>
        <Group title="Training">
          <Choose name="optimizer" field={fields.optimizer} />
          <Step name="learningRate" />
          <Step name="batchSize" />
          <Choose name="clipping" field={fields.clipping} />
          {clipping !== 'none' && <Step name="clipAt" />}
          <Seed />
        </Group>
      </div>
    </Card>
  );
}
