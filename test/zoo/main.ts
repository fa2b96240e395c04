/**
 * Judges the doctor on trainings with known causes: `npm run zoo -- DIR [--filter TEXT] [--no-repair] [--random]
 * [--fixed] [--out FOLDER] [--seed N]`. Trains every entry for a fifth of its epochs, compares what the doctor says with
 * the truth, and lets it treat the broken ones. Finished trainings are kept in FOLDER (default `.zoo`) and
 * judged anew: after a change of rules a run takes seconds.
 * `KERATIN_DATA` names the folder with the idx files of the image sets. Exits with 1 when a target is missed.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { commandLine } from '../../scripts/command-line.ts';
import { digest } from '../../src/doctor/treat/journal.ts';
import { fixedEntry, type Zoo } from './entry.ts';
import { detect, type Keep, type Repair, repair, type Verdict } from './patient.ts';
import { markdown, summary } from './report.ts';

const USAGE = `KERATIN_DATA=FOLDER npm run zoo -- DIR [options]
  DIR             trainings with known causes, in the zoo's schema
  --filter TEXT   only entries whose names contain it
  --no-repair     detection alone
  --random        also a random search with the same budget as each treatment
  --fixed         nets that a person mended count as healthy ones
  --out FOLDER    where trainings are kept and reports written (.zoo)
  --seed N        of the doctor's and the random search's choices (1)
  --seeds N       trainings by which two nets are compared (3)
KERATIN_DATA names the folder with the idx files of the image sets.`;

const { positionals, values } = commandLine(USAGE, {
  filter: { type: 'string', default: '' },
  'no-repair': { type: 'boolean', default: false },
  random: { type: 'boolean', default: false },
  fixed: { type: 'boolean', default: false },
  out: { type: 'string', default: '.zoo' },
  seed: { type: 'string', default: '1' },
  seeds: { type: 'string', default: '3' },
});
const [directory] = positionals;
if (directory === undefined || positionals.length > 1) {
  console.error(USAGE);
  process.exit(2);
}
const zoo = JSON.parse(await readFile(join(directory, 'zoo.json'), 'utf8')) as Zoo;
const folders = { zoo: directory, data: process.env.KERATIN_DATA ?? join(directory, '..', 'data') };
const all = zoo.entries.flatMap((entry) => (values.fixed ? [entry, fixedEntry(entry) ?? []].flat() : [entry]));
const entries = all.filter(({ id }) => id.includes(values.filter));
if (entries.length === 0) {
  console.error(`No entries found. Received: filter=${values.filter}`);
  process.exit(2);
}
const trainings = join(values.out, 'trainings');
await mkdir(trainings, { recursive: true });

/** Trainings that were seen once are read back. JSON would lose what is not finite. */
const keep: Keep = async (key, make) => {
  const path = join(trainings, digest(key));
  const known = await readFile(path).catch(() => null);
  if (known !== null) return deserialize(known);
  const value = await make();
  await writeFile(path, serialize(value));
  return value;
};

const verdicts: Verdict[] = [];
const repairs: Repair[] = [];
for (const [i, entry] of entries.entries()) {
  const verdict = await detect(entry, folders, Number(values.seed), keep);
  verdicts.push(verdict);
  const said = verdict.error ?? (verdict.found.join(', ') || 'healthy');
  console.log(
    `${i + 1}/${entries.length} ${entry.id}: ${said.slice(0, 120)} (truth: ${entry.truth.causes.join(', ') || 'healthy'})`,
  );
  if (values['no-repair'] || entry.group !== 'fault' || verdict.error !== null) continue;
  const journal = join(values.out, `${entry.id}.jsonl`);
  const options = { budget: 5, seeds: Number(values.seeds), random: values.random, journal };
  const treated = await repair(entry, folders, options);
  repairs.push(treated);
  console.log(
    `    ${treated.verdict}: ${treated.remedies.join('; ') || '-'}; ${treated.untreated.toPrecision(3)} -> ${treated.treated.toPrecision(3)} (human fix ${treated.fixed?.toPrecision(3)}), ${treated.trainings} trainings${treated.repaired === false ? '  NOT REPAIRED' : ''}`,
  );
}
const text = markdown(verdicts, repairs);
await writeFile(join(values.out, 'report.md'), text);
await writeFile(
  join(values.out, 'report.json'),
  `${JSON.stringify({ summary: summary(verdicts, repairs), verdicts, repairs }, null, 2)}\n`,
);
console.log(`\n${text}`);
const sum = summary(verdicts, repairs);
const missed =
  sum.found < 0.95 * sum.faults ||
  sum.rightCauseFirst < 0.85 * sum.faults ||
  sum.falseAlarms > Math.max(1, 0.02 * sum.healthy) ||
  sum.repaired < 0.9 * sum.repairable;
process.exitCode = missed ? 1 : 0;
