import { Progbar } from '../../callbacks/progbar.ts';
import { ArgumentError, badArgument, StateError } from '../../support/errors.ts';
import { at } from '../../support/shape.ts';
import { setRandomSeed } from '../../utils/set-random-seed.ts';
import { Model } from '../model.ts';
import type { ModelData } from '../training/data-types.ts';
import { classesOf, leavesOf, readArrays } from './array-tree.ts';
import { CrossValidation } from './cross-validation.ts';
import { type CrossValidateOptions, type ResolvedOptions, resolveOptions } from './evaluation-options.ts';
import { type Fold, makeFolds } from './folds.ts';
import { runJobs } from './run-jobs.ts';
import { modelText, type TrainingArrays, type TrainingJob } from './training-job.ts';

/** Makes a new, compiled model. */
export type Build = () => Model | Promise<Model>;

/** Folds and samples, ready for training. */
export interface Evaluation {
  readonly arrays: TrainingArrays;
  readonly folds: readonly Fold[];
  readonly options: ResolvedOptions;
}

/** Reads the data and splits them. */
export async function prepare(
  where: string,
  x: ModelData,
  y: ModelData,
  given: CrossValidateOptions,
): Promise<Evaluation> {
  const options = await resolveOptions(where, given);
  const arrays = {
    x: readArrays(x, 'x'),
    y: readArrays(y, 'y'),
    sampleWeight: options.sampleWeight === null ? null : readArrays(options.sampleWeight, 'sampleWeight'),
  };
  const count = leavesOf(arrays.x)[0]?.shape[0] ?? 0;
  for (const [name, tree] of Object.entries(arrays)) {
    for (const { shape } of tree === null ? [] : leavesOf(tree)) {
      if (shape[0] === count) continue;
      throw new ArgumentError(
        `\`${name}\` must have as many samples as \`x\`, ${count}. Received: ${shape[0]} samples`,
      );
    }
  }
  const classes = options.stratify === false ? null : classesOf(arrays.y);
  if (options.stratify === true && classes === null) {
    throw badArgument('stratify', 'true only where y holds classes (whole numbers, or one-hot rows)', true);
  }
  return { arrays, folds: makeFolds(count, options.folds, options.seed, classes), options };
}

/** Builds one model for each fold, as a job. */
async function jobsOf(build: Build, { folds, options }: Evaluation): Promise<TrainingJob[]> {
  const jobs: TrainingJob[] = [];
  for (const [i, fold] of folds.entries()) {
    const seed = (options.seed + i) >>> 0;
    const model = await buildModel(build, seed);
    const compile = model.getCompileConfig();
    if (compile === null) throw new StateError('`build` must return a compiled model. Received: one without compile()');
    const text = await modelText(model, compile).catch(() => null);
    jobs.push({ model: text, fold, seed, plan: options.plan });
  }
  return jobs;
}

async function buildModel(build: Build, seed: number): Promise<Model> {
  setRandomSeed(seed);
  const model = await build();
  if (!(model instanceof Model)) throw badArgument('build', 'a function that returns a model', model);
  return model;
}

/** Trains several models on all folds. */
export async function evaluateAll(builds: readonly Build[], evaluation: Evaluation): Promise<CrossValidation[]> {
  const { arrays, folds, options } = evaluation;
  const jobs: TrainingJob[] = [];
  for (const build of builds) jobs.push(...(await jobsOf(build, evaluation)));
  const progress = new Progbar(jobs.length, { verbose: options.verbose, unitName: 'training', statelessMetrics: [] });
  progress.update(0);
  let done = 0;
  const rebuild = (index: number) => buildModel(at(builds, Math.floor(index / folds.length)), at(jobs, index).seed);
  const results = await runJobs(jobs, arrays, options.workers, rebuild, ({ logs }) => progress.update(++done, logs));
  return builds.map(
    (_, b) => new CrossValidation(results.slice(b * folds.length, (b + 1) * folds.length), options.metric),
  );
}

/**
 * Judges a model by k-fold cross-validation: the samples are split into k parts, and k times a new model is trained on
 * all parts but one, which it is then judged by. Trainings run side by side in worker threads; where they run makes no
 * difference to the numbers.
 *
 * @param build makes a new, compiled model; called once per fold, after `setRandomSeed`, in this thread
 * @param x samples, as `fit` takes them
 * @param y targets
 * @throws ArgumentError for options out of range, x and y of different length, classes with fewer samples than folds;
 * StateError when the model isn't compiled
 * @see Kohavi 1995, A Study of Cross-Validation and Bootstrap for Accuracy Estimation and Model Selection
 *
 * @example
 * ```ts
 * import { layers, models, Sequential } from 'keratin';
 * const x = Array.from({ length: 30 }, (_, i) => [i / 30]);
 * const y = x.map(([value = 0]) => 2 * value);
 * const build = () => {
 *   const model = new Sequential([new layers.Input({ shape: [1] }), new layers.Dense(1)]);
 *   model.compile({ optimizer: 'sgd', loss: 'mse' });
 *   return model;
 * };
 * const result = await models.crossValidate(build, x, y, { folds: 3, epochs: 2, seed: 1, workers: 1, verbose: 0 });
 * console.log(result.folds.length); // => 3
 * ```
 */
export async function crossValidate(
  build: Build,
  x: ModelData,
  y: ModelData,
  options: CrossValidateOptions = {},
): Promise<CrossValidation> {
  if (typeof build !== 'function') throw badArgument('build', 'a function that returns a compiled model', build);
  return at(await evaluateAll([build], await prepare('crossValidate', x, y, options)), 0);
}
