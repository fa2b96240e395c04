import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test, vi } from 'vitest';
import * as layers from '../layers/index.ts';
import * as ops from '../ops/index.ts';
import * as optimizers from '../optimizers/index.ts';
import { FileError } from '../support/file-error.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { loadModel, Model, Sequential } from './index.ts';
import * as saving from './saving.ts';

const folder = mkdtempSync(join(tmpdir(), 'save-'));
afterAll(() => rmSync(folder, { recursive: true }));

const X = [
  [1, 2, 3],
  [0, 1, -1],
  [2, 0, 1],
  [1, 1, 1],
];
const Y = [[1], [0], [2], [1]];

function normalized(): Sequential {
  const model = new Sequential([
    new layers.Input({ shape: [3] }),
    new layers.Dense(4, { activation: 'elu' }),
    new layers.BatchNormalization(),
    new layers.Dense(1),
  ]);
  model.compile({ optimizer: new optimizers.Adam({ learningRate: 0.1 }), loss: 'mse', metrics: ['mae'] });
  return model;
}

const train = (model: Model, epochs: number) => model.fit(X, Y, { epochs, batchSize: 2, shuffle: false, verbose: 0 });
const values = (model: Model) => Promise.all(model.weights.map((weight) => weight.array()));

test('a model comes back as it was and trains on as if nothing had happened', async () => {
  const model = normalized();
  await train(model, 2);
  const path = join(folder, 'trained.keras');
  await model.save(path);
  const again = await loadModel(path);
  expect(again.getConfig()).toEqual(model.getConfig());
  expect(again.getCompileConfig()).toEqual(model.getCompileConfig());
  expect(await values(again)).toEqual(await values(model));
  const [left, right] = [await train(model, 2), await train(again, 2)];
  expect(right.history).toEqual(left.history);
  expect(await values(again)).toEqual(await values(model));
});

test('the format of Keras 2 is written and read', async () => {
  const model = normalized();
  await train(model, 1);
  const path = join(folder, 'legacy.h5');
  await model.save(path);
  const again = await loadModel(path);
  expect(await values(again)).toEqual(await values(model));
  expect((await train(again, 1)).history).toEqual((await train(model, 1)).history);
});

test('a graph with a shared layer, a nested model and two outputs comes back', async () => {
  const inner = new Sequential([new layers.Input({ shape: [3] }), new layers.Dense(3, { name: 'deep' })]);
  const input = new layers.Input({ shape: [3] });
  const shared = new layers.Dense(3, { activation: 'tanh' });
  const twice = shared.apply(shared.apply(input));
  const outputs = [new layers.Dense(2).apply(inner.apply(twice)), new layers.Add().apply([twice, input])];
  const model = new Model({ inputs: input, outputs });
  const again = await loadModel(await model.toBytes());
  const [left, right] = [
    await model.predict<Tensor[]>(X, { verbose: 0 }),
    await again.predict<Tensor[]>(X, { verbose: 0 }),
  ];
  for (const [i, tensor] of left.entries()) expect(await right[i]?.array()).toEqual(await tensor.array());
  expect(again.compiled).toBe(false);
});

test('files come from paths, file URLs, bytes, buffers and blobs', async () => {
  const model = normalized();
  const bytes = await model.toBytes();
  const path = join(folder, 'a #1 file.keras');
  writeFileSync(path, bytes);
  for (const source of [path, pathToFileURL(path), bytes, bytes.buffer, new Blob([bytes])]) {
    expect(await values(await loadModel(source))).toEqual(await values(model));
  }
});

test('a weights file holds the state of the optimizer too', async () => {
  const model = normalized();
  await train(model, 1);
  const path = join(folder, 'model.weights.h5');
  await model.saveWeights(path);
  const other = normalized();
  other.optimizer?.build(other.trainableVariables);
  await other.loadWeights(path);
  expect(await values(other)).toEqual(await values(model));
  expect(await other.optimizer?.iterations.item()).toBe(2);
});

test('weights are loaded by name, and what does not fit may be skipped', async () => {
  const [input, kernel] = [{ shape: [3] }, { useBias: false }];
  const from = new Sequential([
    new layers.Input(input),
    new layers.Dense(2, { name: 'kept', ...kernel }),
    new layers.Dense(4, { name: 'head', ...kernel }),
  ]);
  const to = new Sequential([
    new layers.Input(input),
    new layers.Dense(3, { name: 'front', ...kernel }),
    new layers.Dense(4, { name: 'head', ...kernel }),
    new layers.Dense(2, { name: 'kept', ...kernel }),
  ]);
  const before = await values(to);
  const bytes = await from.toBytes();
  await expect(to.loadWeights(bytes, { byName: true })).rejects.toThrow('has shape (3, 4), and the file has (2, 4)');
  expect(await values(to)).toEqual(before);
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const wide = new Sequential([
    new layers.Input(input),
    new layers.Dense(2, { name: 'first', ...kernel }),
    new layers.Dense(5, { name: 'second', ...kernel }),
  ]);
  await wide.loadWeights(bytes, { skipMismatch: true });
  expect(warn).toHaveBeenCalledOnce();
  warn.mockRestore();
  expect(await wide.weights[0]?.array()).toEqual(await from.weights[0]?.array());
});

test('a class and a function of the user are found where they are given', async () => {
  class Twice extends layers.Layer {
    static override readonly className: string = 'Twice';
    override call(inputs: Tensor): Tensor {
      return ops.multiply(inputs, 2);
    }
  }
  const huge = (yTrue: Tensor, yPred: Tensor) => ops.multiply(ops.mean(ops.subtract(yTrue, yPred), { axis: -1 }), 100);
  const model = new Sequential([new layers.Input({ shape: [3] }), new Twice()]);
  model.compile({ loss: huge });
  const bytes = await model.toBytes();
  await expect(loadModel(bytes)).rejects.toThrow(/cannot be loaded: Unknown class of .*"Twice"/);
  await expect(loadModel(bytes, { customObjects: { Twice } })).rejects.toThrow(/Unknown loss.*"huge"/);
  const again = await loadModel(bytes, { customObjects: { Twice, huge } });
  const scoped = await saving.customObjectScope({ Twice, huge }, () => loadModel(bytes));
  for (const loaded of [again, scoped]) {
    expect(await loaded.predict([[1, 2, 3]], { verbose: 0 }).then((tensor) => tensor.array())).toEqual([[2, 4, 6]]);
    expect(loaded.loss).toBe(huge);
  }
  expect((await loadModel(bytes, { customObjects: { Twice }, compile: false })).compiled).toBe(false);
});

test('a failed save leaves the old file, and nothing beside it', async () => {
  const path = join(folder, 'kept', 'x.keras');
  const model = normalized();
  await expect(model.save(path)).rejects.toThrow(FileError);
  await expect(model.save(join(folder, 'm.zip'))).rejects.toThrow(
    '`filepath` must be a path that ends in .keras (or in .h5',
  );
  await expect(new Sequential([new layers.Dense(1)]).save(join(folder, 'u.keras'))).rejects.toThrow('not built');
  const old = join(folder, 'old.keras');
  await model.save(old);
  const before = readFileSync(old);
  await expect(model.save(old, { overwrite: false })).rejects.toThrow('There is a file already');
  const weight = model.weights[0];
  if (weight === undefined) throw new Error('No weight.');
  vi.spyOn(weight, 'data').mockRejectedValue(new Error('device lost'));
  await expect(model.save(old)).rejects.toThrow('device lost');
  expect(readFileSync(old).equals(before)).toBe(true);
  expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  expect(existsSync(path)).toBe(false);
});

test.each([
  ['nothing', new Uint8Array(0), 'neither a .keras archive nor an HDF5 file'],
  ['text', new TextEncoder().encode('not a model'), 'neither a .keras archive nor an HDF5 file'],
  ['the beginning of an archive', new Uint8Array([0x50, 0x4b, 3, 4]), 'no intact zip archive'],
])('%s is no model', async (_what, bytes, message) => {
  await expect(loadModel(bytes)).rejects.toThrow(FileError);
  await expect(loadModel(bytes)).rejects.toThrow(message);
  const model = normalized();
  const before = await values(model);
  await expect(model.loadWeights(bytes)).rejects.toThrow(message);
  expect(await values(model)).toEqual(before);
});

test('wrong arguments are named', async () => {
  await expect(loadModel(5 as never)).rejects.toThrow('`filepath` must be a path, a URL, bytes, or a File or Blob');
  await expect(loadModel(join(folder, 'absent.keras'))).rejects.toThrow(/cannot be loaded.*ENOENT/);
  await expect(loadModel('x', { compiled: false } as never)).rejects.toThrow('Did you mean "compile"?');
  await expect(normalized().loadWeights('x', { byName: 1 as never })).rejects.toThrow('`byName` must be a boolean');
});
