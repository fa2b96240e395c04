import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import * as callbacks from '../callbacks/index.ts';
import * as layers from '../layers/index.ts';
import * as optimizers from '../optimizers/index.ts';
import * as utils from '../utils/index.ts';
import { Sequential } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'backup-'));
afterAll(() => rmSync(folder, { recursive: true }));

const script = join(import.meta.dirname, 'testing/killed-training.ts');

function train(args: readonly string[], killAt = ''): Promise<{ stdout: string; signal: string | null }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script, ...args], { env: { ...process.env, KILL_AT: killAt } });
    let stdout = '';
    child.stdout.on('data', (text) => {
      stdout += text;
    });
    child.on('close', (_code, signal) => resolve({ stdout, signal }));
  });
}

describe.concurrent('a training killed again and again ends with the same bits as one never killed', () => {
  test('saved every step, and every epoch', { timeout: 120_000 }, async ({ expect }) => {
    const [whole] = await Promise.all([
      train([join(folder, 'whole'), 'epoch']),
      train([join(folder, 'steps'), '1'], 'step:6'),
      train([join(folder, 'epochs'), 'epoch'], 'step:7'),
    ]);
    expect(whole.signal).toBe(null);
    await train([join(folder, 'steps'), '1'], 'write:3');
    for (const [name, frequency] of [
      ['steps', '1'],
      ['epochs', 'epoch'],
    ] as const) {
      expect((await train([join(folder, name), frequency])).stdout).toBe(whole.stdout);
      expect(existsSync(join(folder, name))).toBe(false);
    }
  });

  test('saved every third step, in passes longer than an epoch', { timeout: 120_000 }, async ({ expect }) => {
    const [whole, killed] = await Promise.all([
      train([join(folder, 'long'), 'epoch', '4']),
      train([join(folder, 'thirds'), '3', '4'], 'step:8'),
    ]);
    expect(killed.signal).toBe('SIGKILL');
    expect((await train([join(folder, 'thirds'), '3', '4'])).stdout).toBe(whole.stdout);
  });
});

const tiny = () => {
  const model = new Sequential([new layers.Input({ shape: [1] }), new layers.Dense(1)]);
  model.compile({ optimizer: 'adam', loss: 'mse' });
  return model;
};

test('a backup of another model is refused, and the model stays as it is', async () => {
  const place = join(folder, 'other');
  const backup = new callbacks.BackupAndRestore(place, { deleteCheckpoint: false });
  await tiny().fit([[1], [2]], [[2], [4]], { epochs: 1, callbacks: [backup], verbose: 0 });
  const wide = new Sequential([new layers.Input({ shape: [1] }), new layers.Dense(2)]);
  wide.compile({ optimizer: 'adam', loss: 'mse' });
  const before = await wide.weights[0]?.array();
  await expect(wide.fit([[1]], [[2, 2]], { callbacks: [backup], verbose: 0 })).rejects.toThrow(
    /cannot be gone on with/,
  );
  expect(await wide.weights[0]?.array()).toEqual(before);
});

test('the state of a training exists only while it runs', async () => {
  await expect(tiny().saveTrainingState('x.weights.h5')).rejects.toThrow('called while `fit` is running');
  await expect(tiny().loadTrainingState('x.weights.h5')).rejects.toThrow('called when `fit` begins');
});

test('wrong options are named', () => {
  expect(() => new callbacks.BackupAndRestore('')).toThrow('`backupDir` must be the path of a folder');
  expect(() => new callbacks.BackupAndRestore('a', { saveFreq: 0 })).toThrow(
    "`saveFreq` must be 'epoch' or a positive",
  );
});

/** Trains with callbacks that remember things, and kills the training (with an error) after an epoch. */
async function remembering(place: string, log: string, dieAfter: number | null) {
  utils.setRandomSeed(3);
  const model = new Sequential([new layers.Input({ shape: [2] }), new layers.Dense(4), new layers.Dense(1)]);
  model.compile({ optimizer: new optimizers.SGD({ learningRate: 0.3 }), loss: 'mse' });
  const early = new callbacks.EarlyStopping({ monitor: 'loss', patience: 3, minDelta: 0.05, restoreBestWeights: true });
  const plateau = new callbacks.ReduceLROnPlateau({ monitor: 'loss', factor: 0.5, patience: 2, minDelta: 0.05 });
  const lines = new callbacks.CSVLogger(log);
  // It comes first, and yet sees what the others have seen.
  const backup = new callbacks.BackupAndRestore(place);
  const killer = {
    onEpochBegin(epoch: number) {
      if (epoch === dieAfter) throw new Error('killed');
    },
  };
  const x = Array.from({ length: 12 }, (_, i) => [Math.sin(i), Math.cos(3 * i)]);
  const y = x.map(([a = 0, b = 0]) => [a * b * 3]);
  const options = { epochs: 20, batchSize: 4, callbacks: [backup, early, plateau, lines, killer], verbose: 0 } as const;
  const history = await model.fit(x, y, options).catch((error: unknown) => {
    if (error instanceof Error && error.message === 'killed') return null;
    throw error;
  });
  return {
    ...{ history: history?.history, epochs: history?.epoch, lines: readFileSync(log, 'utf8') },
    ...{ stopped: early.stoppedEpoch, wait: plateau.wait, rate: model.optimizer?.getLearningRate() },
    weights: await Promise.all(model.weights.map((weight) => weight.array())),
  };
}

test('callbacks go on where they were: counters, best weights, history, lines of a file', {
  timeout: 30_000,
}, async () => {
  const whole = await remembering(join(folder, 'a'), join(folder, 'a.csv'), null);
  expect(whole.stopped).toBeGreaterThan(4);
  for (const epoch of [2, whole.stopped - 1, whole.stopped])
    await remembering(join(folder, 'b'), join(folder, 'b.csv'), epoch);
  expect(await remembering(join(folder, 'b'), join(folder, 'b.csv'), null)).toEqual(whole);
});
