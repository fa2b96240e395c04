/**
 * Reads thousands of damaged and hostile files: `npm run fuzz:files -- [COUNT] [FOLDER]`. FOLDER holds further files to
 * begin with. Each must load or be refused with a FileError within 5 seconds; memory stays below 512 MB. Exits with 1
 * when one does not.
 */

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { commandLine } from '../../scripts/command-line.ts';
import { bases } from './bases.ts';
import { bystander, readMutant } from './read-mutant.ts';

const USAGE = `npm run fuzz:files -- [COUNT] [FOLDER]
  COUNT    damaged and hostile files (10000)
  FOLDER   further files to begin with`;
const [count = '10000', folder, from] = commandLine(USAGE, {}).positionals;
const PER_PROCESS = 1000;
const MAX_MEGABYTES = 512;
/** A file that takes two such spans hangs: its process is killed. One span may pass while the machine sleeps. */
const SPAN_MS = 10_000;
/** A process that may read files, but neither write one, start a program, nor make code of text: trying it is an error. */
const CONFINED = [
  ...['--permission', '--allow-fs-read=*', '--allow-addons', '--allow-worker'],
  '--disallow-code-generation-from-strings',
  '--disable-warning=SecurityWarning',
];

if (from === undefined) await parent(Number(count));
else await child(Number(from), Number(count));

/** Reads some files and prints a line for each. */
async function child(first: number, last: number): Promise<void> {
  const all = await bases(folder === '' ? undefined : folder);
  console.warn = () => undefined;
  const other = bystander();
  for (let seed = first; seed < last; seed++) {
    const finding = await readMutant(all, seed, other);
    const megabytes = process.resourceUsage().maxRSS / 1024;
    console.log(JSON.stringify({ seed, ...finding, megabytes }));
    if (megabytes > MAX_MEGABYTES) break;
  }
}

function run(first: number, last: number, failures: string[], totals: Map<string, number>): Promise<void> {
  return new Promise((resolve) => {
    const args = [import.meta.filename, String(last), folder ?? '', String(first)];
    const process_ = spawn(process.execPath, ['--conditions=keratin-source', ...CONFINED, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let seed = first;
    const kill = () => {
      failures.push(`seed ${seed}: hangs`);
      process_.kill('SIGKILL');
    };
    const watch = (): NodeJS.Timeout =>
      setTimeout(() => {
        timer = setTimeout(kill, SPAN_MS);
      }, SPAN_MS);
    let timer = watch();
    createInterface({ input: process_.stdout }).on('line', (line) => {
      clearTimeout(timer);
      timer = watch();
      const finding = JSON.parse(line);
      seed = finding.seed + 1;
      const known = finding.outcome === 'loaded' || finding.outcome === 'refused';
      const key = known ? finding.outcome : 'FAILED';
      for (const what of [key, `${finding.way} ${key}`]) totals.set(what, (totals.get(what) ?? 0) + 1);
      totals.set('slowest ms', Math.max(totals.get('slowest ms') ?? 0, Math.round(finding.seconds * 1000)));
      totals.set('peak MB', Math.max(totals.get('peak MB') ?? 0, Math.round(finding.megabytes)));
      if (!known) failures.push(finding.outcome);
      if (finding.megabytes > MAX_MEGABYTES) failures.push(`seed ${finding.seed}: ${finding.megabytes} MB`);
    });
    process_.on('close', (code) => {
      clearTimeout(timer);
      if (seed < last && code !== 0) failures.push(`seed ${seed}: the process ended (${code})`);
      // The next process begins after the file that this one did not survive.
      resolve(seed < last ? run(seed + 1, last, failures, totals) : undefined);
    });
  });
}

async function parent(total: number): Promise<void> {
  const failures: string[] = [];
  const totals = new Map<string, number>();
  for (let first = 0; first < total; first += PER_PROCESS) {
    await run(first, Math.min(total, first + PER_PROCESS), failures, totals);
    console.log(Math.min(total, first + PER_PROCESS), Object.fromEntries([...totals].sort()));
  }
  for (const failure of failures.slice(0, 20)) console.error(failure);
  process.exitCode = failures.length > 0 ? 1 : 0;
}
