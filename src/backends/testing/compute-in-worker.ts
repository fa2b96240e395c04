import { parentPort, workerData } from 'node:worker_threads';
import * as g from '../../graph/build.ts';
import { at } from '../../support/shape.ts';
import { currentBackend, setBackend } from '../../tensor/runtime.ts';
import { setThreads } from '../wasm/thread-count.ts';
import { floats, programOf, runOn } from './program-case.ts';

/* A worker that computes on a backend of its own, on two threads, and sends what it found. */

const { backend, seed }: { backend: string; seed: number } = workerData;
setBackend(backend);
setThreads(2);
const program = programOf({
  name: 'product',
  parameters: [floats([150, 200], -1, 1, seed), floats([200, 170], -1, 1, seed + 1)],
  build: (a, b) => g.unary('tanh', g.matmul(a, b)),
});
let values: ReturnType<typeof runOn> = [];
for (let i = 0; i < 20; i++) {
  values = runOn(currentBackend(), program);
  await new Promise((resolve) => setTimeout(resolve, 2));
}
parentPort?.postMessage(at(values, 0));
