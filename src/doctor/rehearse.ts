import { Model } from '../models/index.ts';
import type { ModelData } from '../models/training/data-types.ts';
import { ArgumentError, StateError } from '../support/errors.ts';
import { deserializeObject, serializeObject } from '../support/registry.ts';
import type { CaseFile } from './case-file.ts';
import { type Finding, finding } from './finding.ts';
import { SHORT, usualLearningRate } from './rules/optimizer-rules.ts';

/** A training that is tried out goes on for at least this many times as long as planned, and for as many steps as short trainings have. */
const LONGER = 3;
const STEPS = 600;

/** The same model with the same weights, compiled alike, whose training leaves the original alone. */
export function twin(model: Model): Model {
  const copy = deserializeObject(serializeObject(model), { module: 'keras' });
  if (!(copy instanceof Model)) throw new StateError('The copy of a model is a model. Received: something else');
  const compile = model.getCompileConfig();
  if (!copy.built && model.buildShape !== undefined) copy.build(model.buildShape);
  copy.setWeights(model.weights.map((weight) => weight.value));
  if (compile !== null) copy.compileFromConfig(compile);
  return copy;
}

/** Whether a model can be written down and made anew: not with a `call` of its own, nor with nameless functions. */
export function canBeCopied(model: Model): boolean {
  if (!model.isGraph) return false;
  try {
    serializeObject(model);
    return true;
  } catch (error) {
    if (error instanceof ArgumentError) return false;
    throw error;
  }
}

interface Trial {
  readonly x: ModelData;
  readonly y: ModelData;
  readonly validationData?: readonly [ModelData, ModelData] | null;
}

/** The metric called accuracy: on validation data where there are any, so that learning by heart does not count. */
const accuracies = (history: Readonly<Record<string, readonly number[]>>): readonly number[] | undefined => {
  const entries = Object.entries(history).filter(([name]) => /acc/.test(name));
  return (entries.find(([name]) => name.startsWith('val_')) ?? entries[0])?.[1];
};

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1);

/** Tries a short training out on a copy: whether going on brings much more. Costs some hundred steps. */
export async function tooShort(file: CaseFile, { x, y, validationData }: Trial): Promise<Finding[]> {
  const { epochs, stepsPerEpoch, batchSize, data } = file;
  if (epochs === null || data === null || epochs * stepsPerEpoch > SHORT || !canBeCopied(file.model)) return [];
  const copy = twin(file.model);
  const whole = Math.max(epochs * (1 + LONGER), Math.ceil(STEPS / stepsPerEpoch));
  const held = validationData == null ? {} : { validationData: [...validationData] as [ModelData, ModelData] };
  const { history } = await copy.fit(x, y, { epochs: whole, batchSize, verbose: 0, ...held });
  const losses = history.loss ?? [];
  const planned = losses[epochs - 1] ?? Number.NaN;
  const later = losses.at(-1) ?? Number.NaN;
  const accuracy = accuracies(history);
  // A loss can go on falling long after all answers are right.
  if (accuracy !== undefined && mean(accuracy.slice(-3)) - (accuracy[epochs - 1] ?? 0) < 0.05) return [];
  const first = file.pass.dataLoss;
  const fallen = (first - planned) / Math.max(first - later, 1e-9);
  if (!(later < 0.75 * planned) || !(fallen < 0.85) || !(planned > 0.15 * first)) return [];
  // With steps that are unusually short, their length may as well be to blame as their number.
  const { name, learningRate } = file.optimizer;
  const short = learningRate < usualLearningRate(name) / 5;
  return [
    finding({
      cause: 'too_few_epochs',
      severity: short ? 'warning' : 'fault',
      confidence: short ? 0.6 : 0.9,
      symptoms: ['unfinished_learning'],
      evidence: [
        {
          quantity: `loss after ${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}, tried out`,
          measured: Number(planned.toPrecision(3)),
          expected: null,
        },
        { quantity: `loss after ${whole} epochs`, measured: Number(later.toPrecision(3)), expected: null },
      ],
      explanation: `Training is planned to end after ${epochs * stepsPerEpoch} steps, while the loss is still falling fast: on a copy, going on to ${whole} epochs brought it from ${planned.toPrecision(2)} to ${later.toPrecision(2)}. Train longer, and let early stopping decide when it is enough.`,
    }),
  ];
}
