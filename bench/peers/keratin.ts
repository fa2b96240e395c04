/** Keratin itself, by its public face alone: `node bench/peers/keratin.ts A` prints one JSON line. */

import { readFileSync } from 'node:fs';
import { layers, ops, optimizers, Sequential } from '../../src/index.ts';
import { gflops, report, timeSteps, workloadFromArguments } from '../measure.ts';
import { batch, learningRate, type ProductWorkload, type TrainingWorkload, uniform, workloads } from '../workloads.ts';

const distinctBatches = 8;

function buildModel(workload: TrainingWorkload): Sequential {
  const { activation, initializer: kernelInitializer } = workload;
  const model = new Sequential([new layers.Input({ shape: workload.inputShape })]);
  if (workload.inputShape.length > 1) model.add(new layers.Flatten());
  if (workload.batchNormalization) model.add(new layers.BatchNormalization());
  for (const units of workload.hidden) {
    model.add(new layers.Dense(units, { activation, kernelInitializer }));
    if (workload.batchNormalization) model.add(new layers.BatchNormalization());
  }
  model.add(new layers.Dense(workload.classes, { activation: 'softmax' }));
  model.compile({ optimizer: new optimizers.Adam({ learningRate }), loss: 'sparse_categorical_crossentropy' });
  return model;
}

async function train(workload: TrainingWorkload) {
  const model = buildModel(workload);
  const batches = Array.from({ length: distinctBatches }, (_, seed) => {
    const { x, y } = batch(workload, seed);
    const shape = [workload.batchSize, ...workload.inputShape];
    return { x: ops.reshape(x, shape), y: ops.convertToTensor(y) };
  });
  let loss = Number.NaN;
  const time = await timeSteps(async (index) => {
    const { x, y } = batches[index % distinctBatches]!;
    // One number, since the model was compiled without metrics.
    loss = Number(await model.trainOnBatch(x, y));
  });
  return { ...time, loss };
}

async function multiply({ size }: ProductWorkload) {
  const a = ops.reshape(uniform(size * size, 1), [size, size]);
  const b = ops.reshape(uniform(size * size, 2), [size, size]);
  await Promise.all([a.data(), b.data()]);
  const time = await timeSteps(() => ops.matmul(a, b).data());
  return { ...time, gflops: gflops(size, time.msPerStep) };
}

const name = workloadFromArguments(['A', 'B', 'C', 'P']);
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const workload = workloads[name];
const result = workload.kind === 'training' ? await train(workload) : await multiply(workload);
report({ peer: 'keratin', version, workload: name, ...result });
