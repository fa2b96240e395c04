import { Card, type Column, Icon, numberText, Segments, Select, Table } from '../../kit/index.ts';
import { csvPath, type RunSummary } from '../../protocol/index.ts';
import { StatusBadge } from '../run-status.tsx';
import { chooseRun, focus, foundRuns, runColor } from '../state.ts';
import { ParallelCoordinates } from './parallel-coordinates.tsx';
import { metricNames, metricOf, settingNames } from './run-columns.ts';
import { goal, metricKind, sorting } from './table-settings.ts';
import './table.css';

/** Hyperparameters against metrics: lines through all axes, and a table that sorts. */
export function TableView() {
  const runs = foundRuns.value;
  const kind = metricKind.value.value;
  const metrics = metricNames(runs);
  const metric = metrics.find((name) => name === goal.value.value) ?? metrics[0];
  return (
    <div class="stack">
      {metric !== undefined && runs.length > 1 && (
        <Card
          title="Settings against outcome"
          aside={
            <>
              <Select
                label="Outcome"
                inline
                value={metric}
                choices={metrics.map((name) => ({ value: name, label: name }))}
                onChange={(name) => goal.set(name)}
              />
              <Segments
                label="Which value of metrics"
                value={kind}
                choices={[
                  { value: 'last', label: 'Last' },
                  { value: 'best', label: 'Best' },
                ]}
                onChange={(next) => metricKind.set(next)}
              />
            </>
          }
        >
          <ParallelCoordinates runs={runs} metric={metric} kind={kind} />
        </Card>
      )}
      <Card
        title={runs.length === 1 ? '1 run' : `${runs.length} runs`}
        aside={
          <a
            class="button"
            href={`${csvPath}?${new URLSearchParams(runs.map(({ id }) => ['run', id]))}`}
            download="runs.csv"
          >
            <Icon name="download" /> CSV
          </a>
        }
      >
        <Table
          label="Runs with their settings and metrics"
          rows={runs}
          rowKey={({ id }) => id}
          isCurrent={({ id }) => id === focus.value?.id}
          columns={columnsOf(runs, metrics, kind)}
          sorting={sorting.value.value}
          onSort={(next) => sorting.set(next)}
        />
      </Card>
    </div>
  );
}

function columnsOf(
  runs: readonly RunSummary[],
  metrics: readonly string[],
  kind: 'last' | 'best',
): readonly Column<RunSummary>[] {
  return [
    {
      id: 'name',
      title: 'Run',
      sortBy: ({ name }) => name,
      cell: (run) => (
        <span class="row run-cell">
          <span class="swatch" style={{ background: runColor(run.id) }} />
          <button type="button" class="link clip" title={run.id} onClick={() => chooseRun(run.id)}>
            {run.name}
          </button>
        </span>
      ),
    },
    {
      id: 'status',
      title: 'Status',
      sortBy: ({ status }) => status,
      cell: ({ status }) => <StatusBadge status={status} />,
    },
    {
      id: 'epochs',
      title: 'Epochs',
      numeric: true,
      sortBy: ({ progress }) => progress.epoch,
      cell: ({ progress: { epoch, epochs } }) => (epochs === null ? epoch : `${epoch} / ${epochs}`),
    },
    ...metrics.map(
      (name): Column<RunSummary> => ({
        id: `metric:${name}`,
        title: name,
        numeric: true,
        sortBy: (run) => metricOf(run, name, kind),
        cell: (run) => numberText(metricOf(run, name, kind)),
      }),
    ),
    ...settingNames(runs).map(
      (name): Column<RunSummary> => ({
        id: `setting:${name}`,
        title: name,
        numeric: runs.every(({ hyperparameters }) => typeof (hyperparameters[name] ?? 0) === 'number'),
        sortBy: ({ hyperparameters }) => hyperparameters[name] ?? null,
        cell: ({ hyperparameters }) => {
          const value = hyperparameters[name];
          return value === undefined ? '–' : typeof value === 'number' ? numberText(value) : String(value);
        },
      }),
    ),
  ];
}
