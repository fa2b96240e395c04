import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import * as g from '../graph/build.ts';
import { at } from '../support/shape.ts';
import { referenceBackend } from './reference/reference-backend.ts';
import { firstDifference } from './testing/differences.ts';
import { floats, programOf, runOn } from './testing/program-case.ts';
import { whyNotX64 } from './x64/x64-backend.ts';

const names = ['wasm', ...(whyNotX64() === undefined ? ['x64'] : [])];

test.each(names)(
  '%s computes in several worker threads of one process at the same time',
  {
    timeout: 40_000,
  },
  async (backend) => {
    const seeds = [1, 2];
    const found = await Promise.all(
      seeds.map(async (seed) => {
        const worker = new Worker(join(import.meta.dirname, 'testing/compute-in-worker.ts'), {
          workerData: { backend, seed },
          execArgv: [],
        });
        const [values] = await once(worker, 'message');
        await worker.terminate();
        return values;
      }),
    );
    seeds.forEach((seed, i) => {
      const program = programOf({
        name: 'product',
        parameters: [floats([150, 200], -1, 1, seed), floats([200, 170], -1, 1, seed + 1)],
        build: (a, b) => g.unary('tanh', g.matmul(a, b)),
      });
      const [expected] = runOn(referenceBackend, program);
      expect(firstDifference(at([expected], 0) ?? new Float32Array(), found[i], () => 1e-5)).toBeUndefined();
    });
  },
);
