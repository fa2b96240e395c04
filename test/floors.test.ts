import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');

let house: string;

beforeEach(async () => {
  house = await mkdtemp(join(tmpdir(), 'keratin-floors-'));
});

afterEach(() => rm(house, { recursive: true }));

/** The names of the rules that a house with these files breaks, file by file. */
async function brokenRules(files: Record<string, string>): Promise<string[]> {
  const all = { 'package.json': '{ "devDependencies": { "vega": "*" } }', ...files };
  for (const [name, text] of Object.entries(all)) {
    await mkdir(dirname(join(house, name)), { recursive: true });
    await writeFile(join(house, name), text);
  }
  const config = join(root, '.dependency-cruiser.mjs');
  const args = [cruiser, '--config', config, '--output-type', 'json', 'src'];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: house });
  const { summary } = JSON.parse(stdout) as { summary: { violations: { from: string; rule: { name: string } }[] } };
  // Each floor has a rule of its own, named after its folders.
  const kind = (name: string) => name.replace(/^.*-imports-no-higher-floor$/, 'imports-no-higher-floor');
  return [...new Set(summary.violations.map(({ from, rule }) => `${from}: ${kind(rule.name)}`))].sort();
}

test('a house that keeps to its floors passes; its tests may import anything', async () => {
  const files = {
    'src/support/errors.ts': 'export const a = 1;',
    'src/layers/dense.ts': "import { a } from '../support/errors.ts'; export const dense = a;",
    'src/layers/dense.test.ts': "import { fit } from '../models/fit.ts'; import '../index.ts'; fit();",
    'src/models/fit.ts': "import { dense } from '../layers/dense.ts'; export const fit = () => dense;",
    'src/index.ts': "export { fit } from './models/fit.ts';",
  };
  expect(await brokenRules(files)).toEqual([]);
});

test('imports of values and of types from a higher floor are refused', async () => {
  const files = {
    'src/models/model.ts': 'export const model = 1; export type Model = number;',
    'src/graph/node.ts': "import { model } from '../models/model.ts'; export const node = model;",
    'src/ops/add.ts': "import type { Model } from '../models/model.ts'; export type Add = Model;",
    'src/layers/lazy.ts': "export const lazy = () => import('../models/model.ts');",
  };
  expect(await brokenRules(files)).toEqual([
    'src/graph/node.ts: imports-no-higher-floor',
    'src/layers/lazy.ts: imports-no-higher-floor',
    'src/ops/add.ts: imports-no-higher-floor',
  ]);
});

test('two folders that need each other are refused, two files of one folder are not', async () => {
  const files = {
    'src/losses/a.ts': "import { b } from '../metrics/b.ts'; export const a = () => b;",
    'src/metrics/b.ts': "import { a } from '../losses/a.ts'; export const b = () => a;",
    'src/graph/c.ts': "import { d } from './d.ts'; export const c = () => d;",
    'src/graph/d.ts': "import { c } from './c.ts'; export const d = () => c;",
  };
  expect(await brokenRules(files)).toEqual(['src/losses/a.ts: no-cycle-between-folders']);
});

test('what only Node has is imported where it is used, so that browsers can load the rest', async () => {
  const files = {
    'src/datasets/read.ts': "export const read = () => import('node:fs');",
    'src/datasets/type.ts': "import type { Stats } from 'node:fs'; export type S = Stats;",
    'src/datasets/write.ts': "import { writeFile } from 'node:fs'; export const write = writeFile;",
  };
  expect(await brokenRules(files)).toEqual(['src/datasets/write.ts: loads-in-browsers']);
});

test('a folder without a floor, the front door from inside, a missing file and a development dependency are refused', async () => {
  const files = {
    'src/index.ts': 'export const all = 1;',
    'src/attic/box.ts': "import { z } from '../support/z.ts'; export const box = z;",
    'src/support/z.ts': 'export const z = 1;',
    'src/ops/door.ts': "import { all } from '../index.ts'; export const door = all;",
    'src/ops/lost.ts': "import { gone } from './gone.ts'; export const lost = gone;",
    'src/ops/chart.ts': "import vega from 'vega'; export const chart = vega;",
    'node_modules/vega/package.json': '{ "name": "vega", "main": "index.js" }',
    'node_modules/vega/index.js': 'export default 1;',
  };
  expect(await brokenRules(files)).toEqual([
    'src/attic/box.ts: every-folder-has-a-floor',
    'src/ops/chart.ts: nothing-undeclared',
    'src/ops/door.ts: only-entry-points-import-the-front-door',
    'src/ops/lost.ts: everything-resolves',
  ]);
});
