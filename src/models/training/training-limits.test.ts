import { afterEach, expect, test, vi } from 'vitest';
import { consoleOutput } from '../../callbacks/console-output.ts';
import {
  disableInteractiveLogging,
  enableInteractiveLogging,
  setMaxEpochs,
  setMaxStepsPerEpoch,
} from '../../config/index.ts';
import { Dense } from '../../layers/core/dense.ts';
import { Input } from '../../layers/core/input.ts';
import { Sequential } from '../index.ts';
import { resolveVerbose } from './options.ts';

afterEach(() => {
  setMaxEpochs(null);
  setMaxStepsPerEpoch(null);
  enableInteractiveLogging();
  vi.restoreAllMocks();
});

test('fit trains no longer than the configuration lets it, and says so', async () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue();
  const model = new Sequential([new Input({ shape: [1] }), new Dense(1)]);
  model.compile({ optimizer: 'sgd', loss: 'mse' });
  const [x, y] = [
    [[1], [2], [3], [4]],
    [1, 2, 3, 4],
  ];
  const options = { epochs: 5, batchSize: 1, verbose: 0 } as const;
  setMaxEpochs(1);
  setMaxStepsPerEpoch(3);
  const { epoch } = await model.fit(x, y, options);
  expect(epoch).toEqual([0]);
  expect(await model.optimizer?.iterations.item()).toBe(3);
  expect(warn.mock.calls.flat().join()).toContain('`epochs` is limited to 1');
  expect(warn.mock.calls.flat().join()).toContain('`stepsPerEpoch` is limited to 3');
  warn.mockClear();
  setMaxEpochs(9);
  setMaxStepsPerEpoch(9);
  expect((await model.fit(x, y, options)).epoch).toHaveLength(5);
  expect(warn).not.toHaveBeenCalled();
});

test('a limit is a positive integer or null', () => {
  expect(() => setMaxEpochs(0)).toThrow('`value` must be a positive integer');
  expect(() => setMaxStepsPerEpoch(1.5)).toThrow('`value` must be a positive integer');
});

test('without interactive logging there are no live lines', () => {
  vi.spyOn(consoleOutput, 'columns', 'get').mockReturnValue(80);
  expect(resolveVerbose('auto')).toBe(1);
  disableInteractiveLogging();
  expect(resolveVerbose('auto')).toBe(2);
  expect(resolveVerbose(1)).toBe(1);
});
