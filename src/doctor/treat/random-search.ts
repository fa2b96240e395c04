import { PythonRandom } from '../../support/python-random.ts';
import type { CaseFile } from '../case-file.ts';
import { properOutput } from '../remedies/catalogue.ts';
import * as edit from '../remedies/edits.ts';
import { withOptimizer } from '../remedies/plan.ts';
import type { Plan } from '../remedies/remedy.ts';

const pick = <T>(random: PythonRandom, choices: readonly [T, ...T[]]): T =>
  choices[random.randint(0, choices.length - 1)] ?? choices[0];

const uniform = (random: PythonRandom): number => random.randint(0, 999999) / 1e6;

/**
 * A training at random: activation, initial weights, optimizer, learning rate from 1e-4 to 1e-1, batch normalization,
 * clipping, output and loss that fit the task, batch size. What a treatment must do better than.
 */
export function randomPlan(plan: Plan, file: CaseFile, seed: number): Plan {
  const random = new PythonRandom(seed);
  const activation = pick(random, ['relu', 'tanh', 'elu', 'selu', 'sigmoid']);
  let next = edit.hiddenActivation(plan, activation);
  next = edit.properWeights(next);
  const optimizer = pick(random, ['SGD', 'Adam', 'RMSprop', 'Nadam']);
  const learningRate = Number((10 ** (-4 + 3 * uniform(random))).toPrecision(3));
  next = edit.optimizer(next, optimizer, {
    learning_rate: learningRate,
    ...(optimizer === 'SGD' ? { momentum: pick(random, [0, 0.9]) } : {}),
  });
  if (uniform(random) < 0.5) next = edit.batchNormalization(next);
  if (uniform(random) < 0.5) next = withOptimizer(next, { clipnorm: 1 });
  const proper = properOutput(file);
  if (proper !== null && uniform(random) < 0.5)
    next = edit.loss(edit.outputActivation(next, proper.activation), proper.loss);
  return edit.unbuilt({ ...next, batchSize: pick(random, [plan.batchSize, 16, 32, 64]) });
}
