/**
 * Makes a zoo that nobody has tuned on: `npm run zoo:holdout -- DIR --seed N [--per-cause 3] [--per-practice 2]`.
 * Puts the causes of the zoo's vocabulary into sound trainings drawn at random, trains both from three seeds, and keeps
 * those whose fault is proved by the rule of the zoo's README; likewise trainings that are unusual, and fine. DIR then
 * has the zoo's schema, for `npm run zoo -- DIR`. Outcomes are kept in DIR/outcomes.json and taken up again.
 * `KERATIN_DATA` names the folder with the digits and the idx files of the image sets.
 */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commandLine } from '../../../scripts/command-line.ts';
import { digest } from '../../../src/doctor/treat/journal.ts';
import type { Entry } from '../entry.ts';
import { Draw } from './draw.ts';
import { faults, suits } from './faults.ts';
import { asGoodAs, better, clearlyBetter, mean, measure, type Outcome, reference } from './measure.ts';
import { practices } from './practices.ts';
import { soundRecipe, type Training, trainingOf } from './recipe.ts';
import { fileOf, type Source, sources } from './sources.ts';

const USAGE = `KERATIN_DATA=FOLDER npm run zoo:holdout -- DIR [options]
  DIR                where the new trainings are written
  --seed N           another seed draws others (1)
  --per-cause N      broken trainings for each cause (3)
  --per-practice N   healthy trainings for each unusual habit (2)
KERATIN_DATA names the folder with the data sets.`;

const { positionals, values } = commandLine(USAGE, {
  seed: { type: 'string', default: '1' },
  'per-cause': { type: 'string', default: '3' },
  'per-practice': { type: 'string', default: '2' },
});
const [directory] = positionals;
const data = process.env.KERATIN_DATA;
if (directory === undefined || positionals.length > 1 || data === undefined) {
  console.error(USAGE);
  process.exit(2);
}
const seed = Number(values.seed);
const SEEDS = [11, 22, 33];
/** Draws per entry that is wanted; what remains unproved is left out. */
const PATIENCE = 3;

const folders = { zoo: directory, data };
await mkdir(join(directory, 'data'), { recursive: true });
const all = await sources(new Draw(seed), data);
for (const { name, table } of all)
  if (table !== null) await writeFile(join(directory, 'data', `${name}.json`), JSON.stringify(fileOf(table)));

const outcomesPath = join(directory, 'outcomes.json');
const known = new Map<string, Outcome>(JSON.parse(await readFile(outcomesPath, 'utf8').catch(() => '[]')));
async function outcomeOf(training: Training): Promise<Outcome> {
  const key = digest(JSON.stringify(training));
  const outcome = known.get(key) ?? (await measure(training, folders, SEEDS));
  known.set(key, outcome);
  await writeFile(`${outcomesPath}.new`, JSON.stringify([...known]));
  await rename(`${outcomesPath}.new`, outcomesPath);
  return outcome;
}

/** The best mean known per data set, and what may be healthy until all are known. */
const best = new Map<string, number>();
const candidates: { readonly entry: Entry; readonly outcome: Outcome; readonly source: Source }[] = [];
const entries: Entry[] = [];

function take(source: Source, { metric, values }: Outcome): void {
  if (values.every(Number.isFinite))
    best.set(source.name, better(metric, mean(values), best.get(source.name) ?? mean(values)));
}

const pickSource = (draw: Draw, cause: string): Source => {
  const fitting = all.filter((source) => suits(cause, source));
  return fitting[draw.whole(0, fitting.length - 1)] as Source;
};

/** Writes down what is proved so far. */
async function save(): Promise<Entry[]> {
  const healthy = candidates.filter(({ outcome, source }) => asGoodAs(best.get(source.name) ?? Number.NaN, outcome));
  const all = [...entries, ...healthy.map(({ entry }) => entry)];
  const zoo = { format: 1, split: `holdout ${seed}`, entries: all };
  await writeFile(join(directory as string, 'zoo.json'), `${JSON.stringify(zoo, null, 1)}\n`);
  return all;
}

/** Each attempt draws from a stream of its own, so that what is kept does not depend on what was tried before. */
const stream = (name: string, attempt: number): Draw =>
  new Draw(Number.parseInt(digest(`${seed} ${name} ${attempt}`).slice(0, 8), 16));

for (const [cause, inject] of Object.entries(faults)) {
  const wanted = Number(values['per-cause']);
  let kept = 0;
  for (let attempt = 0; attempt < PATIENCE * wanted && kept < wanted; attempt++) {
    const draw = stream(cause, attempt);
    let source = pickSource(draw, cause);
    let pair = inject(draw, soundRecipe(draw, source));
    for (let again = 0; pair === null && again < 20; again++) {
      source = pickSource(draw, cause);
      pair = inject(draw, soundRecipe(draw, source));
    }
    if (pair === null) continue;
    const id = `${cause}-${attempt}-${source.name}`;
    const [fixed, plain] = [trainingOf(pair.fixed), trainingOf(pair.broken)];
    let broken = plain;
    if (pair.relabel !== undefined && source.table !== null) {
      const labels = (source.table.y as number[]).slice(0, source.samples);
      const file = `data/${id}-labels.json`;
      await writeFile(join(directory, file), JSON.stringify({ y_train: pair.relabel(draw, labels) }));
      broken = { ...plain, dataset: { ...plain.dataset, train_labels_file: file } };
    }
    const bad = await outcomeOf(broken);
    // What is nearly perfect leaves no room for a proof.
    if (bad.metric === 'val_accuracy' && mean(bad.values) > 0.95) continue;
    const good = await outcomeOf(fixed);
    take(source, good);
    const proved = clearlyBetter(bad, good);
    console.log(
      `${id}: ${mean(bad.values).toPrecision(3)} -> ${mean(good.values).toPrecision(3)}${proved ? '' : '  (left out)'}`,
    );
    if (!proved) continue;
    kept++;
    entries.push({
      id,
      group: 'fault',
      ...broken,
      truth: { causes: [cause], symptoms: [], repairable_by_hyperparameters: !cause.startsWith('labels_') },
      reference: { metric: bad.metric, broken: reference(bad), fixed: reference(good) },
      fixed_dataset: fixed.dataset,
      fixed_model: fixed.model,
      fixed_compile: fixed.compile,
      fixed_fit: fixed.fit,
    });
  }
  await save();
}

for (const [practice, vary] of Object.entries(practices)) {
  for (let attempt = 0, kept = 0; attempt < 10 && kept < Number(values['per-practice']); attempt++) {
    const draw = stream(practice, attempt);
    const source = pickSource(draw, practice);
    const recipe = vary(draw, soundRecipe(draw, source));
    if (recipe === null) continue;
    kept++;
    const id = `ok-${practice}-${attempt}-${source.name}`;
    const training = trainingOf(recipe);
    const outcome = await outcomeOf(training);
    take(source, outcome);
    console.log(`${id}: ${mean(outcome.values).toPrecision(3)}`);
    candidates.push({
      entry: {
        id,
        group: 'healthy',
        ...training,
        truth: { causes: [], symptoms: [] },
        reference: { metric: outcome.metric, broken: reference(outcome) },
      },
      outcome,
      source,
    });
  }
}
const made = await save();
const count = (group: Entry['group']): number => made.filter((entry) => entry.group === group).length;
console.log(`${count('fault')} broken, ${count('healthy')} healthy`);
