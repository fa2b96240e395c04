import { utils } from 'keratin';
import { scoreOf } from '../../../src/doctor/treat/score.ts';
import { welch } from '../../../src/doctor/treat/welch.ts';
import type { Entry } from '../entry.ts';
import { type Folders, open } from '../patient.ts';
import type { Training } from './recipe.ts';

/** Accuracy or mse on the validation data after the last epoch, one per seed. */
export interface Outcome {
  readonly metric: 'val_accuracy' | 'val_mse';
  readonly values: readonly number[];
}

/** What stands for an error that is not finite. */
const HOPELESS = 1e12;

/** Trains from several seeds. */
export async function measure(training: Training, folders: Folders, seeds: readonly number[]): Promise<Outcome> {
  const { task } = training.dataset;
  const { make, train, validation } = await open(training, folders);
  const truth = [...validation.truth];
  const centre = truth.reduce((sum, value) => sum + value, 0) / truth.length;
  const variance = truth.reduce((sum, value) => sum + (value - centre) ** 2, 0) / truth.length;
  const values: number[] = [];
  for (const seed of seeds) {
    utils.setRandomSeed(seed);
    const model = make();
    const { epochs, batch_size: batchSize } = training.fit;
    await model.fit(train.x, train.y, { epochs, batchSize, verbose: 0 });
    const score = await scoreOf(model, validation.x, validation.y, task);
    values.push(task === 'regression' ? Math.min((1 - score) * variance, HOPELESS) : score);
  }
  return { metric: task === 'regression' ? 'val_mse' : 'val_accuracy', values };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Outcomes as numbers where more is better and differences mean the same everywhere. */
const merits = ({ metric, values }: Outcome): number[] =>
  values.map((value) => (metric === 'val_mse' ? -Math.log10(Math.max(value, 1e-12)) : value));

/** A fault counts when the training without it is clearly better: the rule of the zoo's README. */
export function clearlyBetter(broken: Outcome, fixed: Outcome): boolean {
  const { difference, effect, p } = welch(merits(broken), merits(fixed));
  const enough = broken.metric === 'val_mse' ? Math.log10(1.5) : 0.05;
  return difference >= enough && effect >= 1 && p !== null && p < 0.05;
}

/** Whether a training is about as good as the best one known on its data: the README's rule for healthy ones. */
export function asGoodAs(best: number, { metric, values }: Outcome): boolean {
  if (metric === 'val_mse') return mean(values) <= 2.5 * best && Math.max(...values) <= 4 * best;
  return mean(values) >= best - 0.1 && Math.min(...values) >= best - 0.2;
}

/** The better of two means. */
export const better = (metric: Outcome['metric'], a: number, b: number): number =>
  metric === 'val_mse' ? Math.min(a, b) : Math.max(a, b);

export const reference = (outcome: Outcome): Entry['reference']['broken'] & { readonly values: readonly number[] } => ({
  mean: mean(outcome.values),
  values: outcome.values,
});

export { mean };
