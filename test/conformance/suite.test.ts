import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { failureLines, groupLine } from './report.ts';
import { type GroupReport, runSuite } from './suite.ts';

const folder = mkdtempSync(join(tmpdir(), 'suite-'));
afterAll(() => rmSync(folder, { recursive: true }));

const constraint = (id: string, className: string, config: object, y: readonly unknown[]) => ({
  id: `constraints/${id}`,
  config: { module: 'keras.constraints', class_name: className, config, registered_name: null },
  x: { shape: [2], dtype: 'float32', data: [-1, 2] },
  y: { shape: [2], dtype: 'float32', data: y },
  tol: { rtol: 0, atol: 0.5 },
});

const write = (group: string, cases: readonly object[]) =>
  writeFileSync(join(folder, `${group}.json`), JSON.stringify({ keras: '3', backend: 'jax', group, cases }));

write('constraints', [
  constraint('right', 'NonNeg', {}, [0.25, 2]),
  constraint('wrong', 'NonNeg', {}, [1, 2]),
  constraint('throws', 'MaxNorm', { max_value: 'much' }, [0, 2]),
  constraint('unknown', 'FancyNorm', {}, [0, 2]),
  { ...constraint('half', 'NonNeg', {}, [0, 2]), x: { shape: [2], dtype: 'float8_e5m2', data: [-1, 2] } },
]);
write('telepathy_core', [{ id: 'telepathy/1' }]);

test('cases pass, fail or are unsupported by name, and none gets lost', async () => {
  const seen: GroupReport[] = [];
  const reports = await runSuite(folder, undefined, (report) => seen.push(report));
  expect(reports).toEqual(seen);
  const [constraints, telepathy] = reports;
  expect(constraints?.passed).toBe(1);
  expect(constraints?.worst).toEqual({ id: 'constraints/right', error: 0.5 });
  expect(constraints?.failures.map(({ id }) => id)).toEqual(['constraints/wrong', 'constraints/throws']);
  expect([...(constraints?.unsupported ?? [])]).toEqual([
    ['FancyNorm', 1],
    ['dtype float8_e5m2', 1],
  ]);
  expect(telepathy?.unsupportedCases).toBe(1);
});

test('a group is one line; failures say what is wrong', async () => {
  const [report] = await runSuite(folder, 'constraints', () => undefined);
  if (report === undefined) throw new Error('No report.');
  expect(groupLine(report)).toBe(
    'constraints            1 passed (worst 0.50 tol: constraints/right); ' +
      '2 FAILED (worst not comparable: constraints/throws); 2 unsupported (FancyNorm 1, dtype float8_e5m2 1)',
  );
  expect(failureLines(report).slice(0, 2)).toEqual([
    '  constraints/wrong',
    '    y: element 0 is 0, expected 1 (2.00 tolerances)',
  ]);
});

test.each([
  [[folder], 1],
  [[folder, 'telepathy'], 0],
  [[folder, 'nothing'], 2],
  [[], 2],
])('the command %j exits with %i', (args, code) => {
  const main = join(import.meta.dirname, 'main.ts');
  const { status } = spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' });
  expect(status).toBe(code);
});
