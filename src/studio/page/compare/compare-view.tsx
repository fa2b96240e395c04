import { Card, type Choice, Empty, numberText, Select } from '../../kit/index.ts';
import type { RunSummary } from '../../protocol/index.ts';
import { CurveChart } from '../curves/curve-chart.tsx';
import { runs } from '../live.ts';
import { chooseRun, focus, runColor } from '../state.ts';
import { metricNames, metricOf, settingNames } from '../table/run-columns.ts';
import { compareWith } from './compare-settings.ts';
import { NetsBeside } from './nets-beside.tsx';
import './compare.css';

/** The run that suggests itself beside another: what it treats, what treats it, else the next one in time. */
export function counterpart(run: RunSummary, all: readonly RunSummary[]): RunSummary | null {
  return (
    all.find(({ id }) => id === run.treats) ??
    all.find(({ treats }) => treats === run.id) ??
    all.find(({ id }) => id !== run.id) ??
    null
  );
}

/** Two runs: their curves, what is set differently, and their nets layer by layer. */
export function CompareView() {
  const all = runs.value ?? [];
  const a = focus.value;
  if (a === null) return null;
  const b = all.find(({ id }) => id === compareWith.value.value && id !== a.id) ?? counterpart(a, all);
  if (b === null)
    return (
      <Empty title="There is one run alone">
        <p>As soon as there is a second one, both stand side by side here: curves, settings and layers.</p>
      </Empty>
    );
  const choices = (but: RunSummary): readonly Choice<string>[] =>
    all.filter(({ id }) => id !== but.id).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <div class="stack">
      <div class="toolbar">
        <Pick label="Run" run={a} choices={choices(b)} onChange={chooseRun} />
        <Pick label="beside" run={b} choices={choices(a)} onChange={(id) => compareWith.set(id, true)} />
      </div>
      <div class="charts">
        {['epoch_loss', 'epoch_accuracy'].map((tag) => (
          <CurveChart key={tag} tag={tag} runs={[a, b]} />
        ))}
      </div>
      <Differences a={a} b={b} />
      <NetsBeside a={a} b={b} />
    </div>
  );
}

function Pick({
  label,
  run,
  choices,
  onChange,
}: {
  readonly label: string;
  readonly run: RunSummary;
  readonly choices: readonly Choice<string>[];
  readonly onChange: (id: string) => void;
}) {
  return (
    <div class="row pick">
      <span class="swatch" style={{ background: runColor(run.id) }} />
      <Select label={label} inline value={run.id} choices={choices} onChange={onChange} />
    </div>
  );
}

/** Settings and metrics of both; those that are alike are left out. */
function Differences({ a, b }: { readonly a: RunSummary; readonly b: RunSummary }) {
  const text = (value: number | string | boolean | null | undefined): string =>
    typeof value === 'number' ? numberText(value) : String(value ?? '–');
  const rows = [
    ...metricNames([a, b]).map((name) => [name, metricOf(a, name, 'last'), metricOf(b, name, 'last')] as const),
    ...settingNames([a, b])
      .map((name) => [name, a.hyperparameters[name], b.hyperparameters[name]] as const)
      .filter(([, x, y]) => x !== y),
  ];
  return (
    <Card title="What differs">
      {rows.length === 0 ? (
        <p class="soft">Neither of them has logged metrics or settings yet.</p>
      ) : (
        <div class="table-scroll">
          <table class="data differences">
            <thead>
              <tr>
                <th scope="col">
                  <span class="plain">Metric or setting</span>
                </th>
                {[a, b].map(({ id, name }) => (
                  <th key={id} scope="col" class="number" title={id}>
                    <span class="plain">{name}</span>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(([name, x, y]) => (
                <tr key={name}>
                  <td>{name}</td>
                  <td class="number">{text(x)}</td>
                  <td class="number">{text(y)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}
