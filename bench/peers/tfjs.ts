/**
 * TensorFlow.js, WebAssembly backend with SIMD, as many threads as KERATIN_THREADS says: `node bench/peers/tfjs.ts A --alone` prints its turns.
 *
 * Fair to the peer: the batches are tensors before the clock starts, a step is `trainOnBatch`, whose loss is read.
 */

import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { serveTurns, workloadFromArguments } from '../measure.ts';
import {
  batch,
  distinctBatches,
  learningRate,
  type PredictionWorkload,
  type ProductWorkload,
  type TrainingWorkload,
  uniform,
} from '../workloads.ts';

function buildModel(net: TrainingWorkload | PredictionWorkload): tf.Sequential {
  const model = tf.sequential();
  const kernelInitializer = net.initializer === 'he_normal' ? 'heNormal' : 'glorotUniform';
  model.add(tf.layers.inputLayer({ inputShape: [...net.inputShape] }));
  for (const spec of net.layers) {
    switch (spec.kind) {
      case 'flatten':
        model.add(tf.layers.flatten());
        break;
      case 'batchNormalization':
        model.add(tf.layers.batchNormalization());
        break;
      case 'conv2d': {
        const { filters, size, activation } = spec;
        model.add(tf.layers.conv2d({ filters, kernelSize: size, activation, kernelInitializer }));
        break;
      }
      case 'maxPooling2d':
        model.add(tf.layers.maxPooling2d({ poolSize: spec.size, strides: spec.size }));
        break;
      case 'dense':
        model.add(tf.layers.dense({ units: spec.units, activation: spec.activation, kernelInitializer }));
        break;
      default:
        throw new Error(`no layer ${spec.kind} here`);
    }
  }
  model.add(tf.layers.dense({ units: net.classes, activation: 'softmax' }));
  model.compile({ optimizer: tf.train.adam(learningRate), loss: 'sparseCategoricalCrossentropy' });
  return model;
}

function batchesOf(net: TrainingWorkload | PredictionWorkload) {
  return Array.from({ length: distinctBatches }, (_, seed) => {
    const { x, y } = batch(net, seed);
    return { x: tf.tensor(x, [net.batchSize, ...net.inputShape]), y: tf.tensor1d(y, 'float32') };
  });
}

function trainStep(net: TrainingWorkload) {
  const model = buildModel(net);
  const batches = batchesOf(net);
  return async (index: number) => {
    const { x, y } = batches[index % distinctBatches]!;
    await model.trainOnBatch(x, y);
  };
}

function predictStep(net: PredictionWorkload) {
  const model = buildModel(net);
  const batches = batchesOf(net);
  return async (index: number) => {
    const output = model.predict(batches[index % distinctBatches]!.x) as tf.Tensor;
    await output.data();
    output.dispose();
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

const work = workloadFromArguments(['A', 'B', 'C', 'D', 'P', 'L']);
if (work.kind === 'process') throw new Error('A whole process has no steps.');
setWasmPaths(`${dirname(fileURLToPath(import.meta.resolve('@tensorflow/tfjs-backend-wasm')))}/`);
setThreadsCount(Number(process.env.KERATIN_THREADS ?? 1));
await tf.setBackend('wasm');
if (!(await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT'))) throw new Error('TensorFlow.js found no SIMD');
const step =
  work.kind === 'training' ? trainStep(work) : work.kind === 'prediction' ? predictStep(work) : productStep(work);
await serveTurns({ peer: 'tfjs', version: tf.version.tfjs }, step);
