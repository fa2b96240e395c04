import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import * as layers from '../../src/layers/index.ts';
import { loadModel, type Model, Sequential } from '../../src/models/index.ts';
import { flattenNested } from '../../src/tensor/nested.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { manyModels, manyOptimizers, VOCABULARY } from './many-models.ts';
import { moreModels } from './more-models.ts';
import { PythonKeras } from './python-keras.ts';

const named = process.env.KERATIN_PYTHON;
if (!named) console.warn('The interchange with Python Keras is skipped: KERATIN_PYTHON names no Python');
const python = named ? new PythonKeras(named) : undefined;

const folder = mkdtempSync(join(tmpdir(), 'interchange-'));
const place = (name: string): string => join(folder, name);
afterAll(() => {
  python?.close();
  rmSync(folder, { recursive: true });
});

async function ask<T>(command: string, given: object): Promise<T> {
  if (python === undefined) throw new Error('There is no Python.');
  return python.ask<T>(command, given);
}

/** Numbers that look random, the same every time. */
function numbers(shape: readonly number[], words: boolean): unknown {
  let i = 0;
  const fill = (axes: readonly number[]): unknown => {
    const [extent, ...rest] = axes;
    if (extent === undefined) return words ? (i++ * 5) % VOCABULARY : Math.round(Math.sin(i++ * 1.7) * 1000) / 500;
    return Array.from({ length: extent }, () => fill(rest));
  };
  return fill(shape);
}

const SAMPLES = 4;
const TIMEOUT = 600_000;

const allModels = Object.entries({ ...manyModels, ...moreModels });

/** What a model takes. */
function inputsOf(name: string, model: Model): { readonly inputs: unknown; readonly dtype: string } {
  const words = name.startsWith('words');
  const shape = (model.inputs[0]?.shape ?? []).slice(1) as number[];
  return { inputs: numbers([SAMPLES, ...shape], words), dtype: words ? 'int32' : 'float32' };
}

/** Trains a model for two steps, so that its optimizer has something to remember. */
async function train(model: Model, inputs: unknown, index: number): Promise<void> {
  const optimizer = manyOptimizers[index % manyOptimizers.length];
  if (model.trainableVariables.length === 0 || optimizer === undefined) return;
  const targets = model.outputs.map(({ shape }) => numbers([SAMPLES, ...(shape.slice(1) as number[])], false));
  model.compile({
    optimizer: optimizer(),
    loss: model.outputs.length === 1 ? 'mse' : model.outputs.map(() => 'mse' as const),
  });
  await model.fit(inputs as never, (targets.length === 1 ? targets[0] : targets) as never, { epochs: 2, verbose: 0 });
}

async function predict(model: Model, inputs: unknown): Promise<Tensor[]> {
  const predicted = await model.predict<Tensor | Tensor[]>(inputs as never, { verbose: 0 });
  return Array.isArray(predicted) ? predicted : [predicted];
}

interface Answer {
  readonly predictions: readonly unknown[];
  readonly weights: readonly unknown[];
  readonly optimizer: readonly unknown[];
}

/** The largest difference, relative for numbers above 1. */
function difference(got: ArrayLike<number>, want: unknown): number {
  const { values } = flattenNested(want as never);
  if (values.length !== got.length) return Number.POSITIVE_INFINITY;
  return values.reduce(
    (worst, value, i) => Math.max(worst, Math.abs(value - (got[i] ?? Number.NaN)) / Math.max(1, Math.abs(value))),
    0,
  );
}

/** The largest difference in a list of arrays, for each. */
async function differences(
  got: readonly { data(): Promise<ArrayLike<number>> }[],
  want: readonly unknown[],
): Promise<number[]> {
  expect(want.length).toBe(got.length);
  return Promise.all(got.map(async (tensor, i) => difference(await tensor.data(), want[i])));
}

describe.skipIf(!python)('Python Keras', () => {
  // Concurrent, so that the next models are trained and written while Python looks at one.
  describe.concurrent('opens a file, predicts the same and has the state of the optimizer', () => {
    test.for(allModels.map(([name, make], index) => ({ name, make, index })))(
      '$name',
      { timeout: TIMEOUT },
      async ({ name, make, index }) => {
        const model = make();
        const { inputs, dtype } = inputsOf(name, model);
        await train(model, inputs, index);
        const path = place(`${name}.keras`);
        await model.save(path);
        const answer = await ask<Answer>('open', { path, inputs, dtype });
        // Files hold neither the states of layers that keep them, nor weights and updates of low rank apart.
        for (const layer of model.flattenLayers()) if (layer instanceof layers.RNN) layer.resetState();
        const whole = model.flattenLayers().every((layer) => layer.merged === null);
        const none = (tensors: readonly unknown[]) => tensors.map(() => 0);
        if (whole) expect(await differences(model.weights, answer.weights)).toEqual(none(model.weights));
        const state = model.optimizer?.variables ?? [];
        expect(await differences(state, answer.optimizer)).toEqual(none(state));
        const outputs = await predict(model, inputs);
        expect(Math.max(...(await differences(outputs, answer.predictions)))).toBeLessThanOrEqual(1e-5);
      },
    );
  });

  /** Files of some hundred bytes each, in GiB. */
  const maxShardSize = 2e-6;

  test.for(['residual', 'transformer_block', 'low_rank'])(
    'reads weights in several files: %s',
    {
      timeout: TIMEOUT,
    },
    async (name) => {
      const model = (manyModels[name] ?? moreModels[name])?.();
      if (model === undefined) throw new Error(`No model ${name}.`);
      const [path, weights] = [place(`${name}-untrained.keras`), place(`${name}.weights.json`)];
      await model.save(path);
      const { inputs, dtype } = inputsOf(name, model);
      await train(model, inputs, 0);
      await model.saveWeights(weights, { maxShardSize });
      const answer = await ask<Answer>('open', { path, weights, inputs, dtype });
      expect(Math.max(...(await differences(await predict(model, inputs), answer.predictions)))).toBeLessThan(1e-5);
    },
  );

  test('writes weights in several files that are read here', { timeout: TIMEOUT }, async () => {
    const model = manyModels.residual?.();
    if (model === undefined) throw new Error('No model.');
    const [path, weights] = [place('unwritten.keras'), place('python.weights.json')];
    await model.save(path);
    const answer = await ask<Answer>('saveWeights', { path, weights, max_shard_size: maxShardSize });
    await model.loadWeights(weights);
    expect(await differences(model.weights, answer.weights)).toEqual(model.weights.map(() => 0));
  });

  test.for(['float16', 'bfloat16'] as const)(
    'weights of 16 bits, both ways: %s',
    { timeout: TIMEOUT },
    async (dtype) => {
      const model = new Sequential([
        new layers.Input({ shape: [4] }),
        new layers.Dense(5, { dtype }),
        new layers.BatchNormalization({ dtype }),
        new layers.Dense(2),
      ]);
      const [path, weights] = [place(`${dtype}.keras`), place(`${dtype}.weights.h5`)];
      await model.save(path);
      const { inputs } = inputsOf(dtype, model);
      const answer = await ask<Answer>('open', { path, inputs, dtype: 'float32' });
      expect(await differences(model.weights, answer.weights)).toEqual(model.weights.map(() => 0));
      const changed = await ask<Answer>('saveWeights', { path, weights });
      await model.loadWeights(weights);
      expect(await differences(model.weights, changed.weights)).toEqual(model.weights.map(() => 0));
    },
  );

  test('trains on what Keratin has trained, and the other way round', { timeout: TIMEOUT }, async () => {
    const x = numbers([40, 4], false);
    const y = Array.from({ length: 40 }, (_, i) => i % 3);
    const inPython = (start: string | null, path: string, epochs: number) =>
      ask<{ loss: number[]; weights: unknown[] }>('train', { start, path, epochs, x, y });
    const whole = await inPython(null, place('nine.keras'), 9);
    await inPython(null, place('three.keras'), 3);
    const model = await loadModel(place('three.keras'));
    const { history } = await model.fit(x as never, y, { batchSize: 8, epochs: 3, shuffle: false, verbose: 0 });
    await model.save(place('six.keras'));
    const last = await inPython(place('six.keras'), place('end.keras'), 3);
    expect(difference(history.loss ?? [], whole.loss.slice(3, 6))).toBeLessThan(1e-4);
    expect(difference(last.loss, whole.loss.slice(6))).toBeLessThan(1e-4);
    const worst = last.weights.map((weights, i) =>
      difference(flattenNested(weights as never).values, whole.weights[i]),
    );
    expect(Math.max(...worst)).toBeLessThan(1e-4);
  });
});
