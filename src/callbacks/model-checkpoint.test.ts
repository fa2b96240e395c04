import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { formatPath } from './format-path.ts';
import { ModelCheckpoint, type ModelCheckpointOptions } from './model-checkpoint.ts';
import { FakeModel } from './testing/fake-model.ts';

const folder = mkdtempSync(join(tmpdir(), 'checkpoint-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function run(
  options: ModelCheckpointOptions,
  values: readonly number[],
  name = '{epoch}.keras',
): Promise<string[]> {
  const model = new FakeModel();
  const callback = new ModelCheckpoint(join(folder, name), options);
  callback.setModel(model);
  for (const [epoch, value] of values.entries()) {
    callback.onEpochBegin(epoch);
    for (let batch = 0; batch < 4; batch++) await callback.onTrainBatchEnd(batch, { loss: value });
    await callback.onEpochEnd(epoch, { loss: value, accuracy: value, val_loss: value });
  }
  return model.calls.map((call) => call.replace(`${folder}/`, ''));
}

test('every epoch is saved, under its name', async () => {
  expect(await run({}, [3, 1])).toEqual(['save 1.keras', 'save 2.keras']);
  expect(await run({ saveWeightsOnly: true }, [0.5], '{epoch:03d}-{val_loss:.2f}.weights.h5')).toEqual([
    'saveWeights 001-0.50.weights.h5',
  ]);
});

test('only the best are saved', async () => {
  expect(await run({ saveBestOnly: true }, [3, 4, 2, 2])).toEqual(['save 1.keras', 'save 3.keras']);
  expect(await run({ saveBestOnly: true, monitor: 'accuracy' }, [3, 4, 2, 5])).toEqual([
    'save 1.keras',
    'save 2.keras',
    'save 4.keras',
  ]);
  expect(await run({ saveBestOnly: true, initialValueThreshold: 2.5 }, [3, 2])).toEqual(['save 2.keras']);
});

test('batches are counted over the ends of epochs', async () => {
  expect(await run({ saveFreq: 3 }, [1, 1, 1], '{epoch}-{batch}.keras')).toEqual([
    'save 1-3.keras',
    'save 2-2.keras',
    'save 3-1.keras',
    'save 3-4.keras',
  ]);
});

test('it says what it does', async () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  await run({ saveBestOnly: true, verbose: 1 }, [3, 4], 'x.keras');
  expect(log.mock.calls.flat().map((line) => String(line).replace(folder, ''))).toEqual([
    '\nEpoch 1: val_loss improved from None to 3.00000, saving model to /x.keras',
    '\nEpoch 2: val_loss did not improve from 3.00000',
  ]);
  log.mockRestore();
});

test('without the watched value everything is saved, with a warning', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  expect(await run({ saveBestOnly: true, monitor: 'val_mae' }, [3, 4])).toHaveLength(2);
  expect(warn).toHaveBeenCalledOnce();
  warn.mockRestore();
});

test('wrong input is named', async () => {
  expect(() => new ModelCheckpoint('m.h5')).toThrow('`filepath` must be a path that ends in .keras');
  expect(() => new ModelCheckpoint('m.keras', { saveWeightsOnly: true })).toThrow('ends in .weights.h5');
  expect(() => new ModelCheckpoint('m.keras', { saveFreq: 1.5 })).toThrow('`saveFreq`');
  expect(() => new ModelCheckpoint('m.keras', { saveBestOny: true } as never)).toThrow('Did you mean "saveBestOnly"?');
  await expect(run({}, [1], '{val_mae}.keras')).rejects.toThrow('may hold epoch, loss, accuracy, val_loss in braces');
});

test.each([
  ['{epoch:02d}', '07'],
  ['{epoch:3d}', '  7'],
  ['{loss:.3f}', '0.123'],
  ['{loss:.1e}', '1.2e-01'],
  ['{loss}', '0.12345'],
])('%s is %s', (path, text) => {
  expect(formatPath(path, { epoch: 7, loss: 0.12345 })).toBe(text);
});
