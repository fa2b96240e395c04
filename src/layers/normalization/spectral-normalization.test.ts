import { expect, test } from 'vitest';
import { ReLU } from '../activation/re-lu.ts';
import { Dense } from '../core/dense.ts';
import { SpectralNormalization } from './spectral-normalization.ts';

test('a call in training sees a kernel whose largest singular value is 1', async () => {
  const layer = new SpectralNormalization(new Dense(2, { useBias: false }), { powerIterations: 30 });
  layer.build([null, 2]);
  const kernel = [
    [3, 0],
    [0, 4],
  ];
  layer.setWeights([kernel, [[0.5, 0.5]]]);
  const identity = [
    [1, 0],
    [0, 1],
  ];
  const [first, second] = (await layer.apply(identity, { training: true }).array()) as number[][];
  expect(first?.[0]).toBeCloseTo(0.75);
  expect(second?.[1]).toBeCloseTo(1);
  expect(await layer.apply(identity).array()).toEqual(kernel);
});

test('a kernel of zeros stays', async () => {
  const layer = new SpectralNormalization(new Dense(2, { kernelInitializer: 'zeros' }));
  expect(await layer.apply([[1, 2]], { training: true }).array()).toEqual([[0, 0]]);
});

test('wrong input is refused by name', () => {
  expect(() => new SpectralNormalization(new Dense(2), { powerIterations: 0 })).toThrow('`powerIterations` must be');
  expect(() => new SpectralNormalization(new ReLU()).apply([[1]])).toThrow('`layer` must be one with a kernel');
});
