import { describe, expect, test } from 'vitest';
import type { Optimizer } from '../../optimizers/index.ts';
import { Adam, SGD } from '../../optimizers/index.ts';
import { examine } from '../examine.ts';
import { finding } from '../finding.ts';
import { type NetOptions, net, rings } from '../testing/cases.ts';
import type { Cause } from '../vocabulary.ts';
import { remediesFor, withMeasuredWeights } from './catalogue.ts';

const caseOf = async (options: NetOptions, epochs = 50) =>
  (await examine(net(options), { ...rings(), epochs, oneBatch: false })).file;

const namesFor = async (cause: Cause, optimizer: Optimizer, epochs?: number): Promise<string[]> => {
  const file = await caseOf({ compile: { optimizer, loss: 'binary_crossentropy' } }, epochs);
  const found = finding({ cause, severity: 'fault', confidence: 1, explanation: '' });
  return remediesFor(file, found).map(({ name }) => name);
};

describe('warm-up', () => {
  test('comes second where the loss runs away at a usual rate, as only the first steps may be too long', async () => {
    // A tenth of 50 epochs of 4 steps.
    expect((await namesFor('lr_too_high', new Adam({ learningRate: 0.005 })))[1]).toBe('warm-up of 20 steps');
    // Until Adam's averages can be trusted: 2 / (1 - beta2).
    expect((await namesFor('lr_too_high', new Adam({ learningRate: 0.005, beta2: 0.9 })))[1]).toBe(
      'warm-up of 20 steps',
    );
    expect((await namesFor('lr_too_high', new Adam({ learningRate: 0.005 }), 10_000))[1]).toBe('warm-up of 2000 steps');
  });

  test('is no remedy for a rate that is far too high or too low', async () => {
    expect((await namesFor('lr_too_high', new Adam({ learningRate: 0.5 }))).join()).not.toMatch(/warm/);
    expect((await namesFor('lr_too_high', new SGD({ learningRate: 0.05, momentum: 0.9 }))).join()).not.toMatch(/warm/);
    expect((await namesFor('lr_too_low', new Adam({ learningRate: 1e-5 }))).join()).not.toMatch(/warm/);
  });
});

describe('LSUV', () => {
  const measured = [{ layer: 'dense', before: 3, after: 1, gain: 0.58 }];

  test('is the last resort where initializers are made for the activation, the first where they are not', async () => {
    const found = finding({ cause: 'init_too_large', severity: 'fault', confidence: 1, explanation: '' });
    const known = await caseOf({});
    const usual = remediesFor(known, found);
    expect(withMeasuredWeights(known, usual, measured).map(({ name }) => name)).toEqual([
      'proper initial weights',
      'batch normalization',
      'LSUV weights',
    ]);
    const unknown = await caseOf({ dense: { activation: 'squareplus' } });
    expect(withMeasuredWeights(unknown, usual, measured)[0]?.name).toBe('LSUV weights');
  });
});

test('a remedy is applied to a model, which stays as it is', async () => {
  const model = net({ dense: { kernelInitializer: 'zeros' } });
  const { findings } = await examine(model, { ...rings(), epochs: 20, oneBatch: false });
  const mended = findings[0]?.remedies[0]?.apply(model, { epochs: 20, batchSize: 16 });
  expect(mended?.diff).toEqual([
    "-   new layers.Dense(16, { activation: 'relu', kernelInitializer: 'zeros' }), // 2 times",
    "+   new layers.Dense(16, { activation: 'relu', kernelInitializer: 'he_normal' }), // 2 times",
  ]);
  expect(mended?.plan).toMatchObject({ epochs: 20, batchSize: 16 });
  expect(mended?.model).not.toBe(model);
  expect(mended?.model.compiled).toBe(true);
  const healthy = await examine(mended?.model ?? model, { ...rings(), epochs: 60, oneBatch: false });
  expect(healthy.findings.filter(({ severity }) => severity !== 'note')).toEqual([]);
  expect((await examine(model, { ...rings(), oneBatch: false })).findings[0]?.cause).toBe('init_symmetric');
});
