import type { VitalsRecord } from '../../callbacks/index.ts';
import { setRandomSeed } from '../../utils/set-random-seed.ts';
import type { Task } from '../data/data-facts.ts';
import { modelOf } from '../remedies/plan.ts';
import type { Plan } from '../remedies/remedy.ts';
import { scoreOf } from './score.ts';
import type { TrainingData } from './training-data.ts';

/** How one training went. */
export interface Run {
  /** On the validation data: accuracy, or R^2. */
  readonly score: number;
  readonly history: Readonly<Record<string, readonly number[]>>;
  readonly vitals: readonly VitalsRecord[];
}

/** Samples of the vitals in a run. */
const SAMPLES = 40;

/** Trains by a plan, from a seed, and scores the result. */
export async function runPlan(plan: Plan, data: TrainingData, task: Task, seed: number): Promise<Run> {
  setRandomSeed(seed);
  const model = modelOf(plan);
  const steps = plan.epochs * Math.ceil((data.x.shape[0] ?? 1) / plan.batchSize);
  const history = await model.fit(data.x, data.y, {
    epochs: plan.epochs,
    batchSize: plan.batchSize,
    verbose: 0,
    vitals: { every: Math.max(1, Math.ceil(steps / SAMPLES)), histograms: false },
  });
  const score = await scoreOf(model, data.validationX, data.validationY, task);
  return { score, history: history.history, vitals: history.vitals };
}
