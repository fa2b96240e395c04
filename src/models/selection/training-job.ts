import type { Logs } from '../../callbacks/index.ts';
import { StateError } from '../../support/errors.ts';
import type { Config } from '../../support/registry.ts';
import type { ShapedArray } from '../../support/shaped-array.ts';
import { setRandomSeed } from '../../utils/set-random-seed.ts';
import type { Model } from '../model.ts';
import { modelFromJson } from '../model-from-json.ts';
import { optionsOfCompileConfig } from '../training/compile-config.ts';
import type { ClassWeight } from '../training/sample-weights.ts';
import { type ArrayTree, takeRows } from './array-tree.ts';
import type { Fold } from './folds.ts';

/** All samples, which every training takes its rows from. */
export interface TrainingArrays {
  readonly x: ArrayTree;
  readonly y: ArrayTree;
  readonly sampleWeight: ArrayTree | null;
}

/** How long each training runs. */
export interface TrainingPlan {
  readonly epochs: number;
  readonly batchSize: number;
  readonly classWeight: ClassWeight | null;
}

/** A compiled model as plain data. */
export interface ModelText {
  readonly json: string;
  readonly compile: Config;
  readonly weights: readonly ShapedArray[];
}

/** One training of one fold, as plain data that can be sent to a worker. */
export interface TrainingJob {
  /** Null for a model that can't be written as plain data. */
  readonly model: ModelText | null;
  readonly fold: Fold;
  /** Decides the order of the samples, dropout and the like. */
  readonly seed: number;
  readonly plan: TrainingPlan;
}

/** What came out. */
export interface TrainingResult {
  /** Loss and metrics on the rows that were kept back. */
  readonly logs: Logs;
  /** Loss and metrics of every epoch on the rows that were trained on. */
  readonly history: { readonly [name: string]: readonly number[] };
  /** Whether more is better, for the metrics that know. */
  readonly directions: { readonly [name: string]: 'up' | 'down' };
}

/** A model as plain data; throws where a part of it can't be serialized. */
export async function modelText(model: Model, compile: Config): Promise<ModelText> {
  const weights = (await model.getWeights()).map(async (weight) => ({
    data: await weight.data(),
    shape: weight.shape,
  }));
  return { json: model.toJson(), compile, weights: await Promise.all(weights) };
}

/** The model of a job, compiled, with its weights. */
export function modelOfJob({ model: text, seed }: TrainingJob): Model {
  if (text === null) throw new StateError('This model cannot be made from plain data.');
  const { json, compile, weights } = text;
  setRandomSeed(seed);
  const model = modelFromJson(json);
  model.setWeights(weights);
  model.compile(optionsOfCompileConfig(compile));
  return model;
}

/** Trains a model on a fold's rows, and judges it by the others. */
export async function trainFold(
  model: Model,
  fold: Fold,
  arrays: TrainingArrays,
  plan: TrainingPlan,
): Promise<TrainingResult> {
  const { x, y, sampleWeight } = arrays;
  const rows = (of: Int32Array) => ({
    x: takeRows(x, of),
    y: takeRows(y, of),
    sampleWeight: sampleWeight && takeRows(sampleWeight, of),
  });
  const train = rows(fold.train);
  const { epochs, batchSize, classWeight } = plan;
  const quiet = { batchSize, verbose: 0 } as const;
  const { history } = await model.fit(train.x, train.y, {
    ...quiet,
    epochs,
    classWeight,
    sampleWeight: train.sampleWeight,
  });
  const held = rows(fold.validation);
  const logs = await model.evaluate(held.x, held.y, { ...quiet, sampleWeight: held.sampleWeight, returnDict: true });
  const known = model.reportedMetrics.flatMap(({ name, direction }) =>
    direction === undefined ? [] : [[name, direction]],
  );
  const lists = Object.entries(history).map(([name, values]) => [name, values ?? []]);
  return { logs, history: Object.fromEntries(lists), directions: Object.fromEntries([...known, ['loss', 'down']]) };
}
