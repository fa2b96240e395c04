import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import * as layers from '../../src/layers/index.ts';
import { loadModel, type Model } from '../../src/models/index.ts';
import { flattenNested } from '../../src/tensor/nested.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { manyModels, manyOptimizers, VOCABULARY } from './many-models.ts';
import { moreModels } from './more-models.ts';

const python = process.env.KERATIN_PYTHON;
if (!python) console.warn('The interchange with Python Keras is skipped: KERATIN_PYTHON names no Python');

const folder = mkdtempSync(join(tmpdir(), 'interchange-'));
afterAll(() => rmSync(folder, { recursive: true }));

function ask<T>(command: object): T {
  const script = join(import.meta.dirname, 'answer.py');
  const { stdout, stderr, status } = spawnSync(python ?? '', [script], {
    input: JSON.stringify(command),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(stderr.slice(-2000));
  return JSON.parse(stdout);
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

const allModels = { ...manyModels, ...moreModels };

interface Written {
  readonly name: string;
  readonly path: string;
  readonly inputs: unknown;
  readonly dtype: string;
  readonly model: Model;
}

/** Trains a model for two steps, so that its optimizer has something to remember, and saves it. */
async function write(name: string, index: number): Promise<Written> {
  const model = allModels[name]?.();
  if (model === undefined) throw new Error(`No model ${name}.`);
  const words = name.startsWith('words');
  const inputs = numbers([SAMPLES, ...((model.inputs[0]?.shape ?? []).slice(1) as number[])], words);
  const optimizer = manyOptimizers[index % manyOptimizers.length];
  if (model.trainableVariables.length > 0 && optimizer !== undefined) {
    const targets = model.outputs.map(({ shape }) => numbers([SAMPLES, ...(shape.slice(1) as number[])], false));
    model.compile({
      optimizer: optimizer(),
      loss: model.outputs.length === 1 ? 'mse' : model.outputs.map(() => 'mse' as const),
    });
    await model.fit(inputs as never, (targets.length === 1 ? targets[0] : targets) as never, { epochs: 2, verbose: 0 });
  }
  const path = join(folder, `${name}.keras`);
  await model.save(path);
  return { name, path, inputs, dtype: words ? 'int32' : 'float32', model };
}

interface Answer {
  readonly error?: string;
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

describe.skipIf(!python)('Python Keras', () => {
  test('opens the files of all models, predicts the same and has the state of the optimizer', {
    timeout: 1_200_000,
  }, async () => {
    const written: Written[] = [];
    for (const [index, name] of Object.keys(allModels).entries()) written.push(await write(name, index));
    const files = written.map(({ name, path, inputs, dtype }) => ({ name, path, inputs, dtype }));
    const answers = ask<Record<string, Answer>>({ files });
    const report: Record<string, unknown> = {};
    for (const { name, model, inputs } of written) {
      const answer = answers[name];
      if (answer === undefined || answer.error !== undefined) {
        report[name] = answer?.error ?? 'no answer';
        continue;
      }
      // Files hold neither the states of layers that keep them, nor weights and updates of low rank apart.
      for (const layer of model.flattenLayers()) if (layer instanceof layers.RNN) layer.resetState();
      const whole = model.flattenLayers().every((layer) => layer.merged === null);
      const predicted = await model.predict<Tensor | Tensor[]>(inputs as never, { verbose: 0 });
      const outputs = Array.isArray(predicted) ? predicted : [predicted];
      const compare = async (
        what: string,
        got: readonly { data(): Promise<ArrayLike<number>> }[],
        want: readonly unknown[],
        limit: number,
      ) => {
        if (got.length !== want.length) report[name] = `${want.length} ${what}, expected ${got.length}`;
        for (const [i, tensor] of got.entries()) {
          const worst = difference(await tensor.data(), want[i]);
          if (!(worst <= limit)) report[name] = `${what}[${i}] differ by ${worst}`;
        }
      };
      if (whole) await compare('weights', model.weights, answer.weights, 0);
      await compare('optimizer variables', model.optimizer?.variables ?? [], answer.optimizer, 0);
      await compare('predictions', outputs, answer.predictions, 1e-5);
    }
    expect(report).toEqual({});
    expect(written.length).toBeGreaterThanOrEqual(45);
  });

  test('trains on what Keratin has trained, and the other way round', { timeout: 1_200_000 }, async () => {
    const x = numbers([40, 4], false);
    const y = Array.from({ length: 40 }, (_, i) => i % 3);
    const train = (start: string | null, path: string, epochs: number) =>
      ask<{ loss: number[]; weights: unknown[] }>({ train: { start, path, epochs, x, y } });
    const place = (name: string) => join(folder, name);
    const whole = train(null, place('nine.keras'), 9);
    train(null, place('three.keras'), 3);
    const model = await loadModel(place('three.keras'));
    const { history } = await model.fit(x as never, y, { batchSize: 8, epochs: 3, shuffle: false, verbose: 0 });
    await model.save(place('six.keras'));
    const last = train(place('six.keras'), place('end.keras'), 3);
    expect(difference(history.loss ?? [], whole.loss.slice(3, 6))).toBeLessThan(1e-4);
    expect(difference(last.loss, whole.loss.slice(6))).toBeLessThan(1e-4);
    const worst = last.weights.map((weights, i) =>
      difference(flattenNested(weights as never).values, whole.weights[i]),
    );
    expect(Math.max(...worst)).toBeLessThan(1e-4);
  });
});
