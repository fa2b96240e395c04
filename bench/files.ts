/**
 * How long a `.keras` file of 100 MB takes to load, and how much memory: `npm run bench:files`. With KERATIN_PYTHON, a
 * Python that has Keras, Keras loads the same file, in turns, for comparison. Memory is the largest resident set of a
 * process that loads the file once: in all, and beyond what it was when the framework had been imported.
 */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandLine } from '../scripts/command-line.ts';
import { layers, models, Sequential } from '../src/index.ts';

const ROUNDS = 2;
const TURNS = 3;
const MEGABYTE = 1e6;

/** What one process says: seconds of each turn, megabytes before the first one and at its peak. */
interface Loading {
  readonly seconds: readonly number[];
  readonly before: number;
  readonly peak: number;
}

const peak = (): number => process.resourceUsage().maxRSS / 1024;

/** A model with the state of Adam: 100 MB. */
async function write(path: string): Promise<void> {
  const hidden = Array.from({ length: 4 }, () => new layers.Dense(1520, { activation: 'relu' }));
  const model = new Sequential([new layers.Input({ shape: [784] }), ...hidden, new layers.Dense(10)]);
  model.compile({ optimizer: 'adam', loss: 'mse' });
  model.optimizer?.build(model.trainableVariables);
  await model.save(path);
}

async function load(path: string): Promise<void> {
  const before = peak();
  const seconds: number[] = [];
  let first = 0;
  for (let turn = 0; turn < TURNS; turn++) {
    const begin = performance.now();
    await models.loadModel(path);
    seconds.push((performance.now() - begin) / 1000);
    first ||= peak();
  }
  console.log(JSON.stringify({ seconds, before, peak: first }));
}

const run = (program: string, args: readonly string[]): Loading =>
  JSON.parse(execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

function report(name: string, loadings: readonly Loading[], fileMegabytes: number): void {
  const first = median(loadings.map(({ seconds }) => seconds[0] ?? Number.NaN));
  const later = median(loadings.flatMap(({ seconds }) => seconds.slice(1)));
  const before = median(loadings.map((loading) => loading.before));
  const most = median(loadings.map((loading) => loading.peak));
  console.log(
    `${name.padEnd(8)} first ${first.toFixed(2)} s, later ${later.toFixed(2)} s; memory ${before.toFixed(0)} MB before, ` +
      `${most.toFixed(0)} MB at the peak: ${((most - before) / fileMegabytes).toFixed(1)} times the file more, ${(most / fileMegabytes).toFixed(1)} times in all`,
  );
}

async function compare(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'keratin-files-'));
  const path = join(folder, 'large.keras');
  const python = process.env.KERATIN_PYTHON;
  try {
    execFileSync(process.execPath, [import.meta.filename, 'write', path]);
    const megabytes = statSync(path).size / MEGABYTE;
    console.log(`A file of ${megabytes.toFixed(0)} MB, ${ROUNDS} processes each, ${TURNS} times in each; medians.`);
    const [ours, theirs]: [Loading[], Loading[]] = [[], []];
    for (let round = 0; round < ROUNDS; round++) {
      ours.push(run(process.execPath, [import.meta.filename, 'load', path]));
      const script = join(import.meta.dirname, 'peers', 'load_keras_file.py');
      if (python) theirs.push(run(python, [script, path, String(TURNS)]));
    }
    report('Keratin', ours, megabytes);
    if (python) report('Keras', theirs, megabytes);
    else console.log('Keras is left out: KERATIN_PYTHON names no Python');
    const turn = (loadings: readonly Loading[], from: number, to?: number): number =>
      median(loadings.flatMap(({ seconds }) => seconds.slice(from, to)));
    if (python)
      console.log(
        `Keratin / Keras: first ${(turn(ours, 0, 1) / turn(theirs, 0, 1)).toFixed(2)}, later ${(turn(ours, 1) / turn(theirs, 1)).toFixed(2)}`,
      );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const USAGE = `KERATIN_PYTHON=python npm run bench:files
Loads a .keras file of 98 MB in processes of their own and prints time and memory, beside those of Python Keras where
KERATIN_PYTHON names a Python that has it.`;
const { positionals } = commandLine(USAGE, {});
// A process of the comparison is told what to do, and with which file.
const [command, path = ''] = positionals;
if (command === 'write') await write(path);
else if (command === 'load') await load(path);
else await compare();
