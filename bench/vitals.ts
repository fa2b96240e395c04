/**
 * `npm run bench:vitals -- [--rounds N] [--steps N]`: what measuring costs. Trains the chapter's net without vitals,
 * with a sample every 50 steps and with one at every step, in turns whose order reverses from round to round, and times
 * each step. Medians of steps are compared, those with and without a sample apart, because a busy machine stretches some
 * steps tenfold. A second net without vitals shows how far two differ that do the same.
 */

import { performance } from 'node:perf_hooks';
import { commandLine } from '../scripts/command-line.ts';
import { callbacks, config } from '../src/index.ts';
import { median } from './measure.ts';
import { buildModel } from './peers/keratin-model.ts';
import { batch, workloads } from './workloads.ts';

const USAGE = `npm run bench:vitals -- [options]
  --rounds N   turns of each way to train (7)
  --steps N    steps of a turn, at least 101 (301)`;
const { values: flags } = commandLine(USAGE, {
  rounds: { type: 'string', default: '7' },
  steps: { type: 'string', default: '301' },
});
const [rounds, steps] = [Number(flags.rounds), Number(flags.steps)];
if (![rounds, steps].every((n) => Number.isInteger(n) && n > 0) || steps < 101) {
  console.error(`--rounds, --steps: expected integers from 1 and from 101; received ${flags.rounds}, ${flags.steps}`);
  process.exit(2);
}

const net = workloads.A;
const { x: data, y } = batch({ ...net, batchSize: steps * net.batchSize }, 1);
const x = { data, shape: [steps * net.batchSize, ...net.inputShape] };

/** One way to train: a turn is an epoch. The first step of a turn, which shuffles and takes histograms, is apart. */
class Entrant {
  readonly title: string;
  readonly every: number;
  readonly plain: number[] = [];
  readonly samples: number[] = [];
  readonly first: number[] = [];
  readonly #model = buildModel(net);

  constructor(title: string, every: number) {
    this.title = title;
    this.every = every;
  }

  async turn(): Promise<void> {
    let last = performance.now();
    const clock = new callbacks.LambdaCallback({
      onTrainBatchEnd: (step) => {
        const now = performance.now();
        const kind = step === 0 ? this.first : step % this.every === 0 ? this.samples : this.plain;
        kind.push(now - last);
        last = performance.now();
      },
    });
    const vitals = Number.isFinite(this.every) && { every: this.every };
    await this.#model.fit(x, y, { batchSize: net.batchSize, verbose: 0, vitals, callbacks: [clock] });
  }

  forget(): void {
    for (const times of [this.plain, this.samples, this.first]) times.length = 0;
  }

  /** Milliseconds of a step in the mean. */
  get step(): number {
    const share = 1 / this.every;
    return (share < 1 ? (1 - share) * median(this.plain) : 0) + (share > 0 ? share * median(this.samples) : 0);
  }
}

const plain = new Entrant('without vitals', Number.POSITIVE_INFINITY);
const entrants = [
  plain,
  new Entrant('without, again', Number.POSITIVE_INFINITY),
  new Entrant('every 50 steps', 50),
  new Entrant('every step', 1),
];

// Compiles the programs and warms everything up.
for (const entrant of entrants) {
  await entrant.turn();
  entrant.forget();
}
for (let round = 0; round < rounds; round++)
  for (const entrant of round % 2 === 0 ? entrants : entrants.toReversed()) await entrant.turn();

console.log(`${net.title}; ${config.backend()}; ${rounds} rounds of ${steps} steps`);
for (const { title, step, first } of entrants) {
  const percent = `${(100 * (step / plain.step - 1)).toFixed(1)}%`;
  console.log(
    `${title.padEnd(15)} ${step.toFixed(3)} ms a step  ${percent.padStart(6)}  (first step of a turn: ${median(first).toFixed(2)} ms)`,
  );
}
