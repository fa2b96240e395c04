import * as layers from '../../../layers/index.ts';
import { type Model, Sequential } from '../../../models/index.ts';
import { Adam, AdamW, type Optimizer, SGD } from '../../../optimizers/index.ts';
import { setRandomSeed } from '../../../utils/set-random-seed.ts';
import { learningRate, missingClipping, setting, tinyBatch } from '../../rules/optimizer-rules.ts';
import { bend, type NetOptions, net } from '../cases.ts';
import { deep, initializer, type PairBefore, regression } from './pair.ts';

const by = (optimizer: Optimizer): NetOptions => ({ compile: { optimizer, loss: 'binary_crossentropy' } });

/** Fifteen layers without an activation that multiply the signal. */
const stack = (optimizer: Optimizer): NetOptions => ({
  ...regression,
  hidden: deep(15),
  dense: { activation: 'linear', kernelInitializer: initializer('Orthogonal', { gain: 1.25 }) },
  compile: { optimizer, loss: 'mse' },
});

/** A recurrence without bounds, with so large a gain. */
const recurrent = (gain: number) => (): Model => {
  setRandomSeed(11);
  const recurrentInitializer = initializer('Orthogonal', { gain });
  const model = new Sequential([
    new layers.Input({ shape: [20, 1] }),
    new layers.SimpleRNN(8, { activation: 'relu', recurrentInitializer }),
    new layers.Dense(1, { activation: 'sigmoid' }),
  ]);
  model.compile({ optimizer: new SGD({ learningRate: 0.01 }), loss: 'binary_crossentropy' });
  return model;
};
const waves = {
  x: Array.from({ length: 64 }, (_, i) =>
    Array.from({ length: 20 }, (_unused, t) => [Math.sin(t * (1 + (i % 2)) + i)]),
  ),
  y: Array.from({ length: 64 }, (_, i) => i % 2),
};

/** A line's two sides, and a net that tells them apart with so much certainty. */
const sides = {
  x: Array.from({ length: 128 }, (_, i) => [i % 2 === 0 ? 1 + i / 128 : -1 - i / 128]),
  y: Array.from({ length: 128 }, (_, i) => 1 - (i % 2)),
};
const telling = (certainty: number) => () => {
  const model = net({ ...by(new SGD({ learningRate: 1e-4 })), inputs: 1, hidden: [] });
  model.setWeights([[[certainty]], [0]]);
  return model;
};

export const optimizerPairs: readonly PairBefore[] = [
  {
    rule: learningRate,
    cause: 'lr_too_high',
    must: ['Adam at 3', by(new Adam({ learningRate: 3 }))],
    not: ['Adam at 0.01', by(new Adam({ learningRate: 0.01 }))],
  },
  {
    rule: learningRate,
    cause: 'lr_too_high',
    must: ['SGD at 10', by(new SGD({ learningRate: 10 }))],
    not: ['SGD at 0.1', by(new SGD({ learningRate: 0.1 }))],
  },
  {
    rule: learningRate,
    cause: 'lr_too_low',
    must: ['Adam at 1e-7', by(new Adam({ learningRate: 1e-7 }))],
    not: ['Adam at 0.001', by(new Adam())],
  },
  {
    rule: learningRate,
    cause: 'lr_too_low',
    must: ['SGD at 0.0001, in a net that knows nothing', telling(0.01), sides],
    not: ['SGD at 0.0001, in a net that knows its task', telling(4), sides],
  },
  {
    rule: setting,
    cause: 'optimizer_setting',
    must: ['epsilon of 10', by(new Adam({ epsilon: 10 }))],
    not: ['epsilon of 1e-4', by(new Adam({ epsilon: 1e-4 }))],
  },
  {
    rule: setting,
    cause: 'optimizer_setting',
    must: ['clipping of the norm to nothing', by(new SGD({ learningRate: 0.05, clipnorm: 1e-6 }))],
    not: ['clipping of the norm at 1', by(new SGD({ learningRate: 0.05, clipnorm: 1 }))],
  },
  {
    rule: setting,
    cause: 'optimizer_setting',
    must: ['clipping of values to nothing', by(new SGD({ learningRate: 0.05, clipvalue: 1e-7 }))],
    not: ['clipping of values at 0.5', by(new SGD({ learningRate: 0.05, clipvalue: 0.5 }))],
  },
  {
    rule: setting,
    cause: 'optimizer_setting',
    must: ['momentum 0.999', by(new SGD({ learningRate: 0.001, momentum: 0.999 }))],
    not: ['momentum 0.99', by(new SGD({ learningRate: 0.005, momentum: 0.99 }))],
  },
  {
    rule: setting,
    cause: 'optimizer_setting',
    must: ['beta1 of 0.999', by(new Adam({ beta1: 0.999 }))],
    not: ['beta1 of 0.95', by(new Adam({ beta1: 0.95 }))],
  },
  {
    rule: setting,
    cause: 'optimizer_setting',
    must: ['decay that forgets', by(new AdamW({ learningRate: 0.01, weightDecay: 10 }))],
    not: ['usual decay', by(new AdamW({ learningRate: 0.01, weightDecay: 0.004 }))],
  },
  {
    rule: tinyBatch,
    cause: 'batch_too_small',
    must: ['single samples with momentum', by(new SGD({ learningRate: 0.05, momentum: 0.9 })), { batchSize: 1 }],
    not: ['single samples with small steps', by(new SGD({ learningRate: 0.01 })), { batchSize: 1 }],
  },
  {
    rule: tinyBatch,
    cause: 'batch_too_small',
    must: ['Adam at 0.05 on single samples', by(new Adam({ learningRate: 0.05 })), { batchSize: 1 }],
    not: ['Adam at 0.05 on 32 samples', by(new Adam({ learningRate: 0.05 }))],
  },
  {
    rule: missingClipping,
    cause: 'clipping_missing',
    must: ['a recurrence that amplifies', recurrent(1.3), waves],
    not: ['a recurrence that keeps its size', recurrent(1), waves],
  },
  {
    rule: missingClipping,
    cause: 'clipping_missing',
    must: ['a linear stack that amplifies', stack(new SGD({ learningRate: 0.005 })), bend()],
    not: ['the same with clipping', stack(new SGD({ learningRate: 0.005, clipnorm: 1 })), bend()],
  },
];
