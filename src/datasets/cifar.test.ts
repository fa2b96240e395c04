import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { packTar } from 'modern-tar/fs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { loadCifar } from './cifar.ts';
import { loadData as loadCifar10 } from './cifar10.ts';
import { loadData as loadCifar100 } from './cifar100.ts';

let data: string;

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'keratin-cifar-'));
  vi.stubEnv('KERATIN_DATA', data);
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('fetch failed')));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  await rm(data, { recursive: true });
});

/** Records of labels and planes: red counts up, green is 100 and blue 200. */
function records(...labels: readonly number[][]): Uint8Array {
  const image = [...Array(1024)].map((_, i) => i % 256).concat(Array(1024).fill(100), Array(1024).fill(200));
  return Uint8Array.from(labels.flatMap((record) => [...record, ...image]));
}

async function write(folder: string, files: Readonly<Record<string, Uint8Array>>): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
}

const ten = {
  ...Object.fromEntries([1, 2, 3, 4, 5].map((batch) => [`data_batch_${batch}.bin`, records([batch], [9])])),
  'test_batch.bin': records([0]),
};

test('ten classes, from the files that are there', async () => {
  await write(join(data, 'cifar-10', 'cifar-10-batches-bin'), ten);
  const [[xTrain, yTrain], [xTest, yTest]] = await loadCifar10();
  expect([xTrain.shape, yTrain.shape, xTest.shape]).toEqual([
    [10, 32, 32, 3],
    [10, 1],
    [1, 32, 32, 3],
  ]);
  expect(((await yTrain.array()) as number[][]).flat()).toEqual([1, 9, 2, 9, 3, 9, 4, 9, 5, 9]);
  expect(await yTest.array()).toEqual([[0]]);
  expect([...(await xTest.data()).slice(0, 9)]).toEqual([0, 100, 200, 1, 100, 200, 2, 100, 200]);
  expect([xTrain.dtype, yTrain.dtype]).toEqual(['float32', 'int32']);
});

test('a hundred classes, or twenty', async () => {
  const folder = join(data, 'elsewhere');
  await write(folder, { 'train.bin': records([3, 71], [4, 72]), 'test.bin': records([5, 73]) });
  const [[, fine]] = await loadCifar100({ folder });
  expect(await fine.array()).toEqual([[71], [72]]);
  const [[, coarse]] = await loadCifar100({ folder, labelMode: 'coarse' });
  expect(await coarse.array()).toEqual([[3], [4]]);
  const wrong: object = { labelMode: 'rough' };
  await expect(loadCifar100(wrong)).rejects.toThrow('`labelMode` must be "fine" or "coarse"');
});

test('the archive is fetched, checked and unpacked once', async () => {
  const archive = gzipSync(
    await buffer(
      packTar([
        { type: 'content', target: 'inner/train.bin', content: records([7]) },
        { type: 'content', target: 'inner/test.bin', content: records([8]) },
      ]),
    ),
  );
  const fetched = vi.fn(async () => new Response(new Uint8Array(archive)));
  vi.stubGlobal('fetch', fetched);
  const dataset = {
    ...{ folder: 'small', origin: 'http://example.org/small.tar.gz', inner: 'inner', labelBytes: 1 },
    ...{ train: ['train.bin'], test: ['test.bin'] },
    sha256: createHash('sha256').update(archive).digest('hex'),
  };
  for (let turn = 0; turn < 2; turn++) {
    const [[, yTrain], [, yTest]] = await loadCifar(dataset, {}, 0);
    expect([await yTrain.array(), await yTest.array()]).toEqual([[[7]], [[8]]]);
  }
  expect(fetched).toHaveBeenCalledTimes(1);
  await expect(loadCifar({ ...dataset, folder: 'other', sha256: '0'.repeat(64) }, {}, 0)).rejects.toThrow('SHA-256');
});

test('what is missing or cut short is named', async () => {
  await expect(loadCifar10()).rejects.toThrow(`Unpack it to ${join(data, 'cifar-10', 'cifar-10-batches-bin')} by hand`);
  const folder = join(data, 'cut');
  await write(folder, { 'train.bin': records([1, 2]).slice(0, 99), 'test.bin': records([1, 2]) });
  await expect(loadCifar100({ folder })).rejects.toThrow('records of 3074 bytes');
  await expect(loadCifar100({ folder: data })).rejects.toThrow('cannot be read');
  await expect(loadCifar10({ folder: '' })).rejects.toThrow('`folder` must be the path of a folder');
});
