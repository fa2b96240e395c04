import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import * as callbacks from '../callbacks/index.ts';
import * as layers from '../layers/index.ts';
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
