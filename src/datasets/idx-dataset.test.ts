import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { writeNpy } from '../support/files/npy.ts';
import { loadData as loadFashionMnist } from './fashion-mnist.ts';
import { loadData as loadMnist } from './mnist.ts';
import { emptyDataFolder } from './testing/empty-data-folder.ts';

/** Two training images and one test image of 2 x 3 pixels, under the official names. */
const files: Record<string, number[]> = {
  'train-images-idx3-ubyte.gz': [
    0,
    0,
    8,
    3,
    0,
    0,
    0,
    2,
    0,
    0,
    0,
    2,
    0,
    0,
    0,
    3,
    ...[1, 2, 3, 4, 5, 6, 250, 251, 252, 253, 254, 255],
  ],
  'train-labels-idx1-ubyte.gz': [0, 0, 8, 1, 0, 0, 0, 2, 7, 9],
  't10k-images-idx3-ubyte.gz': [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0],
  't10k-labels-idx1-ubyte.gz': [0, 0, 8, 1, 0, 0, 0, 1, 3],
};

const data = emptyDataFolder();

async function write(folder: string, except: string[] = []): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, bytes] of Object.entries(files)) {
    if (!except.includes(name)) await writeFile(join(folder, name), gzipSync(new Uint8Array(bytes)));
  }
}

test.each([
  ['mnist', loadMnist],
  ['fashion-mnist', loadFashionMnist],
])('files that are in the data folder are read as they are: %s', async (folder, loadData) => {
  await write(join(data(), folder));
  const [[xTrain, yTrain], [xTest, yTest]] = await loadData();
  expect(await xTrain.array()).toEqual([
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
    [
      [250, 251, 252],
      [253, 254, 255],
    ],
  ]);
  expect(await yTrain.array()).toEqual([7, 9]);
  expect([xTest.shape, await yTest.array()]).toEqual([[1, 2, 3], [3]]);
  expect([xTrain.dtype, yTrain.dtype]).toEqual(['float32', 'int32']);
});

test('a folder can be named instead', async () => {
  await write(join(data(), 'elsewhere'));
  const [[, yTrain]] = await loadMnist({ folder: join(data(), 'elsewhere') });
  expect(await yTrain.array()).toEqual([7, 9]);
});

test('without files and without network, the message says what to put where', async () => {
  await write(join(data(), 'mnist'), ['t10k-images-idx3-ubyte.gz']);
  const { message } = (await loadMnist().catch((error: unknown) => error)) as Error;
  expect(message).toContain(`Put t10k-images-idx3-ubyte.gz into ${join(data(), 'mnist')} by hand`);
  expect(message).toContain('KERATIN_DATA');
  expect(message).toContain('no network');
});

test('a file cut short is named', async () => {
  await write(join(data(), 'mnist'));
  const path = join(data(), 'mnist', 'train-images-idx3-ubyte.gz');
  await writeFile(path, (await readFile(path)).subarray(0, 20));
  await expect(loadMnist()).rejects.toThrow(`${path} must be a complete gzip file`);
});

test('images and labels that do not belong together are refused', async () => {
  await write(join(data(), 'mnist'));
  const names = ['train-labels-idx1-ubyte.gz', 't10k-labels-idx1-ubyte.gz'].map((name) => join(data(), 'mnist', name));
  await cp(names[1] as string, names[0] as string);
  await expect(loadMnist()).rejects.toThrow('as many labels. Received: (2, 2, 3) and (1)');
});

test("Keras's own file of MNIST is read in their place", async () => {
  const [x, y] = [writeNpy(Float32Array.of(0, 7, 255, 1), [1, 2, 2]), writeNpy(Int32Array.of(5), [1], 'int32')];
  const path = join(data(), 'small.npz');
  await writeFile(path, zipSync({ 'x_train.npy': x, 'y_train.npy': y, 'x_test.npy': x, 'y_test.npy': y }));
  const [[xTrain, yTrain], [xTest]] = await loadMnist({ path: 'small.npz' });
  expect([await xTrain.data(), await yTrain.array()]).toEqual([Float32Array.of(0, 7, 255, 1), [5]]);
  expect([xTest.shape, yTrain.dtype]).toEqual([[1, 2, 2], 'int32']);
  await expect(loadMnist({ path, folder: data() })).rejects.toThrow('`path` and `folder` exclude each other');
  await expect(loadMnist({ path: 'absent.npz' })).rejects.toThrow('mnist.npz could not be downloaded');
});

test('a wrong option is named', async () => {
  await expect(loadMnist({ folder: '' })).rejects.toThrow('`folder` must be the path of a folder. Received: folder=""');
  const misspelled: object = { foldr: 'x' };
  await expect(loadMnist(misspelled)).rejects.toThrow('folder');
});
