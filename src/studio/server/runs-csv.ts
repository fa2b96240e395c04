import type { RunSummary } from '../protocol/index.ts';

/**
 * A cell as RFC 4180 has it. Texts that spreadsheets would take for formulas get an apostrophe in front (OWASP, CSV
 * injection): names of runs come from anywhere.
 */
function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Hyperparameters against final metrics, a line for each run. */
export function runsCsv(runs: readonly RunSummary[]): string {
  const names = <T>(list: (run: RunSummary) => readonly T[]): T[] => [...new Set(runs.flatMap(list))].sort();
  const parameters = names((run) => Object.keys(run.hyperparameters));
  const metrics = names((run) => run.metrics.map(({ name }) => name));
  const head = ['run', 'name', 'status', 'tags', ...parameters, ...metrics.flatMap((name) => [name, `best ${name}`])];
  const lines = runs.map((run) => [
    run.id,
    run.name,
    run.status,
    run.tags.join(' '),
    ...parameters.map((name) => run.hyperparameters[name]),
    ...metrics.flatMap((name) => {
      const metric = run.metrics.find((one) => one.name === name);
      return [metric?.last, metric?.best];
    }),
  ]);
  return [head, ...lines].map((line) => `${line.map(cell).join(',')}\r\n`).join('');
}
