import { describe, expect, test, vi } from 'vitest';
import { Dense } from '../../layers/core/dense.ts';
import { Input } from '../../layers/core/input.ts';
import { SGD } from '../../optimizers/sgd.ts';
import { Sequential } from '../sequential.ts';
import { classifier, scale } from '../testing/nets.ts';
import type { ModelData } from './data-types.ts';
import type { FitOptions } from './options.ts';

const x = [
  [0, 1],
  [1, 0],
  [1, 1],
];
const y = [0, 1, 2];

/** Every mistake gets one error that names the argument, and nothing has changed when it is raised. */
async function expectError(message: RegExp, data: ModelData, targets: ModelData | null, options: object = {}) {
  const model = classifier();
  const calls: string[] = [];
  const callbacks = { onTrainBegin: () => void calls.push('begin') };
  const before = await Promise.all(model.weights.map((weight) => weight.data()));
  const settings: FitOptions = { verbose: 0, callbacks, ...options };
  await expect(model.fit(data, targets, settings)).rejects.toThrow(message);
  expect(await Promise.all(model.weights.map((weight) => weight.data()))).toEqual(before);
  expect(await model.optimizer?.iterations.item()).toBe(0);
  expect(calls).toEqual([]);
  // And the model trains on as if nothing had happened.
  await model.fit(x, y, { verbose: 0 });
}

describe('what fit refuses', () => {
  test.each<[string, RegExp, ModelData, ModelData | null]>([
    [
      'samples of the wrong shape',
      /`x` must have shape \(None, 2\).*Received: x of shape \(2, 3\)/,
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      [0, 1],
    ],
    ['samples of the wrong rank', /`x` must have shape.*Received: x of shape \(1, 1, 2\)/, [[[1, 2]]], [0]],
    ['a flat array that cannot be cut', /`x`.*2 elements each. Received: Float32Array\(3\)/, new Float32Array(3), [0]],
    ['ragged arrays', /`x`: Nested arrays must be rectangular/, [[1, 2], [3]], [0, 1]],
    ['bigints', /`x` must be nested arrays, a typed array.*Received: x=/, BigInt64Array.of(1n, 2n) as never, [0]],
    ['no samples', /`x` must have at least one sample/, [], []],
    ['targets of another length', /`y` must have as many samples as `x`, 3. Received: 2 samples/, x, [0, 1]],
    ['targets of the wrong shape', /`y` must have shape \(batch,\).*Received: y of shape \(3, 2\)/, x, x],
    ['no targets', /`y` must be given/, x, null],
    ['labels out of range', /`y` must hold class numbers from 0 to 2.*Received: label 3 at position 1/, x, [0, 3, 1]],
    ['labels that are no whole numbers', /`y` must hold class numbers.*label 0.5/, x, [0, 0.5, 1]],
    [
      'several arrays for one input',
      /`x` must have 1 array/,
      [
        { data: [1, 2], shape: [1, 2] },
        { data: [1, 2], shape: [1, 2] },
      ],
      [0],
    ],
  ])('%s', (_, message, data, targets) => expectError(message, data, targets));

  test.each<[object, RegExp]>([
    [{ batchSize: 0 }, /`batchSize` must be a whole number, 1 or more. Received: batchSize=0/],
    [{ batchSize: 1.5 }, /batchSize=1.5/],
    [{ batchSize: -8 }, /batchSize=-8/],
    [{ batchSize: '32' }, /batchSize="32"/],
    [{ epochs: -1 }, /`epochs`.*epochs=-1/],
    [{ epochs: 1.5 }, /`epochs`/],
    [{ initialEpoch: -1 }, /`initialEpoch`/],
    [{ stepsPerEpoch: 0 }, /`stepsPerEpoch`/],
    [{ validationSplit: 1 }, /`validationSplit` must be a share between 0 and 1. Received: validationSplit=1/],
    [{ validationSplit: -0.5 }, /validationSplit=-0.5/],
    [{ validationData: x }, /`validationData`|`x`/],
    [{ validationData: [[[1, 2, 3]], [0]] }, /`validationData`: `x` must have shape/],
    [{ validationData: [x, [0, 1, 5]] }, /label 5/],
    [{ validationFreq: 0 }, /`validationFreq`/],
    [{ validationBatchSize: 0 }, /`validationBatchSize`/],
    [{ validationSteps: -1, validationData: [x, y] }, /`validationSteps`/],
    [{ shuffle: 'epoch' }, /`shuffle`/],
    [{ verbose: 'loud' }, /`verbose`/],
    [{ sampleWeight: [1, 2] }, /`sampleWeight` must have as many samples as `x`, 3/],
    [
      {
        sampleWeight: [
          [1, 2],
          [1, 2],
          [1, 2],
        ],
      },
      /`sampleWeight` must have shape/,
    ],
    [{ sampleWeight: [1, 1, 1], classWeight: { 0: 2 } }, /either `classWeight` or `sampleWeight`/],
    [{ classWeight: { 0: 'a lot' } }, /`classWeight`/],
    [{ batchsize: 32 }, /Unknown option of fit. Did you mean "batchSize"\? Received: "batchsize"/],
    [{ callbacks: [{ onEpochFinish() {} }] }, /LambdaCallback/],
    [{ callbacks: ['history'] }, /`callbacks`/],
  ])('%j', (options, message) => expectError(message, x, y, options));

  test('a split that leaves nothing', () =>
    expectError(/must leave samples.*of 1 samples/, [[1, 2]], [0], { validationSplit: 0.5 }));

  test('fit before compile', async () => {
    const model = new Sequential([new Input({ shape: [2] }), new Dense(1)]);
    await expect(model.fit(x, y)).rejects.toThrow(/`fit` needs a compiled model/);
    await expect(model.evaluate(x, y)).rejects.toThrow(/`evaluate` needs a compiled model/);
  });
});

test('NaN in the data is warned about once, and training goes on', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const { history } = await scale().fit([1, Number.NaN, Number.NaN], [1, 1, 1], { verbose: 0, epochs: 2 });
  expect(history.loss).toEqual([Number.NaN, Number.NaN]);
  expect(warn.mock.calls).toEqual([[expect.stringMatching(/`x` holds NaN or infinite values/)]]);
  warn.mockRestore();
});

test('a training that diverges is told when its loss is no number, unless it is to be silent', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  const diverging = () => {
    const model = new Sequential([new Input({ shape: [1] }), new Dense(1)]);
    model.compile({ optimizer: new SGD({ learningRate: 1e30 }), loss: 'mse' });
    return model;
  };
  await diverging().fit([[1], [2]], [[1], [2]], { verbose: 0, epochs: 5 });
  expect(warn).not.toHaveBeenCalled();
  await diverging().fit([[1], [2]], [[1], [2]], { verbose: 2, epochs: 5 });
  expect(warn.mock.calls).toEqual([[expect.stringMatching(/^The loss of epoch \d is not a number/)]]);
  warn.mockRestore();
  log.mockRestore();
});
