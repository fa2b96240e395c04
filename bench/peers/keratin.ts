/** Keratin itself, by its public face alone: `node bench/peers/keratin.ts A --alone` prints its turns. */

import { readFileSync } from 'node:fs';
import { config, ops, type Tensor } from '../../src/index.ts';
import { type Step, serveTurns, workloadFromArguments } from '../measure.ts';
import { batch, distinctBatches, type PredictionWorkload, type TrainingWorkload, uniform } from '../workloads.ts';
import { buildModel } from './keratin-model.ts';

function batchesOf(net: TrainingWorkload | PredictionWorkload) {
  return Array.from({ length: distinctBatches }, (_, seed) => {
    const { x, y } = batch(net, seed);
    return { x: { data: x, shape: [net.batchSize, ...net.inputShape] }, y };
  });
}

/** A step of `fit`, which is an epoch of training steps. */
function trainStep(net: TrainingWorkload): Step {
  const model = buildModel(net);
  const parts = batchesOf(net);
  const rows = net.epochSteps * net.batchSize;
  const x = new Float32Array((rows * parts[0]!.x.data.length) / net.batchSize);
  const y = new Int32Array(rows);
  for (let i = 0; i < net.epochSteps; i++) {
    const part = parts[i % distinctBatches]!;
    x.set(part.x.data, i * part.x.data.length);
    y.set(part.y, i * net.batchSize);
  }
  const data = { data: x, shape: [rows, ...net.inputShape] };
  return () => model.fit(data, y, { batchSize: net.batchSize, verbose: 0 });
}

function predictStep(net: PredictionWorkload): Step {
  const model = buildModel(net);
  const batches = batchesOf(net);
  return async (index) => (await model.predictOnBatch<Tensor>(batches[index % distinctBatches]!.x)).data();
}

function productStep(size: number): Step {
  const a = ops.reshape(uniform(size * size, 1), [size, size]);
  const b = ops.reshape(uniform(size * size, 2), [size, size]);
  return () => ops.matmul(a, b).data();
}

const work = workloadFromArguments(['A', 'B', 'C', 'D', 'R', 'T', 'P', 'L']);
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
function stepOf(): Step {
  switch (work.kind) {
    case 'training':
      return trainStep(work);
    case 'prediction':
      return predictStep(work);
    case 'product':
      return productStep(work.size);
    case 'process':
      throw new Error('A whole process has no steps.');
  }
}
const step = stepOf();
const perCall = work.kind === 'training' ? work.epochSteps : 1;
await serveTurns({ peer: `keratin-${config.backend()}`, version }, step, perCall);
