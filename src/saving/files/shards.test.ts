import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import * as layers from '../../layers/index.ts';
import { Sequential } from '../../models/index.ts';
import { FileError } from '../../support/file-error.ts';

const folder = mkdtempSync(join(tmpdir(), 'shards-'));
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
});
const path = join(folder, 'm.weights.json');

/** 4 × 50 + 50 and 50 × 3 + 3 numbers: kernels of 800 and 600 bytes. */
function model(kernelInitializer: 'ones' | 'he_normal' = 'he_normal'): Sequential {
  const net = new Sequential([
    new layers.Input({ shape: [4] }),
    new layers.Dense(50, { kernelInitializer }),
    new layers.Dense(3, { kernelInitializer }),
  ]);
  net.compile({ optimizer: 'sgd', loss: 'mse' });
  return net;
}

const numbers = (net: Sequential) => Promise.all(net.weights.map((weight) => weight.array()));
const inGib = (bytes: number) => bytes / 1024 ** 3;
const files = () => readdirSync(folder).sort();

test('weights in several files come back', async () => {
  const written = model();
  await written.saveWeights(path, { maxShardSize: inGib(900) });
  expect(files()).toEqual(['m.weights.json', 'm_00000.weights.h5', 'm_00001.weights.h5']);
  const map = JSON.parse(readFileSync(path, 'utf8'));
  expect(map.metadata.total_size).toBe(4 * (4 * 50 + 50 + 50 * 3 + 3) + 4 + 4);
  expect(map.weight_map['/layers/dense/vars']).toEqual(['m_00000.weights.h5', 'm_00001.weights.h5']);
  const other = model('ones');
  await other.loadWeights(path);
  expect(await numbers(other)).toEqual(await numbers(written));
});

test('a set that is written anew takes the place of the old one, whose files go', async () => {
  await model('ones').saveWeights(path, { maxShardSize: inGib(900) });
  const written = model();
  await written.saveWeights(path, { maxShardSize: inGib(4000) });
  expect(files()).toEqual(['m.1_00000.weights.h5', 'm.weights.json'].sort());
  const other = model('ones');
  await other.loadWeights(path);
  expect(await numbers(other)).toEqual(await numbers(written));
});

test('what fails leaves the old set as it was', async () => {
  const before = model();
  await before.saveWeights(path, { maxShardSize: inGib(900) });
  const there = files();
  await expect(model('ones').saveWeights(path, { maxShardSize: inGib(700) })).rejects.toThrow(
    '`maxShardSize` must be at least as large as the largest weight',
  );
  await expect(model('ones').saveWeights(path, { maxShardSize: 1, overwrite: false })).rejects.toThrow('`overwrite`');
  expect(files()).toEqual(there);
});

test('wrong arguments are named', async () => {
  await expect(model().saveWeights(path)).rejects.toThrow('ends in .weights.h5');
  await expect(model().saveWeights('m.weights.h5', { maxShardSize: 1 })).rejects.toThrow('ends in .weights.json');
  await expect(model().saveWeights(path, { maxShardSize: 0 })).rejects.toThrow('`maxShardSize`');
});

test.each([
  ['text', 'x', 'is no JSON'],
  ['other JSON', '{"weights": []}', 'no map of weights'],
  ['a path', '{"metadata": {"total_size": 1}, "weight_map": {"/vars": "../../etc/passwd"}}', 'a file that is refused'],
  ['a missing file', '{"metadata": {"total_size": 1}, "weight_map": {"/vars": "gone.weights.h5"}}', 'ENOENT'],
  ['missing groups', '{"metadata": {"total_size": 1}, "weight_map": {}}', 'has 2 variables, and the file has 0'],
])('a map that is %s is refused, and the model stays as it is', async (_what, text, message) => {
  writeFileSync(path, text);
  const net = model();
  const before = await numbers(net);
  await expect(net.loadWeights(path)).rejects.toThrow(FileError);
  await expect(net.loadWeights(path)).rejects.toThrow(message);
  expect(await numbers(net)).toEqual(before);
});
