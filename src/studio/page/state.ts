import { computed, effect, signal } from '@preact/signals';
import { categoryColor, categoryDash, dark } from '../kit/index.ts';
import type { RunId, RunStatus, RunSummary } from '../protocol/index.ts';
import { runs } from './live.ts';
import { matches } from './run-list.ts';
import { listFormat, textFormat, wordFormat } from './url-formats.ts';
import { urlState } from './url-state.ts';

/** The views, in the order of their tabs. */
export const views = {
  curves: 'Curves',
  net: 'Net',
  findings: 'Findings',
  table: 'Table',
  graph: 'Graph',
  samples: 'Samples',
  compare: 'Compare',
} as const;
export type View = keyof typeof views;

export const view = urlState(
  'view',
  wordFormat<View>(['curves', 'net', 'findings', 'table', 'graph', 'samples', 'compare']),
);

/** What is written in the search field. */
export const query = urlState('q', textFormat());

/** Only runs of this status. */
export const statusFilter = urlState(
  'status',
  wordFormat<'all' | RunStatus>(['all', 'running', 'paused', 'ended', 'interrupted']),
);

/** The run that views of a single run show. */
const chosenRun = urlState('run', textFormat());

/** The runs whose curves are drawn; null: the newest ones. */
const shown = urlState('show', listFormat);

/** So many runs are drawn when nobody has chosen. */
const SHOWN_BY_DEFAULT = 8;

/** Runs that search and filter leave. */
export const foundRuns = computed(() => {
  const status = statusFilter.value.value;
  return (runs.value ?? []).filter(
    (run) => (status === 'all' || run.status === status) && matches(run, query.value.value),
  );
});

// Nobody who looks at a run is thrown to another one that begins meanwhile.
const newestAtFirst = signal<RunId | null>(null);
effect(() => {
  const all = runs.value ?? [];
  if (!all.some(({ id }) => id === newestAtFirst.peek())) newestAtFirst.value = all[0]?.id ?? null;
});

/** The run that is looked at: the chosen one, else the one that was the newest when the page was opened. */
export const focus = computed(() => {
  const of = (id: RunId | null): RunSummary | undefined => runs.value?.find((run) => run.id === id);
  return of(chosenRun.value.value) ?? of(newestAtFirst.value) ?? null;
});

/** The id in the address that no run has; null when all is well. */
export const missingRun = computed(() => {
  const id = chosenRun.value.value;
  return id !== '' && runs.value !== null && !runs.value.some((run) => run.id === id) ? id : null;
});

export const chooseRun = (id: RunId): void => chosenRun.set(id, true);

/** The runs whose curves are drawn, newest first; by default the newest, and the one that is looked at. */
export const shownRuns = computed(() => {
  const chosen = shown.value.value;
  if (chosen === null) return foundRuns.value.filter((run, i) => i < SHOWN_BY_DEFAULT || run.id === focus.value?.id);
  const ids = new Set(chosen);
  return foundRuns.value.filter(({ id }) => ids.has(id));
});

/** Draws the runs with these ids, or by default the newest. */
export const showRuns = (ids: readonly RunId[] | null): void => shown.set(ids);

/** Draws a run, or leaves it out. */
export function toggleRun(id: RunId, on: boolean): void {
  const ids = shown.value.value ?? shownRuns.value.map((run) => run.id);
  showRuns(on ? [...ids, id] : ids.filter((one) => one !== id));
}

// By age, oldest first, so that a run keeps its look when others begin.
const places = computed(() => {
  const all = runs.value ?? [];
  return new Map(all.map(({ id }, i) => [id, all.length - 1 - i]));
});

/** The colour and the dashes of a run's lines, everywhere. */
export const runColor = (id: RunId): string => categoryColor(places.value.get(id) ?? 0, dark.value);
export const runDash = (id: RunId): number[] => categoryDash(places.value.get(id) ?? 0);
