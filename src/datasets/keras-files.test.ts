import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { camelCase } from '../support/case.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { loadData as bostonHousing } from './boston-housing.ts';
import { loadData as californiaHousing } from './california-housing.ts';
import { DatasetError } from './dataset-error.ts';
import { getWordIndex, loadData as imdb } from './imdb.ts';
import { getLabelNames, loadData as reuters } from './reuters.ts';
import { emptyDataFolder } from './testing/empty-data-folder.ts';

/** Small files in the official formats, and what Keras's own functions make of them: see make.py there. */
const fixtures = join(import.meta.dirname, 'fixtures');

interface Case {
  readonly module: string;
  readonly path: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly result: unknown;
}

const cases: Case[] = JSON.parse(readFileSync(join(fixtures, 'expected.json'), 'utf8'));

type Part = readonly [x: number[][] | Tensor, y: Tensor];

const loaders: Readonly<Record<string, (options: object) => Promise<readonly [Part, Part]>>> = {
  ...{ imdb, reuters, boston_housing: bostonHousing, california_housing: californiaHousing },
};

const plain = async (x: number[][] | Tensor): Promise<unknown> => (Array.isArray(x) ? x : x.array());

const data = emptyDataFolder();

describe("as Keras's own functions", () => {
  test.for(cases)('$module of $path with $options', async ({ module, path, options, result }) => {
    const given = Object.entries(options).map(([name, value]) => [camelCase(name), value]);
    const parts = await loaders[module]?.({ path: join(fixtures, path), ...Object.fromEntries(given) });
    const got = await Promise.all((parts ?? []).map(async ([x, y]) => [await plain(x), await y.array()] as const));
    // The tables are float64 in the file.
    const round = (value: unknown): unknown =>
      Array.isArray(value) ? value.map(round) : typeof value === 'number' ? Math.fround(value) : value;
    expect(got).toEqual(round(result));
  });
});

test('wrong options are named before anything is fetched', async () => {
  await expect(imdb({ numWords: 0 })).rejects.toThrow('`numWords` must be a whole number from 1 on, or null');
  await expect(imdb({ skipTop: -1 })).rejects.toThrow('`skipTop`');
  await expect(imdb({ startChar: 1.5 })).rejects.toThrow('`startChar`');
  await expect(imdb({ path: '' })).rejects.toThrow('`path`');
  await expect(reuters({ testSplit: 2 })).rejects.toThrow('`testSplit` must be a number from 0 to 1');
  await expect(bostonHousing({ testSplit: 1 })).rejects.toThrow('`testSplit` must be a number from 0 to below 1');
  await expect(bostonHousing({ seed: -1 })).rejects.toThrow('seed');
  const misspelled: object = { numWord: 3 };
  await expect(imdb(misspelled)).rejects.toThrow('numWords');
  const version: object = { version: 'tiny' };
  await expect(californiaHousing(version)).rejects.toThrow('`version` must be "small" or "large"');
});

test('texts that are all too long are refused', async () => {
  await expect(imdb({ path: join(fixtures, 'reviews.npz'), maxlen: 1 })).rejects.toThrow('`maxlen` must leave some');
});

test('without a file and without network, the message says what to put where', async () => {
  const { message } = (await imdb().catch((error: unknown) => error)) as Error;
  expect(message).toContain(`Put it at ${join(data(), 'imdb.npz')} by hand`);
  expect(message).toContain('no network');
});

test('a file that was changed on its way is not taken', async () => {
  vi.stubGlobal('fetch', async () => new Response('something else'));
  await expect(bostonHousing()).rejects.toThrow('SHA-256');
  await expect(getWordIndex()).rejects.toThrow('MD5');
});

test('archives of something else are refused', async () => {
  await expect(imdb({ path: join(fixtures, 'houses.npz') })).rejects.toThrow('there is no array "x_train"');
  await expect(reuters({ path: join(fixtures, 'houses.npz') })).rejects.toThrow('must hold lists of words');
  await expect(bostonHousing({ path: join(fixtures, 'news.npz') })).rejects.toThrow('x of shape (n, features)');
  await writeFile(join(data(), 'imdb.npz'), 'no archive');
  await expect(imdb()).rejects.toThrow(DatasetError);
});

test('words have ranks, and topics names', async () => {
  await writeFile(join(data(), 'imdb_word_index.json'), '{"the": 1, "film": 2}');
  expect(await getWordIndex()).toEqual({ the: 1, film: 2 });
  await writeFile(join(data(), 'other.json'), '{"the": "first"}');
  await expect(getWordIndex('other.json')).rejects.toThrow('a whole number for each word');
  expect([getLabelNames().length, getLabelNames().at(-1)]).toEqual([46, 'lead']);
});
