import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as onnx from 'onnxruntime-web';
import { afterAll, expect, test } from 'vitest';
import * as layers from '../../src/layers/index.ts';
import { type Model, Sequential } from '../../src/models/index.ts';
import { exportOnnx } from '../../src/saving/onnx/export-onnx.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { manyModels, VOCABULARY } from '../interchange/many-models.ts';

const folder = mkdtempSync(join(tmpdir(), 'onnx-'));
afterAll(() => rmSync(folder, { recursive: true }));
onnx.env.wasm.numThreads = 1;
onnx.env.logLevel = 'error';

const SAMPLES = 3;

/** How far what ONNX Runtime computes is from what the model predicts, relative for numbers above 1. */
async function difference(name: string, model: Model): Promise<number> {
  const path = join(folder, `${name}.onnx`);
  await exportOnnx(model, path, { batchSize: SAMPLES });
  const session = await onnx.InferenceSession.create(readFileSync(path));
  const extents = (model.inputs[0]?.shape ?? []).slice(1).map((extent) => extent ?? 1);
  const size = SAMPLES * extents.reduce((product, extent) => product * extent, 1);
  const words = name.startsWith('words');
  const data = Float32Array.from({ length: size }, (_, i) => (words ? (i * 5) % VOCABULARY : Math.sin(i * 1.7) * 2));
  const feeds = { [model.inputNames[0] ?? '']: new onnx.Tensor('float32', data, [SAMPLES, ...extents]) };
  const got = await session.run(feeds);
  const predicted = await model.predict<Tensor | Tensor[]>({ data, shape: [SAMPLES, ...extents] }, { verbose: 0 });
  let worst = 0;
  for (const [i, tensor] of (Array.isArray(predicted) ? predicted : [predicted]).entries()) {
    const output = got[session.outputNames[i] ?? '']?.data;
    const want = await tensor.data();
    if (!(output instanceof Float32Array) || output.length !== want.length) return Number.POSITIVE_INFINITY;
    want.forEach((value, k) => {
      worst = Math.max(worst, Math.abs(value - (output[k] ?? Number.NaN)) / Math.max(1, Math.abs(value)));
    });
  }
  return worst;
}

test('ONNX Runtime computes what the models predict', { timeout: 120_000 }, async () => {
  const report: Record<string, unknown> = {};
  for (const [name, make] of Object.entries(manyModels)) {
    const worst = await difference(name, make()).catch((error: unknown) => String(error).slice(0, 300));
    if (typeof worst !== 'number' || !(worst < 1e-5)) report[name] = worst;
  }
  expect(report).toEqual({});
});

test('what cannot be exported is named', async () => {
  const model = new Sequential([new layers.Input({ shape: [null, 3] }), new layers.Dense(2)]);
  await expect(exportOnnx(model, join(folder, 'x.onnx'))).rejects.toThrow('ONNX files have fixed shapes');
  await expect(exportOnnx(manyModels.dense?.() ?? model, 'x.pb')).rejects.toThrow('ends in .onnx');
  await expect(exportOnnx(model, join(folder, 'x.onnx'), { batchSize: 0 })).rejects.toThrow('`batchSize`');
});
