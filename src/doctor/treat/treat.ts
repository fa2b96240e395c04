import type { Model } from '../../models/index.ts';
import { flag, nonNegativeInteger, positiveInteger } from '../../support/check-values.ts';
import { checkOptions } from '../../support/errors.ts';
import { setRandomSeed } from '../../utils/set-random-seed.ts';
import type { CaseFile } from '../case-file.ts';
import { diagnose } from '../diagnose.ts';
import { type Examination, examine, type PlannedTraining, planNames } from '../examine.ts';
import { type Finding, ranked, worst } from '../finding.ts';
import {
  calmingRemedies,
  generalRemedies,
  learningRateRemedy,
  remediesFor,
  withMeasuredWeights,
} from '../remedies/catalogue.ts';
import { planDiff } from '../remedies/code.ts';
import { type LsuvLayer, lsuv } from '../remedies/lsuv.ts';
import { modelOf, optimizerIn, planOf } from '../remedies/plan.ts';
import type { Plan, Remedy } from '../remedies/remedy.ts';
import { causes } from '../vocabulary.ts';
import { digest, fingerprint, Journal } from './journal.ts';
import { randomPlan } from './random-search.ts';
import { rangeTest } from './range-test.ts';
import { type Run, runPlan } from './run.ts';
import { type TrainingData, trainingData } from './training-data.ts';
import type { RandomReport, Treatment, TrialReport } from './treatment.ts';
import { welch } from './welch.ts';

export interface TreatOptions {
  /** Trainings to search with. Default 5. */
  readonly budget?: number;
  /** Trainings of the untreated and of the best net, each from another seed, that are compared. Default 3. */
  readonly seeds?: number;
  /** What all randomness begins from: the same seed gives the same treatment. Default 0. */
  readonly seed?: number;
  /** Whether to find out what a random search with the same budget reaches. Default false. */
  readonly random?: boolean;
  /**
   * A file that keeps finished trainings, from which an interrupted treatment of the same net (its layers under the same
   * names) on the same data goes on. Default null.
   */
  readonly journal?: string | null;
}

/** Findings that a treatment acts on. */
const serious = (findings: readonly Finding[]): Finding[] => findings.filter(({ severity }) => severity !== 'note');

/** Rounds of mending what a look at a mended plan still shows, before it is trained. */
const ROUNDS = 4;
/** What a score may lack to what neighbours and a linear model reach, and still be as good as the data let expect. */
const SLACK = 0.03;

/** The learning rate that a remedy of this name sets, or null. */
const rateIn = (name: string): number | null => (name.startsWith('learning rate ') ? Number(name.slice(14)) : null);

interface Candidate {
  readonly plan: Plan;
  readonly remedies: readonly Remedy[];
}

/** What the whole course of a training shows, and what its first fifth did: slowness is over when a training is. */
function judge(examination: Examination, run: Run, epochs: number): Finding[] {
  const some = Math.floor(epochs / 5);
  const early = {
    vitals: run.vitals.filter(({ epoch }) => epoch < some),
    history: Object.fromEntries(Object.entries(run.history).map(([name, values]) => [name, values.slice(0, some)])),
  };
  return ranked([...diagnose(examination, run).findings, ...diagnose(examination, early).findings]);
}

interface Settings {
  readonly budget: number;
  readonly seeds: number;
  readonly seed: number;
  readonly random: boolean;
}

/** One treatment. */
class Doctor {
  readonly #data: TrainingData;
  readonly #options: Settings;
  readonly #journal: Journal;
  readonly #dataKey: string;
  #file: CaseFile | null = null;

  constructor(data: TrainingData, options: Settings, journal: Journal) {
    this.#data = data;
    this.#dataKey = [data.x, data.y, data.validationX, data.validationY].map(fingerprint).join();
    this.#options = options;
    this.#journal = journal;
  }

  get #task() {
    return this.#file?.data?.task ?? 'regression';
  }

  #run(plan: Plan, seed: number): Promise<Run> {
    return this.#once('', plan, seed, () => runPlan(plan, this.#data, this.#task, seed));
  }

  /** Learning rates with which the loss of a plan falls, the best first. */
  #rates(plan: Plan, seed: number): Promise<number[]> {
    return this.#once('rates', plan, seed, () => rangeTest(plan, this.#data, seed));
  }

  #once<T>(what: string, plan: Plan, seed: number, make: () => Promise<T>): Promise<T> {
    return this.#journal.once(digest(`${what}${JSON.stringify(plan)}|${seed}|${this.#dataKey}`), make);
  }

  async #examine(plan: Plan): Promise<Examination> {
    const { x, y, validationX, validationY } = this.#data;
    setRandomSeed(this.#options.seed);
    return examine(modelOf(plan), {
      x,
      y,
      validationData: [validationX, validationY],
      epochs: plan.epochs,
      batchSize: plan.batchSize,
      oneBatch: false,
    });
  }

  /** Weights that give every layer of a plan's net pre-activations of variance 1 on these data. */
  #lsuv(plan: Plan): Promise<LsuvLayer[]> {
    const { seed } = this.#options;
    return this.#once('lsuv', plan, seed, async () => {
      setRandomSeed(seed);
      const model = modelOf(plan);
      if (!model.built) model.build([null, ...this.#data.x.shape.slice(1)]);
      return lsuv(model, this.#data.x);
    });
  }

  /** The remedies for a finding in a plan; learning rates and the scale of weights are measured. */
  async #remedies(plan: Plan, file: CaseFile, found: Finding): Promise<Remedy[]> {
    const current = file.optimizer.learningRate;
    const rates = () => this.#rates(plan, this.#options.seed);
    switch (found.cause) {
      case 'lr_too_high':
        return calmingRemedies(
          file,
          (await rates()).filter((rate) => rate < current / 2),
        );
      case 'lr_too_low':
        return (await rates()).filter((rate) => rate > 2 * current).map(learningRateRemedy);
      case 'init_too_small':
      case 'init_too_large':
        return withMeasuredWeights(file, remediesFor(file, found), await this.#lsuv(plan));
      default:
        return remediesFor(file, found);
    }
  }

  /** Mends what a look at the plan shows, again and again, until nothing serious is left to be seen. */
  async #mend({ plan, remedies }: Candidate): Promise<Candidate> {
    let current: Candidate = { plan, remedies };
    for (let round = 0; round < ROUNDS; round++) {
      const { findings, file } = await this.#examine(current.plan);
      const next = await this.#firstRemedy(current, serious(findings), file);
      if (next === null) break;
      current = next;
    }
    return current;
  }

  async #firstRemedy(
    { plan, remedies }: Candidate,
    findings: readonly Finding[],
    file: CaseFile,
  ): Promise<Candidate | null> {
    for (const found of findings) {
      for (const remedy of await this.#remedies(plan, file, found)) {
        if (remedies.some(({ name }) => name === remedy.name)) continue;
        const edited = remedy.edit(plan);
        if (JSON.stringify(edited) !== JSON.stringify(plan)) return { plan: edited, remedies: [...remedies, remedy] };
      }
    }
    return null;
  }

  /** What to try for the findings of the untreated plan, the most promising first. */
  async *#candidates(
    plan: Plan,
    findings: readonly Finding[],
    file: CaseFile,
    best: () => Candidate,
  ): AsyncGenerator<Candidate> {
    const choices: Remedy[][] = [];
    for (const found of findings.slice(0, 3)) choices.push(await this.#remedies(plan, file, found));
    const firsts = choices.flatMap(([first]) => (first === undefined ? [] : [first]));
    const [first] = firsts;
    if (first !== undefined) yield this.#mend({ plan: first.edit(plan), remedies: [first] });
    // What the best trial still suffers from, or another learning rate for it, comes before other remedies.
    yield* this.#refinements(best);
    for (const others of choices)
      for (const remedy of others.slice(1)) yield this.#mend({ plan: remedy.edit(plan), remedies: [remedy] });
    for (const remedy of generalRemedies)
      yield { plan: remedy.edit(best().plan), remedies: [...best().remedies, remedy] };
  }

  async *#refinements(best: () => Candidate): AsyncGenerator<Candidate> {
    const { plan, remedies } = best();
    if (remedies.some(({ name }) => rateIn(name) !== null)) {
      // A range test finds what falls fastest at first; what ends lowest is often smaller.
      for (let tries = 0; tries < 2; tries++) {
        const { plan: from, remedies: done } = best();
        const rate = Number(optimizerIn(from).config.learning_rate);
        if (!Number.isFinite(rate)) return;
        const remedy = learningRateRemedy(Number((rate / 3).toPrecision(2)));
        const others = done.filter(({ name }) => rateIn(name) === null);
        yield { plan: remedy.edit(from), remedies: [...others, remedy] };
        if (best().plan === from) return;
      }
      return;
    }
    const rates = await this.#rates(plan, this.#options.seed + 1);
    for (const rate of rates.slice(0, 2)) {
      const remedy = learningRateRemedy(rate);
      yield { plan: remedy.edit(plan), remedies: [...remedies, remedy] };
    }
  }

  async treat(plan: Plan): Promise<Treatment> {
    const { budget, seeds, seed } = this.#options;
    const examination = await this.#examine(plan);
    this.#file = examination.file;
    const control = await this.#run(plan, seed);
    const findings = judge(examination, control, plan.epochs);
    const grave = serious(findings);
    const untreated = { plan, scores: [control.score] };
    const unchanged = async () => ({
      findings,
      untreated,
      treated: untreated,
      remedies: [],
      trials: [],
      diff: [],
      random: this.#options.random ? await this.#randomSearch(plan, examination.file) : null,
    });
    const nothing = { difference: 0, effect: 0, p: null };
    if (grave.length === 0) return { ...(await unchanged()), verdict: 'healthy', comparison: nothing };
    const [top] = grave;
    if (top !== undefined && !causes[top.cause].repairable && top.confidence > 0.6)
      return { ...(await unchanged()), verdict: 'unrepairable', comparison: nothing };

    const trials: TrialReport[] = [];
    let best: Candidate & { score: number } = { plan, remedies: [], score: control.score };
    const tried = new Set([JSON.stringify(plan)]);
    for await (const candidate of this.#candidates(plan, grave, examination.file, () => best)) {
      if (trials.length >= budget) break;
      const text = JSON.stringify(candidate.plan);
      if (tried.has(text)) continue;
      tried.add(text);
      const run = await this.#run(candidate.plan, seed);
      const judged = judge(await this.#examine(candidate.plan), run, candidate.plan.epochs);
      const left = serious(judged).map(({ cause }) => cause);
      trials.push({
        remedies: candidate.remedies.map(({ name }) => name),
        plan: candidate.plan,
        score: run.score,
        left,
      });
      if (run.score > best.score) best = { ...candidate, score: run.score };
      const rough = trials.length === 1 && candidate.remedies.some(({ name }) => rateIn(name) !== null);
      if (!rough && best.score >= this.#goal(examination.file) && trials.at(-1)?.left.length === 0) break;
    }
    return this.#prove(plan, best, { findings, trials, file: examination.file, seeds });
  }

  /** What the data let expect of a healthy net. */
  #goal({ data }: CaseFile): number {
    if (data === null) return Number.POSITIVE_INFINITY;
    return Math.max(data.neighbours.training, data.neighbours.validation ?? -1, data.linear) - SLACK;
  }

  async #prove(
    plan: Plan,
    best: Candidate,
    found: { findings: readonly Finding[]; trials: readonly TrialReport[]; file: CaseFile; seeds: number },
  ): Promise<Treatment> {
    const { seed } = this.#options;
    const scores = async (of: Plan): Promise<number[]> => {
      const all: number[] = [];
      for (let i = 0; i < found.seeds; i++) all.push((await this.#run(of, seed + 101 * i)).score);
      return all;
    };
    const before = await scores(plan);
    const after = best.plan === plan ? before : await scores(best.plan);
    const comparison = welch(before, after);
    const random = this.#options.random ? await this.#randomSearch(plan, found.file) : null;
    const { findings, trials } = found;
    const untreated = { plan, scores: before };
    if (best.plan === plan || comparison.difference <= 0)
      return {
        verdict: 'not_mended',
        findings,
        untreated,
        treated: untreated,
        remedies: [],
        trials,
        comparison,
        random,
        diff: [],
      };
    return {
      verdict: 'mended',
      findings,
      untreated,
      treated: { plan: best.plan, scores: after },
      remedies: best.remedies.map(({ name, summary }) => ({ name, summary })),
      trials,
      comparison,
      random,
      diff: planDiff(plan, best.plan),
    };
  }

  async #randomSearch(plan: Plan, file: CaseFile): Promise<RandomReport> {
    const { budget, seeds, seed } = this.#options;
    const trials: { plan: Plan; score: number }[] = [];
    for (let i = 0; i < budget; i++) {
      const candidate = randomPlan(plan, file, seed * 1000 + i + 1);
      trials.push({ plan: candidate, score: (await this.#run(candidate, seed)).score });
    }
    const winner = trials.reduce((a, b) => (b.score > a.score ? b : a));
    const scores: number[] = [];
    for (let i = 0; i < seeds; i++) scores.push((await this.#run(winner.plan, seed + 101 * i)).score);
    return { trials: trials.map(({ score }) => score), scores };
  }
}

/**
 * Mends a training and proves it: trains the net as it is, finds out what is wrong, tries remedies in the order of
 * their expected gain, and compares the best with the untreated net from several seeds (Welch's test). A healthy net is
 * left alone, and a net is only ever changed for one that scored better. Sets the global random seed.
 *
 * @param model a compiled Sequential or functional model; it is neither trained nor changed
 * @param data `x`, `y`, `validationData` (else a fifth of the samples is held back), `epochs` (default 10), `batchSize`
 * @param options `budget`, `seeds`, `seed`, `random`, `journal`
 * @returns the verdict, the best plan (`doctor.modelOf` makes it a model), scores, and the lines of code that change
 * @throws ArgumentError for models with a `call` of their own
 * @see docs/doctor.md, which names the papers
 *
 * @example
 * ```ts
 * import { doctor, layers, Sequential } from 'keratin';
 * const model = new Sequential([new layers.Input({ shape: [1] }), new layers.Dense(1, { activation: 'softmax' })]);
 * model.compile({ optimizer: 'adam', loss: 'binary_crossentropy' });
 * const x = Array.from({ length: 40 }, (_, i) => [i / 20 - 1]);
 * const { verdict } = await doctor.treat(model, { x, y: x.map(() => 1), epochs: 1 }, { budget: 1, seeds: 1 });
 * console.log(verdict); // => unrepairable
 * ```
 */
export async function treat(model: Model, data: PlannedTraining, options: TreatOptions = {}): Promise<Treatment> {
  checkOptions('treat', data, planNames);
  checkOptions('treat', options, ['budget', 'seeds', 'seed', 'random', 'journal']);
  const settings = {
    budget: positiveInteger('budget', options.budget ?? 5),
    seeds: positiveInteger('seeds', options.seeds ?? 3),
    seed: nonNegativeInteger('seed', options.seed ?? 0),
    random: flag('random', options.random ?? false),
  };
  const plan = planOf(model, { epochs: data.epochs ?? 10, batchSize: data.batchSize ?? 32 });
  const journal = new Journal(options.journal ?? null);
  await journal.open();
  return new Doctor(trainingData(data.x, data.y, data.validationData), settings, journal).treat(plan);
}

/** Whether a treatment found something that it could not mend. */
export const stillIll = ({ verdict, findings }: Treatment): boolean =>
  verdict !== 'healthy' && verdict !== 'mended' && worst(findings) !== 'note';
