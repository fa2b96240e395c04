import { Badge, Button, Card, numberText, type Tone } from '../../kit/index.ts';
import type { Advice, AdvisedRemedy } from '../advice/advice.ts';
import { advice, change } from './store.ts';

const tones = { fault: 'fault', warning: 'warning', note: 'plain' } as const satisfies Record<Advice['severity'], Tone>;

const shown = (value: number | string | null): string =>
  typeof value === 'number' ? numberText(value) : (value ?? '–');

function RemedyButton({ remedy, main }: { readonly remedy: AdvisedRemedy; readonly main: boolean }) {
  return (
    <li class="remedy">
      <Button kind={main ? 'main' : 'plain'} onClick={() => change(remedy.state, { step: true })}>
        Apply
      </Button>
      <div>
        {remedy.summary}
        <ul class="soft small changes">
          {remedy.changes.map(({ label, before, after }) => (
            <li key={label}>
              {label}: {before} → <strong>{after}</strong>
            </li>
          ))}
        </ul>
      </div>
    </li>
  );
}

function Found({ one, first }: { readonly one: Advice; readonly first: boolean }) {
  return (
    <li class="found">
      <h3 class="row">
        <Badge tone={tones[one.severity]}>{one.severity}</Badge>
        {one.title}
      </h3>
      <p>{one.explanation}</p>
      {one.evidence.length > 0 && (
        <details>
          <summary class="small">Evidence</summary>
          <table class="data evidence">
            <thead>
              <tr>
                <th scope="col">Quantity</th>
                <th scope="col">Measured</th>
                <th scope="col">Expected</th>
              </tr>
            </thead>
            <tbody>
              {one.evidence.map(({ quantity, measured, expected }) => (
                <tr key={quantity}>
                  <th scope="row">{quantity}</th>
                  <td>{shown(measured)}</td>
                  <td>{shown(expected)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
      {one.remedies.length > 0 && (
        <ul class="remedies">
          {one.remedies.map((remedy, i) => (
            <RemedyButton key={remedy.summary} remedy={remedy} main={first && i === 0} />
          ))}
        </ul>
      )}
    </li>
  );
}

/** What the doctor says of the run, with buttons that apply its remedies. */
export function DoctorCard() {
  const said = advice.value;
  const list = said?.list ?? [];
  const ailing = list.some(({ severity }) => severity !== 'note');
  return (
    <Card
      title="The doctor"
      aside={said && <span class="soft small">{said.epoch === 0 ? 'before training' : `at epoch ${said.epoch}`}</span>}
    >
      <div role="status" class="stack">
        {said === null && <p class="soft">The doctor looks at the net before it is trained.</p>}
        {said !== null && !ailing && (
          <p>
            <Badge tone="good">well</Badge> Signal and gradient arrive at every layer. Nothing keeps this net from
            learning.
          </p>
        )}
        <ul class="stack">
          {list.map((one, i) => (
            <Found key={one.cause} one={one} first={i === 0 && one.severity !== 'note'} />
          ))}
        </ul>
      </div>
    </Card>
  );
}
