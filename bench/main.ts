/**
 * `npm run bench`: Keratin beside its peers, on one thread each, in one run.
 *
 * Every measurement is a process of its own. Rounds are interleaved (all peers of a workload, then again in reverse
 * order), so that whatever else the machine does meets all of them alike.
 */

import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Measurement } from './measure.ts';
import { formatTable, summarize } from './table.ts';
import { isWorkloadName, type WorkloadName, workloads } from './workloads.ts';

const help = `npm run bench -- [options]

Times training steps and a matrix product in Keratin, TensorFlow.js and jax-js (WebAssembly, one thread).

  --rounds N      how often each measurement is repeated, interleaved (default 3)
  --workload W    only this workload; may be given several times
  --peer P        only this peer; may be given several times
  --record FILE   where the JSON record goes (default bench/record.json)
  --help          this text

Workloads:
${Object.entries(workloads)
  .map(([name, { title }]) => `  ${name}  ${title}`)
  .join('\n')}
`;

const peers: Record<string, { file: string; workloads: readonly WorkloadName[] }> = {
  keratin: { file: 'keratin.ts', workloads: ['A', 'B', 'C', 'P'] },
  tfjs: { file: 'tfjs.ts', workloads: ['A', 'B', 'C', 'P'] },
  'jax-js': { file: 'jax-js.ts', workloads: ['P'] },
};

const { values: flags } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    workload: { type: 'string', multiple: true, default: Object.keys(workloads) },
    peer: { type: 'string', multiple: true, default: Object.keys(peers) },
    record: { type: 'string', default: join(import.meta.dirname, 'record.json') },
    help: { type: 'boolean', default: false },
  },
});

function refuse(message: string): never {
  console.error(`${message}\n\n${help}`);
  process.exit(2);
}

/** Installs the peers into bench/node_modules, which nothing else needs. */
function installPeers(): void {
  if (existsSync(join(import.meta.dirname, 'node_modules/.package-lock.json'))) return;
  console.error('Installing the peers into bench/node_modules ...');
  execFileSync('npm', ['ci'], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
}

function measure(file: string, workload: WorkloadName): Measurement {
  const path = join(import.meta.dirname, 'peers', file);
  const output = execFileSync(process.execPath, [path, workload], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, KERATIN_THREADS: '1' },
  });
  const line = output.trim().split('\n').at(-1) ?? '';
  return JSON.parse(line) as Measurement;
}

function main(): void {
  const rounds = Number(flags.rounds);
  if (!Number.isInteger(rounds) || rounds < 1)
    refuse(`--rounds: expected a positive integer; received ${flags.rounds}`);
  const names = flags.workload.map((name) =>
    isWorkloadName(name) ? name : refuse(`--workload: expected one of ${Object.keys(workloads)}; received ${name}`),
  );
  for (const peer of flags.peer) {
    if (!Object.hasOwn(peers, peer)) refuse(`--peer: expected one of ${Object.keys(peers)}; received ${peer}`);
  }

  installPeers();
  const measurements: Measurement[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const workload of names) {
      const entrants = Object.entries(peers).filter(
        ([peer, { workloads }]) => flags.peer.includes(peer) && workloads.includes(workload),
      );
      for (const [peer, { file }] of round % 2 === 0 ? entrants : entrants.reverse()) {
        process.stderr.write(`round ${round + 1}/${rounds}  ${workload}  ${peer} ... `);
        const measurement = measure(file, workload);
        measurements.push(measurement);
        process.stderr.write(`${measurement.msPerStep.toPrecision(4)} ms\n`);
      }
    }
  }

  const machine = `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${availableParallelism()} cores, Node ${process.versions.node}`;
  const date = new Date().toISOString().slice(0, 10);
  const summary = summarize(measurements);
  console.log(`\n${machine}; ${date}; one thread; ${rounds} rounds\n\n${formatTable(summary)}`);
  writeFileSync(flags.record, `${JSON.stringify({ date, machine, rounds, summary, measurements }, null, 2)}\n`);
}

if (flags.help) console.log(help);
else main();
