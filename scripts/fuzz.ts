/**
 * `npm run fuzz -- [--programs N] [--seed N]`: runs random programs (10,000 by default) on every backend and instruction
 * set that can run here, each in a process of its own and on two threads, with tame values that the reference checks and
 * with any bits. Ends with exit code 1 when a result is wrong or a process dies.
 */

import { spawnSync } from 'node:child_process';
import { contractBackends } from '../src/backends/testing/backends.ts';
import { fuzz } from '../src/backends/testing/fuzz.ts';
import { setThreads } from '../src/backends/wasm/thread-count.ts';
import { commandLine } from './command-line.ts';

const USAGE = `npm run fuzz -- [options]
  --programs N   random programs for each backend and instruction set (10000)
  --seed N       another seed makes other programs (1)
  --only NAME    one of ${contractBackends.map(({ name }) => name).join(', ')}`;

const { values } = commandLine(USAGE, {
  programs: { type: 'string', default: '10000' },
  seed: { type: 'string', default: '1' },
  // One backend in this process: what the processes are started with.
  only: { type: 'string' },
});
const [programs, seed] = [Number(values.programs), Number(values.seed)];
if (!Number.isInteger(programs) || programs < 1 || !Number.isInteger(seed)) {
  console.error(`--programs and --seed: expected integers; received ${values.programs}, ${values.seed}`);
  process.exit(2);
}

if (values.only === undefined) {
  for (const { name } of contractBackends) {
    const options = ['--programs', `${programs}`, '--seed', `${seed}`, '--only', name];
    const { status, signal } = spawnSync(process.execPath, [import.meta.filename, ...options], { stdio: 'inherit' });
    if (signal !== null) console.log(`${name}: the process died of ${signal}`);
    if (status !== 0) process.exitCode = 1;
  }
} else {
  const contestant = contractBackends.find(({ name }) => name === values.only);
  if (contestant === undefined) throw new Error(`No such backend here: ${values.only}`);
  setThreads(2);
  const failures = await fuzz(contestant.backend, programs, seed, (done) => {
    if (done % 1000 === 0) console.log(`${contestant.name}: ${done} programs`);
  });
  for (const failure of failures.slice(0, 5)) console.log(failure);
  console.log(`${contestant.name}: ${programs} programs, ${failures.length} wrong`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}
