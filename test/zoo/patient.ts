import { doctor, models, optimizers, utils } from 'keratin';
import type { CompileSpec, Entry } from './entry.ts';
import { loadData, type Part } from './load-data.ts';

/** Where things are. */
export interface Folders {
  readonly zoo: string;
  readonly data: string;
}

/** What the doctor said of an entry. */
export interface Verdict {
  readonly id: string;
  readonly group: 'fault' | 'healthy';
  readonly causes: readonly string[];
  readonly symptoms: readonly string[];
  /** Causes found above notes, the likeliest first. */
  readonly found: readonly string[];
  /** Whether the first of them was found before the first step. */
  readonly before: boolean;
  /** Why it could not be examined. */
  readonly error: string | null;
}

/** What a treatment made of an entry. */
export interface Repair {
  readonly id: string;
  readonly verdict: string;
  readonly remedies: readonly string[];
  readonly trainings: number;
  readonly metric: Entry['reference']['metric'];
  /** Accuracy, or mse in a regression: untreated, treated, by a random search, and as a person mended it. */
  readonly untreated: number;
  readonly treated: number;
  readonly random: number | null;
  readonly fixed: number | null;
  /** Within 2 points of the human fix or better (mse: within a factor of 1.25); null when not repairable. */
  readonly repaired: boolean | null;
}

const shaped = ({ data, shape }: Part['x'] | Part['y']) => ({ data, shape });

const compileOptions = (compile: CompileSpec): models.CompileOptions => ({
  // The envelopes are Keras's; deserialize and compile check them.
  optimizer: optimizers.deserialize(compile.optimizer as Parameters<typeof optimizers.deserialize>[0]),
  loss: compile.loss as models.CompileOptions['loss'] & string,
  metrics: [...(compile.metrics ?? [])] as models.CompileOptions['metrics'] & readonly unknown[],
});

/** Opens a training: how to make its model, compiled, and its data. */
export async function open(entry: Pick<Entry, 'dataset' | 'model' | 'compile' | 'fit'>, folders: Folders) {
  const { train, validation } = await loadData(folders.zoo, folders.data, entry.dataset, entry.compile);
  const make = () => {
    const model = models.modelFromJson(JSON.stringify(entry.model));
    model.compile(compileOptions(entry.compile));
    return model;
  };
  const options: doctor.PlannedTraining = {
    x: shaped(train.x),
    y: shaped(train.y),
    validationData: [shaped(validation.x), shaped(validation.y)],
    epochs: entry.fit.epochs,
    batchSize: entry.fit.batch_size,
  };
  return { make, options, train, validation };
}

/** The share of its epochs after which a training must have been judged. */
const SHARE = 0.2;
const SAMPLES = 40;

/** Trains an entry for a fifth of its epochs: what the doctor sees of it. */
async function observe(entry: Entry, folders: Folders, seed: number): Promise<doctor.Observed> {
  const { epochs, batch_size: batchSize } = entry.fit;
  const some = Math.floor(epochs * SHARE);
  if (some === 0) return { vitals: [], history: {} };
  const { make, train } = await open(entry, folders);
  const steps = some * Math.ceil((train.x.shape[0] ?? 1) / batchSize);
  utils.setRandomSeed(seed);
  const { vitals, history } = await make().fit(shaped(train.x), shaped(train.y), {
    epochs: some,
    batchSize,
    verbose: 0,
    vitals: { every: Math.max(1, Math.ceil(steps / SAMPLES)), histograms: false },
  });
  return { vitals, history };
}

/** Keeps what was made under a key. */
export type Keep = <T>(key: string, make: () => Promise<T>) => Promise<T>;

/** Examines an entry, and judges it by the first fifth of its training, which is kept: rules change, trainings don't. */
export async function detect(entry: Entry, folders: Folders, seed: number, keep: Keep): Promise<Verdict> {
  const { id, group, truth } = entry;
  const known = { id, group, causes: truth.causes, symptoms: truth.symptoms };
  try {
    const { make, options } = await open(entry, folders);
    const { dataset, model, compile, fit } = entry;
    const key = JSON.stringify({ seed, dataset, model, compile, fit });
    const observed = await keep(key, () => observe(entry, folders, seed));
    utils.setRandomSeed(seed);
    const examination = await doctor.examine(make(), { ...options, oneBatch: false });
    const findings = doctor.diagnose(examination, observed).findings.filter(({ severity }) => severity !== 'note');
    const found = findings.map(({ cause }) => cause);
    return { ...known, found, before: findings[0]?.seen === 'before', error: null };
  } catch (error) {
    return { ...known, found: [], before: false, error: error instanceof Error ? error.message : String(error) };
  }
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Treats an entry, and compares with the person's fix. */
export async function repair(
  entry: Entry,
  folders: Folders,
  options: { readonly budget: number; readonly seeds: number; readonly random: boolean; readonly journal: string },
): Promise<Repair> {
  const { make, options: data, validation } = await open(entry, folders);
  const treatment = await doctor.treat(make(), data, { ...options, seed: 7 });
  const regression = entry.reference.metric === 'val_mse';
  const centre = mean([...validation.truth]);
  const variance = mean([...validation.truth].map((value) => (value - centre) ** 2));
  const score = (scores: readonly number[]): number => (regression ? (1 - mean(scores)) * variance : mean(scores));
  const fixed = entry.reference.fixed?.mean ?? null;
  const treated = score(treatment.treated.scores);
  const close = fixed === null ? null : regression ? treated <= 1.25 * fixed : treated >= fixed - 0.02;
  const repairable =
    entry.truth.repairable_by_hyperparameters !== false && !entry.truth.causes.some((cause) => /^labels_/.test(cause));
  return {
    id: entry.id,
    verdict: treatment.verdict,
    remedies: treatment.remedies.map(({ name }) => name),
    trainings: treatment.trials.length,
    metric: entry.reference.metric,
    untreated: score(treatment.untreated.scores),
    treated,
    random: treatment.random === null ? null : score(treatment.random.scores),
    fixed,
    repaired: repairable ? close : null,
  };
}
