import * as g from '../../graph/build.ts';
import { setThreads } from '../wasm/thread-count.ts';
import * as wasm from '../wasm/wasm-backend.ts';
import * as x64 from '../x64/x64-backend.ts';

/*
 * A process of its own that uses threads of the backend that its argument names, and then does nothing: prints how many took part and the processor time of an
 * idle second, and ends when its last line is done.
 */

setThreads(3);
const native = process.argv[2] === 'x64';
const backend = native ? x64.x64Backend() : wasm.wasmBackend();
const { threadsOfLastRun } = native ? x64 : wasm;
const [a, b] = [g.parameter({}, [256, 256], 'float32'), g.parameter({}, [256, 256], 'float32')];
const executable = backend.compile({ parameters: [a, b], results: [g.matmul(a, b)], overwrites: [null] });
const buffers = [0, 1, 2].map(() => backend.allocate(256 * 256));
for (const buffer of buffers) buffer.write(new Float32Array(256 * 256).fill(1), 'float32');
const deadline = performance.now() + 15_000;
while (threadsOfLastRun() < 3 && performance.now() < deadline) {
  executable.run(buffers.slice(0, 2), buffers.slice(2));
  await new Promise((resolve) => setTimeout(resolve, 5));
}
// The threads' start-up is over when they have idled for a while.
await new Promise((resolve) => setTimeout(resolve, 300));
const before = process.cpuUsage();
await new Promise((resolve) => setTimeout(resolve, 1000));
const { user, system } = process.cpuUsage(before);
const result = buffers[2]?.read('float32')[0];
console.log(JSON.stringify({ threads: threadsOfLastRun(), idleMilliseconds: (user + system) / 1000, result }));
