import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as layers from '../../layers/index.ts';
import { Sequential } from '../../models/index.ts';
import { Message } from '../../support/protobuf.ts';
import { maskedCrc32c } from './crc32c.ts';
import { record } from './event-file.ts';
import { histogramRows } from './summary-values.ts';
import { TensorBoard } from './tensorboard.ts';

let folder = '';
const x = Array.from({ length: 12 }, (_, i) => [Math.sin(i), Math.cos(i)]);
const y = x.map(([a = 0, b = 0]) => [a + b]);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keratin-board-'));
  const model = new Sequential(
    [
      new layers.Input({ shape: [2] }),
      new layers.Dense(3, { name: 'hidden' }),
      new layers.Dense(1, { name: 'output' }),
    ],
    { name: 'sequential' },
  );
  model.compile({ optimizer: 'sgd', loss: 'mse', metrics: ['mae'] });
  const board = new TensorBoard({
    logDir: folder,
    histogramFreq: 1,
    writeImages: true,
    updateFreq: 'batch',
    writeStepsPerSecond: true,
  });
  await model.fit(x, y, { epochs: 2, batchSize: 4, validationData: [x, y], verbose: 0, callbacks: [board] });
});
afterAll(() => rm(folder, { recursive: true }));

const read = async (run: string) => {
  const [name = ''] = await readdir(join(folder, run));
  expect(name).toMatch(/^events\.out\.tfevents\.\d{10}\./);
  return readFile(join(folder, run, name));
};

/** The data of all records; checks lengths and checksums on the way. */
function recordsOf(file: Buffer): Buffer[] {
  const records: Buffer[] = [];
  for (let offset = 0; offset < file.length; ) {
    const length = Number(file.readBigUInt64LE(offset));
    expect(file.readUInt32LE(offset + 8)).toBe(maskedCrc32c(file.subarray(offset, offset + 8)));
    const data = file.subarray(offset + 12, offset + 12 + length);
    expect(file.readUInt32LE(offset + 12 + length)).toBe(maskedCrc32c(data));
    records.push(data);
    offset += 16 + length;
  }
  return records;
}

describe('event files', () => {
  it('have the known checksums and the known first record', () => {
    expect(maskedCrc32c(new TextEncoder().encode('123456789')).toString(16)).toBe('c78ab0e5');
    const first = record(new Message().double(1, 0).text(3, 'brain.Event:2'));
    expect(Buffer.from(first).toString('hex')).toBe(
      '1800000000000000a37f4b220900000000000000001a0d627261696e2e4576656e743a32eedf28a3',
    );
  });

  it('hold what the callback promises, under the names of Keras', async () => {
    const train = recordsOf(await read('train'));
    const tags = (records: Buffer[]) => records.map((data) => data.toString('latin1'));
    const has = (records: Buffer[], tag: string) => tags(records).filter((text) => text.includes(tag)).length;
    expect(has(train, 'epoch_loss')).toBe(2);
    expect(has(train, 'epoch_mae')).toBe(2);
    expect(has(train, 'epoch_learning_rate')).toBe(2);
    expect(has(train, 'epoch_steps_per_second')).toBe(2);
    expect(has(train, 'batch_loss')).toBe(6);
    expect(has(train, 'sequential/hidden/kernel/histogram')).toBe(2);
    expect(has(train, 'sequential/hidden/kernel/image')).toBe(2);
    expect(has(train, 'graph_keras_model')).toBe(1);
    const validation = recordsOf(await read('validation'));
    expect(has(validation, 'epoch_loss')).toBe(2);
    expect(has(validation, 'val_')).toBe(0);
  });

  const python = process.env.KERATIN_PYTHON;
  it.skipIf(!python)(
    'are read by TensorBoard itself (skipped unless KERATIN_PYTHON names a Python that has it)',
    async () => {
      const script = `
import sys, json
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
a = EventAccumulator(sys.argv[1], size_guidance={'tensors': 0}); a.Reload()
from tensorboard.util import tensor_util
print(json.dumps({'tags': a.Tags()['tensors'], 'loss': [float(tensor_util.make_ndarray(e.tensor_proto)) for e in a.Tensors('epoch_loss')], 'histogram': tensor_util.make_ndarray(a.Tensors('sequential/hidden/kernel/histogram')[0].tensor_proto).shape}))`;
      const { stdout } = await promisify(execFile)(python ?? '', ['-c', script, join(folder, 'train')]);
      const found = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
      expect(found.tags).toEqual(
        expect.arrayContaining([
          'epoch_loss',
          'batch_loss',
          'sequential/hidden/kernel/histogram',
          'sequential/hidden/kernel/image',
          'keras',
        ]),
      );
      expect(found.loss).toHaveLength(2);
      expect(found.histogram).toEqual([30, 3]);
    },
    120_000,
  );
});

describe('what Keras does not write', () => {
  it('signals, hyperparameters, embeddings, profiles and texts', async () => {
    const logDir = join(folder, 'more');
    const model = new Sequential([
      new layers.Input({ shape: [3], dtype: 'int32' }),
      new layers.Embedding(4, 2, { name: 'words' }),
      new layers.Flatten(),
      new layers.Dense(1, { name: 'output' }),
    ]);
    model.compile({ optimizer: 'sgd', loss: 'mse' });
    const board = new TensorBoard({
      logDir,
      histogramFreq: 2,
      embeddingsFreq: 1,
      embeddingsMetadata: { words: ['a', 'b', 'c', 'd\te'] },
      profileBatch: [2, 3],
      hyperparameters: { rate: 0.5, optimizer: 'sgd', lucky: true },
    });
    board.writeText('note', '# Before');
    const ids = Array.from({ length: 8 }, (_, i) => [i % 4, (i + 1) % 4, 2]);
    const fit = { epochs: 3, batchSize: 4, verbose: 0, callbacks: [board] } as const;
    await model.fit(
      ids,
      ids.map(([a = 0]) => a),
      fit,
    );
    const [name = ''] = await readdir(join(logDir, 'train'));
    const texts = recordsOf(await readFile(join(logDir, 'train', name))).map((data) => data.toString('latin1'));
    const count = (part: string) => texts.filter((text) => text.includes(part)).length;
    expect(count('activations/output/histogram')).toBe(2);
    expect(count('gradients/output/histogram')).toBe(2);
    expect(count('session_start_info')).toBe(1);
    expect(count('lucky')).toBe(1);
    expect(count('# Before')).toBe(1);
    expect(count('profile')).toBe(1);
    const config = await readFile(join(logDir, 'projector_config.pbtxt'), 'utf8');
    expect(config).toContain('tensor_path: "words.tensor.tsv"');
    expect((await readFile(join(logDir, 'words.tensor.tsv'), 'utf8')).split('\n')[0]?.split('\t')).toHaveLength(2);
    expect(await readFile(join(logDir, 'words.labels.tsv'), 'utf8')).toBe('a\nb\nc\nd e\n');
  });
});

describe('histogramRows', () => {
  it('counts every number once, and survives what has no range', () => {
    const rows = histogramRows([0, 1, 2, 3, 30]);
    expect(rows).toHaveLength(30);
    expect(rows.reduce((sum, [, , count = 0]) => sum + count, 0)).toBe(5);
    expect(rows.at(-1)?.[1]).toBe(30);
    expect(histogramRows([2, 2])).toEqual([[1.5, 2.5, 2]]);
    expect(histogramRows([])).toEqual([]);
    expect(histogramRows([1, Infinity])).toEqual([]);
  });
});

describe('TensorBoard', () => {
  it('refuses what it does not know', () => {
    expect(() => new TensorBoard({ updateFreq: 0 })).toThrow('`updateFreq`');
    expect(() => new TensorBoard({ logDir: '' })).toThrow('`logDir`');
    for (const profileBatch of [-1, 1.5, [3, 2] as const])
      expect(() => new TensorBoard({ profileBatch })).toThrow('`profileBatch`');
    expect(() => new TensorBoard({ embeddingsFreq: -1 })).toThrow('`embeddingsFreq`');
    // @ts-expect-error no settings
    expect(() => new TensorBoard({ hyperparameters: 'x' })).toThrow('`hyperparameters`');
    // @ts-expect-error a misspelt option
    expect(() => new TensorBoard({ logdir: 'x' })).toThrow('logDir');
  });
});
