import { signal } from '@preact/signals';
import type { FunctionComponent } from 'preact';
import { Badge, IconButton, Notice, TabPanel, Tabs, ThemeSwitch } from '../kit/index.ts';
import { CompareView } from './compare/compare-view.tsx';
import { CurvesView } from './curves/curves-view.tsx';
import { FindingsView } from './findings/findings-view.tsx';
import { GraphView } from './graph/graph-view.tsx';
import { connection, folder, runs } from './live.ts';
import { NetView } from './net/net-view.tsx';
import { NoRuns } from './no-runs.tsx';
import { RunHeader } from './run-header.tsx';
import { SamplesView } from './samples/samples-view.tsx';
import { Sidebar } from './sidebar.tsx';
import { focus, missingRun, type View, view, views } from './state.ts';
import { TableView } from './table/table-view.tsx';

const parts: Record<View, FunctionComponent> = {
  curves: CurvesView,
  net: NetView,
  findings: FindingsView,
  table: TableView,
  graph: GraphView,
  samples: SamplesView,
  compare: CompareView,
};

/** Whether the list of runs is open where it has no place of its own, as on a phone. */
const listOpen = signal(false);

/** The whole page. */
export function App() {
  return (
    <>
      <a class="skip" href="#view-panel">
        Skip to the view
      </a>
      <header class="top">
        <div class="row">
          <span class="only-narrow">
            <IconButton
              icon="menu"
              label={listOpen.value ? 'Hide runs' : 'Show runs'}
              pressed={listOpen.value}
              onClick={() => {
                listOpen.value = !listOpen.value;
              }}
            />
          </span>
          <Mark />
          <h1>Keratin Studio</h1>
          <span class="soft small clip only-wide">{folder.value}</span>
        </div>
        <div class="row">
          <Connection />
          <ThemeSwitch />
        </div>
      </header>
      <Body />
    </>
  );
}

function Body() {
  const all = runs.value;
  if (all === null)
    return (
      <main class="wait">
        <p class="soft" role="status">
          {connection.value === 'lost' ? 'The server does not answer. Is it still running?' : 'Reading the runs …'}
        </p>
      </main>
    );
  if (all.length === 0) return <NoRuns />;
  const current = view.value.value;
  const Part = parts[current];
  const missing = missingRun.value;
  return (
    <div class={listOpen.value ? 'columns list-open' : 'columns'}>
      <Sidebar />
      <main>
        {connection.value === 'lost' && (
          <Notice>The server has gone. What you see stays; the page goes on by itself when it is back.</Notice>
        )}
        {missing !== null && <Notice>There is no run “{missing}” in this folder. The newest one is shown.</Notice>}
        {focus.value !== null && <RunHeader run={focus.value} />}
        <Tabs
          name="view"
          label="Views"
          tabs={Object.entries(views).map(([id, label]) => ({
            id: id as View,
            label: <TabLabel id={id as View}>{label}</TabLabel>,
          }))}
          value={current}
          onChange={(next) => view.set(next, true)}
        />
        <TabPanel name="view" value={current}>
          <Part />
        </TabPanel>
      </main>
    </div>
  );
}

function TabLabel({ id, children }: { readonly id: View; readonly children: string }) {
  const found = focus.value?.findings;
  const count = id === 'findings' && found ? found.fault + found.warning : 0;
  return (
    <>
      {children}
      {count > 0 && (
        <span class="count">
          <Badge tone={found !== undefined && found.fault > 0 ? 'fault' : 'warning'}>{count}</Badge>
        </span>
      )}
    </>
  );
}

function Connection() {
  const state = connection.value;
  return (
    <span class={`connection ${state}`} role="status">
      {state === 'live' ? 'Live' : state === 'lost' ? 'Not connected' : 'Connecting'}
    </span>
  );
}

/** A net as the net view shows it: nine cells. */
const Mark = () => (
  <svg viewBox="0 0 18 18" width="20" height="20" aria-hidden="true" fill="var(--accent)">
    {[0.95, 0.7, 0.45, 0.75, 0.95, 0.65, 0.35, 0.7, 0.95].map((opacity, i) => (
      <rect
        key={i}
        x={(i % 3) * 6 + 0.5}
        y={Math.floor(i / 3) * 6 + 0.5}
        width="5"
        height="5"
        rx="1"
        opacity={opacity}
      />
    ))}
  </svg>
);
