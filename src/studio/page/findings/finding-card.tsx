import { Badge, classNames, numberText, percentText, stepText } from '../../kit/index.ts';
import type { StudioFinding } from '../../protocol/index.ts';
import { chosenLayer } from '../net/net-settings.ts';
import { view } from '../state.ts';
import { RemedyBox } from './remedy-box.tsx';

/** Layers that are named as links; more are counted. */
const NAMED = 6;

const text = (value: number | string | null): string => (typeof value === 'string' ? value : numberText(value));

/** A finding: what and where it is, the numbers that show it, and its remedies. */
export function FindingCard({
  run,
  found,
  treatable,
}: {
  readonly run: string;
  readonly found: StudioFinding;
  readonly treatable: boolean;
}) {
  const { title, severity, confidence, layers, place, evidence, explanation, step, remedies } = found;
  const showLayer = (layer: string): void => {
    chosenLayer.set(layer);
    view.set('net', true);
  };
  return (
    <article class={classNames('card', 'finding', severity)}>
      <header>
        <div class="row">
          <h2>{title}</h2>
          <Badge tone={severity === 'note' ? 'plain' : severity}>{severity}</Badge>
        </div>
        <span class="soft small">
          {percentText(Number(confidence.toFixed(2)))} sure
          {step === null ? ', seen before training' : `, seen at step ${stepText(step)}`}
        </span>
      </header>
      <p class="explanation">{explanation}</p>
      <p class="small">
        <span class="soft">Where: </span>
        {layers.length === 0
          ? place
          : layers.slice(0, NAMED).map((layer, i) => (
              <>
                {i > 0 && ', '}
                <button key={layer} type="button" class="link" onClick={() => showLayer(layer)}>
                  {layer}
                </button>
              </>
            ))}
        {layers.length > NAMED && ` and ${layers.length - NAMED} more`}
      </p>
      {evidence.length > 0 && (
        <div class="table-scroll">
          <table class="data evidence">
            <thead>
              <tr>
                <th scope="col">
                  <span class="plain">Evidence</span>
                </th>
                <th scope="col" class="number">
                  <span class="plain">Measured</span>
                </th>
                <th scope="col" class="number">
                  <span class="plain">Expected</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {evidence.map(({ quantity, measured, expected }) => (
                <tr key={quantity}>
                  <td>{quantity}</td>
                  <td class="number">
                    <strong>{text(measured)}</strong>
                  </td>
                  <td class="number">{text(expected)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {remedies.length > 0 && (
        <div class="stack">
          <h3>{remedies.length === 1 ? 'Remedy' : 'Remedies'}</h3>
          {remedies.map((remedy) => (
            <RemedyBox key={remedy.name} run={run} cause={found.cause} remedy={remedy} treatable={treatable} />
          ))}
        </div>
      )}
    </article>
  );
}
