import { setRandomSeed } from '../../utils/set-random-seed.ts';
import { learningRates } from '../remedies/catalogue.ts';
import { learningRate } from '../remedies/edits.ts';
import { modelOf, optimizerIn } from '../remedies/plan.ts';
import type { Plan } from '../remedies/remedy.ts';
import type { TrainingData } from './training-data.ts';

/** Steps with each learning rate. */
const STEPS = 60;

/**
 * Tries learning rates for a few dozen steps each, from the same initial weights.
 *
 * @returns those with which the loss fell, the best first
 */
export async function rangeTest(plan: Plan, data: TrainingData, seed: number): Promise<number[]> {
  setRandomSeed(seed);
  const rates = learningRates(plan);
  const { config } = optimizerIn(plan);
  if (typeof config.learning_rate === 'object' && config.learning_rate !== null) return [];
  const model = modelOf(learningRate(plan, rates[0] ?? 0.001));
  const { optimizer } = model;
  const perEpoch = Math.ceil((data.x.shape[0] ?? 1) / plan.batchSize);
  // Whole epochs where they are short, else the beginning of one.
  const length = perEpoch > STEPS ? { stepsPerEpoch: STEPS } : { epochs: Math.ceil(STEPS / perEpoch) };
  const inputs = { batchSize: plan.batchSize, verbose: 0, ...length } as const;
  // One step of size zero builds whatever is not built yet.
  if (!model.built) model.build([null, ...data.x.shape.slice(1)]);
  optimizer?.build(model.trainableVariables);
  const variables = [...model.variables, ...(optimizer?.variables ?? [])];
  const start = variables.map((variable) => variable.value);
  const found: { rate: number; loss: number }[] = [];
  for (const rate of rates) {
    variables.forEach((variable, i) => {
      const value = start[i];
      if (value !== undefined) variable.assign(value);
    });
    if (optimizer !== null) optimizer.learningRate = rate;
    setRandomSeed(seed);
    const { history } = await model.fit(data.x, data.y, inputs);
    const loss = history.loss?.at(-1) ?? Number.NaN;
    if (Number.isFinite(loss)) found.push({ rate, loss });
  }
  const best = Math.min(...found.map(({ loss }) => loss));
  // Among nearly equal ones the smaller is the safer.
  const near = (loss: number) => loss <= best + 0.05 * Math.abs(best);
  return found
    .sort((a, b) => (near(a.loss) && near(b.loss) ? a.rate - b.rate : a.loss - b.loss))
    .map(({ rate }) => rate);
}
