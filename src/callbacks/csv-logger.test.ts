import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CSVLogger } from './csv-logger.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keratin-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('one line per epoch, sorted names, NA for what is missing', async () => {
  const file = join(folder, 'log.csv');
  const logger = new CSVLogger(file);
  await logger.onTrainBegin();
  await logger.onEpochEnd(0, { loss: 2.5, accuracy: 0.25 });
  await logger.onEpochEnd(1, { loss: Number.NaN, accuracy: 0.5, val_loss: 3, val_accuracy: 0.125 });
  expect(await readFile(file, 'utf8')).toBe(
    'epoch,accuracy,loss,val_accuracy,val_loss\n0,0.25,2.5,NA,NA\n1,0.5,nan,0.125,3\n',
  );
});

test('append keeps what is there and writes no second header', async () => {
  const file = join(folder, 'append.csv');
  for (const loss of [1, 2]) {
    const logger = new CSVLogger(file, { append: true, separator: ';' });
    await logger.onTrainBegin();
    await logger.onEpochEnd(0, { loss, val_loss: 0 });
  }
  expect(await readFile(file, 'utf8')).toBe('epoch;loss;val_loss\n0;1;0\n0;2;0\n');
});

test('wrong arguments', () => {
  expect(() => new CSVLogger('')).toThrow(/filename/);
  // @ts-expect-error no such option
  expect(() => new CSVLogger('x', { seperator: ';' })).toThrow(/separator/);
});
