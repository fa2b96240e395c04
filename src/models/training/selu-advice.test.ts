import { afterEach, beforeEach, expect, type MockInstance, test, vi } from 'vitest';
import { Activation, Add, BatchNormalization, Dense, Input } from '../../layers/index.ts';
import { Model, Sequential } from '../index.ts';

let warnings: MockInstance<typeof console.warn>;
beforeEach(() => {
  warnings = vi.spyOn(console, 'warn').mockImplementation(() => {});
});
afterEach(() => {
  vi.restoreAllMocks();
});

const said = () => warnings.mock.calls.map(([message]) => String(message)).join('\n');
const selu = () => new Dense(3, { activation: 'selu', kernelInitializer: 'lecun_normal' });
const data = (scale: number, shift: number) => ({
  data: Float32Array.from({ length: 80 }, (_, i) => scale * Math.SQRT2 * Math.sin(i) + shift),
  shape: [20, 4],
});

async function train(model: Model, x: ReturnType<typeof data>): Promise<void> {
  model.compile({ optimizer: 'sgd', loss: 'mse' });
  await model.fit(x, { data: new Float32Array(60), shape: [20, 3] }, { verbose: 0 });
}

// Advice is given once in a process, so each test must bring out another sentence.
test('standardized inputs of a plain stack need no advice', async () => {
  await train(new Sequential([new Input({ shape: [4] }), selu()]), data(1, 0));
  expect(said()).toBe('');
});

test('inputs that a layer normalizes need no advice', async () => {
  await train(new Sequential([new Input({ shape: [4] }), new BatchNormalization(), selu()]), data(1, 100));
  expect(said()).toBe('');
});

test('other activations need no advice', async () => {
  await train(new Sequential([new Input({ shape: [4] }), new Dense(3), new Activation('elu')]), data(1, 200));
  expect(said()).toBe('');
});

test('inputs that are not standardized are told with their numbers', async () => {
  await train(new Sequential([new Input({ shape: [4] }), new Dense(3), new Activation('selu')]), data(1, 10));
  expect(said()).toMatch(/inputs.*x with mean 10\.\d and standard deviation [01]\.\d+/);
});

test('skips are told', async () => {
  const x = new Input({ shape: [4] });
  const h = selu().apply(x);
  await train(new Model({ inputs: x, outputs: new Add().apply([h, selu().apply(h)]) }), data(1, 0));
  expect(said()).toContain('plain stacks');
});
