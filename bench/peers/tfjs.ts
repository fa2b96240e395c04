/**
 * TensorFlow.js, WebAssembly backend with SIMD, one thread: `node bench/peers/tfjs.ts A` prints JSON.
 *
 * Fair to the peer: the batches are tensors before the clock starts, a step is `trainOnBatch`, whose loss is read.
 */

import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { serveTurns, workloadFromArguments } from '../measure.ts';
import { batch, learningRate, type ProductWorkload, type TrainingWorkload, uniform, workloads } from '../workloads.ts';

const distinctBatches = 8;

function buildModel(workload: TrainingWorkload): tf.Sequential {
  const model = tf.sequential();
  const kernelInitializer = workload.initializer === 'he_normal' ? 'heNormal' : 'glorotUniform';
  model.add(tf.layers.inputLayer({ inputShape: [...workload.inputShape] }));
  if (workload.inputShape.length > 1) model.add(tf.layers.flatten());
  if (workload.batchNormalization) model.add(tf.layers.batchNormalization());
  for (const units of workload.hidden) {
    model.add(tf.layers.dense({ units, activation: workload.activation, kernelInitializer }));
    if (workload.batchNormalization) model.add(tf.layers.batchNormalization());
  }
  model.add(tf.layers.dense({ units: workload.classes, activation: 'softmax' }));
  model.compile({ optimizer: tf.train.adam(learningRate), loss: 'sparseCategoricalCrossentropy' });
  return model;
}

function trainStep(workload: TrainingWorkload) {
  const model = buildModel(workload);
  const batches = Array.from({ length: distinctBatches }, (_, seed) => {
    const { x, y } = batch(workload, seed);
    return { x: tf.tensor(x, [workload.batchSize, ...workload.inputShape]), y: tf.tensor1d(y, 'float32') };
  });
  return async (index: number) => {
    const { x, y } = batches[index % distinctBatches]!;
    await model.trainOnBatch(x, y);
  };
}

function productStep({ size }: ProductWorkload) {
  const a = tf.tensor2d(uniform(size * size, 1), [size, size]);
  const b = tf.tensor2d(uniform(size * size, 2), [size, size]);
  return async () => {
    const product = tf.matMul(a, b);
    await product.data();
    product.dispose();
  };
}

const name = workloadFromArguments(['A', 'B', 'C', 'P']);
setWasmPaths(`${dirname(fileURLToPath(import.meta.resolve('@tensorflow/tfjs-backend-wasm')))}/`);
setThreadsCount(1);
await tf.setBackend('wasm');
if (!(await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT'))) throw new Error('TensorFlow.js found no SIMD');
const workload = workloads[name];
const step = workload.kind === 'training' ? trainStep(workload) : productStep(workload);
await serveTurns({ peer: 'tfjs-wasm', version: tf.version.tfjs, workload: name }, step);
