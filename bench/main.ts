/**
 * `npm run bench`: Keratin beside its peers, on one thread each, in one run.
 *
 * All peers of a workload are started and warmed up, each in a process of its own. Then they take short turns, in an
 * order that reverses from round to round, so that whatever else the machine does meets all of them alike.
 */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import type { Measurement } from './measure.ts';
import { formatTable, summarize } from './table.ts';
import { isWorkloadName, type WorkloadName, workloads } from './workloads.ts';

const help = `npm run bench -- [options]

Times training steps and a matrix product in Keratin, TensorFlow.js and jax-js (WebAssembly, one thread).

  --rounds N      how many turns each peer takes (default 11)
  --workload W    only this workload; may be given several times
  --peer P        only this peer; may be given several times
  --record FILE   where the JSON record goes (default bench/record.json)
  --help          this text

Workloads:
${Object.entries(workloads)
  .map(([name, { title }]) => `  ${name}  ${title}`)
  .join('\n')}
`;

interface Peer {
  readonly file: string;
  readonly workloads: readonly WorkloadName[];
  readonly env?: Readonly<Record<string, string>>;
  /** Left out, with a word, where the machine can't run it. */
  readonly optional?: boolean;
}

const peers: Record<string, Peer> = {
  keratin: { file: 'keratin.ts', workloads: ['A', 'B', 'C', 'P'], env: { KERATIN_BACKEND: 'wasm' } },
  'keratin-x64': {
    file: 'keratin.ts',
    workloads: ['A', 'B', 'C', 'P'],
    env: { KERATIN_BACKEND: 'x64' },
    optional: true,
  },
  tfjs: { file: 'tfjs.ts', workloads: ['A', 'B', 'C', 'P'] },
  'jax-js': { file: 'jax-js.ts', workloads: ['P'] },
};

const { values: flags } = parseArgs({
  options: {
    rounds: { type: 'string', default: '11' },
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

/** A peer that runs a workload, warm and waiting for its turns. */
class Entrant {
  readonly #process: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly turns: number[] = [];
  about: Omit<Measurement, 'turns'> | undefined;

  constructor(peer: Peer, workload: WorkloadName) {
    const path = join(import.meta.dirname, 'peers', peer.file);
    const flags = [path, workload, '--turns'];
    const env = { ...process.env, ...peer.env, KERATIN_THREADS: '1' };
    const child = spawn(process.execPath, flags, { stdio: ['pipe', 'pipe', 'inherit'], env });
    this.#process = child;
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  async #line(): Promise<string> {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error('A peer ended before its turns were over; its error stands above.');
    return value;
  }

  async warmUp(): Promise<void> {
    this.about = JSON.parse(await this.#line());
  }

  async takeTurn(): Promise<number> {
    this.#process.stdin?.write('turn\n');
    const time = Number(await this.#line());
    this.turns.push(time);
    return time;
  }

  end(): Measurement {
    this.#process.stdin?.end();
    if (this.about === undefined) throw new Error('A peer was not warmed up.');
    return { ...this.about, turns: this.turns };
  }
}

async function compare(workload: WorkloadName, names: readonly string[], rounds: number): Promise<Measurement[]> {
  const entrants: Entrant[] = [];
  for (const name of names) {
    const peer = peers[name];
    if (peer === undefined || !peer.workloads.includes(workload)) continue;
    process.stderr.write(`${workload}  warming up ${name} ...\n`);
    const entrant = new Entrant(peer, workload);
    try {
      await entrant.warmUp();
    } catch (error) {
      if (!peer.optional) throw error;
      process.stderr.write(`${workload}  ${name} is left out: it does not run here\n`);
      continue;
    }
    entrants.push(entrant);
  }
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? entrants : entrants.toReversed();
    for (const entrant of order) await entrant.takeTurn();
    const times = entrants.map(({ about, turns }) => `${about?.peer} ${turns.at(-1)?.toPrecision(4)} ms`).join('  ');
    process.stderr.write(`${workload}  round ${round + 1}/${rounds}  ${times}\n`);
  }
  return entrants.map((entrant) => entrant.end());
}

async function main(): Promise<void> {
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
  for (const workload of names) measurements.push(...(await compare(workload, flags.peer, rounds)));

  const machine = `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${availableParallelism()} cores, Node ${process.versions.node}`;
  const date = new Date().toISOString().slice(0, 10);
  const summary = summarize(measurements);
  console.log(`\n${machine}; ${date}; one thread; ${rounds} rounds\n\n${formatTable(summary)}`);
  writeFileSync(flags.record, `${JSON.stringify({ date, machine, rounds, summary, measurements }, null, 2)}\n`);
}

if (flags.help) console.log(help);
else await main();
