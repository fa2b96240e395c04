/**
 * `npm run bench`: Keratin beside its peers in one run.
 *
 * All peers of a workload are started and warmed up, each in a process of its own. Then they take short turns, in an
 * order that reverses from round to round, so that whatever else the machine does meets all of them alike; between its
 * turns a process is stopped.
 */

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { copyBandwidth } from './bandwidth.ts';
import { type Command, Entrant, type Measurement, wholeProcess } from './entrant.ts';
import { findPeers, type Peer, peerNames } from './peers.ts';
import { CALIBRATION, formatTable, summarize } from './table.ts';
import { isWorkloadName, type WorkloadName, workload, workloads } from './workloads.ts';

const help = `npm run bench -- [options]

Times training steps, a matrix product, a prediction and a whole process in Keratin and in what else is there:
TensorFlow.js and jax-js (WebAssembly; installed on first use), and PyTorch, JAX and Keras on JAX when the environment
variable KERATIN_PYTHON names a Python that has them.

  --threads N     threads for everyone that can have several (default 1)
  --rounds N      how many turns each peer takes (default 5)
  --workload W    only this workload; may be given several times
  --peer P        only this peer; may be given several times: ${peerNames.join(', ')}
  --record FILE   the JSON record (default bench/record.json); workloads that are not measured now stay in it
  --help          this text

Workloads:
${Object.entries(workloads)
  .map(([name, { title }]) => `  ${name}  ${title}`)
  .join('\n')}
`;

const { values: flags } = parseArgs({
  options: {
    threads: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '5' },
    workload: { type: 'string', multiple: true, default: Object.keys(workloads) },
    peer: { type: 'string', multiple: true, default: [...peerNames] },
    record: { type: 'string', default: join(import.meta.dirname, 'record.json') },
    help: { type: 'boolean', default: false },
  },
});

function refuse(message: string): never {
  console.error(`${message}\n\n${help}`);
  process.exit(2);
}

function positive(name: string, text: string): number {
  const value = Number(text);
  return Number.isInteger(value) && value >= 1
    ? value
    : refuse(`--${name}: expected a positive integer; received ${text}`);
}

/** Installs the peers of npm into bench/node_modules, which nothing else needs. */
function installPeers(): void {
  if (existsSync(join(import.meta.dirname, 'node_modules/.package-lock.json'))) return;
  console.error('Installing the peers into bench/node_modules ...');
  execFileSync('npm', ['ci'], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
}

/** What users install is JavaScript: types would be stripped at each start. */
function buildPackage(): void {
  say('Building the package ...');
  execFileSync(process.execPath, [join(import.meta.dirname, '../scripts/build.ts')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

const say = (text: string) => process.stderr.write(`${text}\n`);

/** The processor's own speed, measured in turns like everything else. */
const calibration: Command = {
  file: process.execPath,
  args: [join(import.meta.dirname, 'peers/calibration.ts')],
  env: {},
  pinned: false,
};

type Named = readonly [name: string, command: Command];

async function compareSteps(
  name: WorkloadName,
  commands: readonly Named[],
  threads: number,
  rounds: number,
): Promise<Measurement[]> {
  const entrants: Entrant[] = [];
  for (const [peer, command] of [...commands, [CALIBRATION, calibration]] as const) {
    say(`${name}  warming up ${peer} ...`);
    const entrant = new Entrant(command, name, threads);
    try {
      await entrant.warmUp();
      entrants.push(entrant);
    } catch {
      entrant.abandon();
      say(`${name}  ${peer} is left out: it does not do this here`);
    }
  }
  for (let round = 0; round < rounds; round++) {
    for (const entrant of round % 2 === 0 ? entrants : entrants.toReversed()) await entrant.takeTurn();
    say(`${name}  round ${round + 1}/${rounds}  ${entrants.map(({ status }) => status).join('  ')}`);
  }
  return entrants.map((entrant) => entrant.end());
}

async function compareProcesses(
  name: WorkloadName,
  commands: readonly Named[],
  threads: number,
  rounds: number,
): Promise<Measurement[]> {
  const turns = new Map<string, number[]>(commands.map(([peer]) => [peer, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [peer, command] of commands) {
      const time = await wholeProcess(command, threads);
      turns.get(peer)?.push(time);
      say(`${name}  round ${round + 1}/${rounds}  ${peer} ${time.toFixed(0)} ms`);
    }
  }
  return [...turns].map(([peer, times]) => ({ peer, version: '', workload: name, threads, turns: times }));
}

/** What an earlier run has recorded of other workloads. */
function earlier(names: readonly WorkloadName[], threads: number): Measurement[] {
  if (!existsSync(flags.record)) return [];
  const record: { measurements?: Measurement[] } = JSON.parse(readFileSync(flags.record, 'utf8'));
  return (record.measurements ?? []).filter((old) => !(names.includes(old.workload) && old.threads === threads));
}

async function main(): Promise<void> {
  const rounds = positive('rounds', flags.rounds);
  const threads = positive('threads', flags.threads);
  const names = flags.workload.map((name) =>
    isWorkloadName(name) ? name : refuse(`--workload: expected one of ${Object.keys(workloads)}; received ${name}`),
  );
  const known = findPeers();
  const peers = flags.peer.map((name): [string, Peer] => {
    const peer = known[name];
    return peer === undefined ? refuse(`--peer: expected one of ${peerNames}; received ${name}`) : [name, peer];
  });
  for (const [name, { missing }] of peers) if (missing !== undefined) say(`${name} is left out: ${missing}`);

  installPeers();
  const measurements: Measurement[] = [];
  for (const name of names) {
    const commands = peers.flatMap(([peer, { missing, command }]): Named[] => {
      const found = missing === undefined ? command(name, threads) : undefined;
      return found === undefined ? [] : [[peer, found]];
    });
    const isProcess = workload(name).kind === 'process';
    if (isProcess) buildPackage();
    const compare = isProcess ? compareProcesses : compareSteps;
    measurements.push(...(await compare(name, commands, threads, rounds)));
  }

  const machine = `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${availableParallelism()} cores, Node ${process.versions.node}`;
  const date = new Date().toISOString().slice(0, 10);
  console.log(`\n${machine}; ${date}; ${rounds} rounds\n\n${formatTable(summarize(measurements))}`);
  const all = [...earlier(names, threads), ...measurements];
  const record = { date, machine, rounds, bandwidth: copyBandwidth(), summary: summarize(all), measurements: all };
  writeFileSync(flags.record, `${JSON.stringify(record, null, 2)}\n`);
}

if (flags.help) console.log(help);
else await main();
