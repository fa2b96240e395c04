/** Keratin itself, by its public face alone: `node bench/peers/keratin.ts A` prints JSON. */

import { readFileSync } from 'node:fs';
import { config, ops } from '../../src/index.ts';
import { serveTurns, workloadFromArguments } from '../measure.ts';
import { batch, type ProductWorkload, type TrainingWorkload, uniform, workloads } from '../workloads.ts';
import { buildModel } from './keratin-model.ts';

const distinctBatches = 8;

function trainStep(workload: TrainingWorkload) {
  const model = buildModel(workload);
  const batches = Array.from({ length: distinctBatches }, (_, seed) => {
    const { x, y } = batch(workload, seed);
    const shape = [workload.batchSize, ...workload.inputShape];
    return { x: { data: x, shape }, y };
  });
  return async (index: number) => {
    const { x, y } = batches[index % distinctBatches]!;
    await model.trainOnBatch(x, y);
  };
}

function productStep({ size }: ProductWorkload) {
  const a = ops.reshape(uniform(size * size, 1), [size, size]);
  const b = ops.reshape(uniform(size * size, 2), [size, size]);
  return () => ops.matmul(a, b).data();
}

const name = workloadFromArguments(['A', 'B', 'C', 'P']);
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const workload = workloads[name];
const step = workload.kind === 'training' ? trainStep(workload) : productStep(workload);
await serveTurns(
  { peer: config.backend() === 'wasm' ? 'keratin' : `keratin-${config.backend()}`, version, workload: name },
  step,
);
