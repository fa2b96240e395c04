/**
 * `npm run soak -- [--steps N]`: trains the chapter's net for many steps (20,000 by default) and prints the time of the
 * first step (trace, compile, run) and the process's memory every thousand steps (every ten thousand from there on). Ends with exit code 1 when
 * memory grew by 20 MB or more after the first thousand.
 */

import { performance } from 'node:perf_hooks';
import { commandLine } from '../scripts/command-line.ts';
import { config, utils } from '../src/index.ts';
import { buildModel } from './peers/keratin-model.ts';
import { batch, workloads } from './workloads.ts';

const LIMIT_MEGABYTES = 20;

const USAGE = 'npm run soak -- [--steps N]   N training steps, at least 2000 (20000)';
const { values } = commandLine(USAGE, { steps: { type: 'string', default: '20000' } });
const steps = Number(values.steps);
if (!Number.isInteger(steps) || steps < 2000) {
  console.error(`--steps: expected an integer of at least 2000; received ${values.steps}`);
  process.exit(2);
}

const workload = workloads.A;
utils.setRandomSeed(42);
const batches = Array.from({ length: 8 }, (_, seed) => batch(workload, seed));
const shape = [workload.batchSize, ...workload.inputShape];

const start = performance.now();
const model = buildModel(workload);
await model.getWeights();
const built = performance.now();
const megabytes = () => process.memoryUsage().rss / 2 ** 20;
let base = Number.NaN;
let last = Number.NaN;
for (let step = 1; step <= steps; step++) {
  const { x, y } = batches[step % batches.length]!;
  const loss = await model.trainOnBatch({ data: x, shape }, y);
  if (step === 1)
    console.log(
      `${config.backend()}: first step (trace, compile, run): ${(performance.now() - built).toFixed(0)} ms, after ${(built - start).toFixed(0)} ms for building the model`,
    );
  if (step % 1000 === 0) {
    last = megabytes();
    if (step === 1000) base = last;
    if (step <= 10_000 || step % 10_000 === 0)
      console.log(`step ${step}: ${last.toFixed(1)} MB, loss ${Number(loss).toFixed(4)}`);
    // Callers that never come back to the event loop would keep everything alive that was made in one turn.
    await new Promise((resolve) => setImmediate(resolve));
  }
}
console.log(`growth after the first thousand steps: ${(last - base).toFixed(1)} MB (limit ${LIMIT_MEGABYTES} MB)`);
process.exitCode = last - base < LIMIT_MEGABYTES ? 0 : 1;
