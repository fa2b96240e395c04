import { Badge, Button, Check, classNames, Progress, Segments, TextField } from '../kit/index.ts';
import type { RunStatus, RunSummary } from '../protocol/index.ts';
import { runs } from './live.ts';
import { progressText, shareDone } from './run-status.tsx';
import { chooseRun, focus, foundRuns, query, runColor, shownRuns, showRuns, statusFilter, toggleRun } from './state.ts';

const statuses: readonly { value: 'all' | RunStatus; label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'running', label: 'Running' },
  { value: 'ended', label: 'Ended' },
  { value: 'interrupted', label: 'Cut off' },
];

function showAll(): void {
  query.set('');
  statusFilter.set('all');
}

/** All runs: search, filter, which are drawn, and which one is looked at. */
export function Sidebar() {
  const all = runs.value ?? [];
  const found = foundRuns.value;
  const shown = shownRuns.value;
  return (
    <nav class="sidebar" aria-label="Runs">
      <TextField
        label="Search runs"
        hideLabel
        type="search"
        placeholder="Name, tag or optimizer=adam"
        value={query.value.value}
        onInput={(text) => query.set(text)}
      />
      <Segments
        label="Status"
        value={statusFilter.value.value === 'paused' ? 'running' : statusFilter.value.value}
        choices={statuses}
        onChange={(status) => statusFilter.set(status)}
      />
      <div class="row spread small soft">
        <span role="status">
          {found.length === all.length ? '' : `${found.length} of `}
          {all.length === 1 ? '1 run' : `${all.length} runs`}
          {`, ${shown.length} drawn`}
        </span>
        <span class="row">
          <Button
            kind="quiet"
            onClick={() => showRuns(found.map(({ id }) => id))}
            disabled={shown.length === found.length}
          >
            All
          </Button>
          <Button kind="quiet" onClick={() => showRuns([])} disabled={shown.length === 0}>
            None
          </Button>
        </span>
      </div>
      <ul class="runs">
        {found.map((run) => (
          <RunItem key={run.id} run={run} drawn={shown.includes(run)} />
        ))}
      </ul>
      {found.length === 0 && all.length > 0 && (
        <p class="soft small">
          No run matches.{' '}
          <Button kind="quiet" onClick={showAll}>
            Show all
          </Button>
        </p>
      )}
    </nav>
  );
}

function RunItem({ run, drawn }: { readonly run: RunSummary; readonly drawn: boolean }) {
  const current = focus.value?.id === run.id;
  const share = run.status === 'running' || run.status === 'paused' ? shareDone(run) : null;
  const { fault, warning } = run.findings;
  return (
    <li class={classNames('run', current && 'current')} style={{ '--run': runColor(run.id) }}>
      <Check checked={drawn} onChange={(on) => toggleRun(run.id, on)}>
        <span class="hidden-visually">Draw {run.name}</span>
      </Check>
      <button
        type="button"
        class="name"
        aria-current={current ? 'true' : undefined}
        onClick={() => chooseRun(run.id)}
        title={run.id}
      >
        <span class="row line">
          <span class="clip title">{run.name}</span>
          {fault > 0 && (
            <Badge tone="fault">
              {fault} {fault === 1 ? 'fault' : 'faults'}
            </Badge>
          )}
          {fault === 0 && warning > 0 && <Badge tone="warning">{warning}</Badge>}
        </span>
        <span class="clip small soft">
          {run.status === 'running' ? progressText(run) : `${run.status}, ${progressText(run)}`}
        </span>
        {run.tags.length > 0 && <span class="clip small soft">{run.tags.map((tag) => `#${tag}`).join(' ')}</span>}
        {share !== null && <Progress label={`Progress of ${run.name}`} share={share} />}
      </button>
    </li>
  );
}
