import type { RunId, RunSummary } from '../protocol/index.ts';

/** Runs with some replaced or added and others gone, newest first. */
export function mergeRuns(
  known: readonly RunSummary[],
  changed: readonly RunSummary[],
  gone: readonly RunId[],
): readonly RunSummary[] {
  const all = new Map(known.map((run) => [run.id, run]));
  for (const run of changed) all.set(run.id, run);
  for (const id of gone) all.delete(id);
  return [...all.values()].sort((a, b) => b.started - a.started || a.id.localeCompare(b.id));
}

/** Whether a run is found by a search: each word must occur in its name, path, tags, notes or settings. */
export function matches(run: RunSummary, words: string): boolean {
  const text = [
    run.name,
    run.id,
    run.notes,
    ...run.tags,
    ...Object.entries(run.hyperparameters).map(([name, value]) => `${name}=${value}`),
  ]
    .join('\n')
    .toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
