import { expect, test } from 'vitest';
import * as ops from '../ops/index.ts';
import { jit } from '../tensor/jit.ts';
import { Variable } from '../tensor/variable.ts';
import { Adam } from './adam.ts';
import { Muon } from './muon.ts';
import { descend, expectClose } from './testing/descend.ts';

test('vectors are left to Adam', async () => {
  const options = { learningRate: 0.1, weightDecay: null };
  const muon = new Muon({ ...options, adamWeightDecay: null, adamLrRatio: 0.5 });
  expectClose(await descend(muon), await descend(new Adam({ ...options, learningRate: 0.05 })));
});

test('the step of a matrix is orthogonal, of the size that the learning rate says', async () => {
  const variable = new Variable(ops.zeros([3, 2]), { path: 'dense/kernel' });
  const gradient = ops.convertToTensor([
    [2, 0],
    [1, 1],
    [0, -3],
  ]);
  const optimizer = new Muon({ learningRate: 1, rmsRate: 1 });
  jit(() => optimizer.apply([gradient], [variable]))();
  const gram = await ops.divide(ops.matmul(ops.transpose(variable), variable), 3).data();
  // Five quick steps bring singular values between about 0.7 and 1.2.
  expect(gram[0]).toBeGreaterThan(0.4);
  expect(gram[0]).toBeLessThan(1.5);
  expect(Math.abs(gram[1] ?? 1)).toBeLessThan(0.3);
});

test('embeddings and excluded layers are left to Adam', () => {
  const paths = ['embedding/embeddings', 'dense/kernel', 'output/kernel'];
  const optimizer = new Muon({ name: 'muon', excludeLayers: ['^out'] });
  optimizer.build(paths.map((path) => new Variable(ops.zeros([2, 2]), { path })));
  const velocities = optimizer.variables.filter(({ name }) => name.endsWith('velocity')).map(({ name }) => name);
  expect(velocities).toEqual(['embedding_embeddings_velocity', 'output_kernel_velocity']);
});

test('options are checked', () => {
  expect(() => new Muon({ nsSteps: -1 })).toThrow('`nsSteps` must be an integer that is not negative');
  const list = [1] as unknown as string[];
  expect(() => new Muon({ excludeLayers: list })).toThrow('`excludeLayers` must be a list of strings');
});
