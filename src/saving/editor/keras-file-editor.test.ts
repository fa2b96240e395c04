import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as layers from '../../layers/index.ts';
import { Sequential } from '../../models/index.ts';
import { FileError } from '../../support/file-error.ts';
import { H5Writer } from '../h5/h5-writer.ts';
import { KerasFileEditor } from './keras-file-editor.ts';

const folder = mkdtempSync(join(tmpdir(), 'editor-'));
afterAll(() => rmSync(folder, { recursive: true }));

let printed: string[] = [];
beforeEach(() => {
  printed = [];
  vi.spyOn(console, 'log').mockImplementation((text: string) => void printed.push(text));
});
afterEach(() => vi.restoreAllMocks());

const model = (units = 3): Sequential => new Sequential([new layers.Input({ shape: [2] }), new layers.Dense(units)]);

test('shows what is in a file', async () => {
  const editor = await KerasFileEditor.open(await model().toBytes());
  expect(editor.config).toMatchObject({ class_name: 'Sequential' });
  expect(editor.metadata).toMatchObject({ keras_version: expect.any(String) });
  editor.summary();
  expect(printed.join('\n')).toContain('layers/dense\n    0: (2, 3) float32\n    1: (3,) float32');
});

test('a changed file fits a model that was built otherwise', async () => {
  const old = model();
  const path = join(folder, 'old.weights.h5');
  await old.saveWeights(path);
  const editor = await KerasFileEditor.open(path);
  expect(editor.config).toBe(null);
  const wider = new Sequential([new layers.Input({ shape: [2] }), new layers.Dense(3), new layers.Dense(1)]);
  expect(editor.compare(wider)).toEqual({ status: 'error', errorCount: 2, matchCount: 2 });
  editor.addObject('layers/dense_1', { 0: [[1], [2], [3]] });
  editor.addWeights('dense_1', { 1: [4] });
  expect(editor.compare(wider)).toEqual({ status: 'success', errorCount: 0, matchCount: 4 });
  const changed = join(folder, 'new.weights.h5');
  await editor.save(changed);
  await wider.loadWeights(changed);
  expect(await wider.layers[1]?.weights[0]?.array()).toEqual([[1], [2], [3]]);
  expect(await wider.layers[0]?.weights[0]?.array()).toEqual(await old.weights[0]?.array());
});

test('objects are renamed and removed with all that is in them', async () => {
  const nested = new Sequential([
    new layers.Input({ shape: [4, 2] }),
    new layers.Bidirectional(new layers.LSTM(2)),
    new layers.Dense(1),
  ]);
  const editor = await KerasFileEditor.open(await nested.toBytes());
  editor.renameObject('bidirectional', 'two_ways');
  expect([...editor.objects.keys()].filter((path) => path.startsWith('layers/two_ways/')).length).toBeGreaterThan(1);
  editor.deleteObject('layers/two_ways');
  editor.deleteWeight('dense', '1');
  expect([...editor.objects.keys()]).toEqual(['layers/dense']);
  expect([...(editor.objects.get('layers/dense')?.keys() ?? [])]).toEqual(['0']);
});

test('shapes that do not fit are counted', async () => {
  const editor = await KerasFileEditor.open(await model().toBytes());
  expect(editor.compare(model(5))).toEqual({ status: 'error', errorCount: 2, matchCount: 0 });
  expect(printed.join()).toContain('layers/dense/0: (2, 5) in the model, (2, 3) in the file');
});

test('whole numbers stay what they are', async () => {
  const trained = model();
  trained.compile({ optimizer: 'adam', loss: 'mse' });
  trained.optimizer?.build(trained.trainableVariables);
  const editor = await KerasFileEditor.open(await trained.toBytes());
  expect(editor.objects.get('optimizer')?.get('0')?.dtype).toBe('int32');
});

test('wrong names are refused with the nearest', async () => {
  const editor = await KerasFileEditor.open(await model().toBytes());
  expect(() => editor.deleteObject('dens')).toThrow('perhaps dense. Received: dens');
  expect(() => editor.renameObject('dense', 'a/b')).toThrow('`newName` must be a name without "/"');
  expect(() => editor.addObject('layers/dense', {})).toThrow('`objectPath` must be the path of no object');
  expect(() => editor.addObject('layers//x', {})).toThrow('`objectPath`');
  expect(() => editor.deleteWeight('dense', '7')).toThrow('a weight of layers/dense: 0, 1');
  const list: object = [1];
  expect(() => editor.addWeights('dense', list as never)).toThrow('`weights` must be a record');
  editor.addObject('other/dense', { 0: [1] });
  expect(() => editor.deleteObject('dense')).toThrow('must be one of the paths layers/dense, other/dense');
  await expect(editor.save(join(folder, 'x.h5'))).rejects.toThrow('.weights.h5');
});

test('files that are none, and groups without end, are refused', async () => {
  await expect(KerasFileEditor.open(new Uint8Array(50))).rejects.toThrow(FileError);
  await expect(KerasFileEditor.open(join(folder, 'absent.keras'))).rejects.toThrow('ENOENT');
  const writer = new H5Writer();
  writer.group(`/${Array(70).fill('a').join('/')}`);
  await expect(KerasFileEditor.open(Buffer.concat(writer.pieces()))).rejects.toThrow('too many groups');
});
