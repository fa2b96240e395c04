import { Model } from '../models/index.ts';
import type { ModelData } from '../models/training/data-types.ts';
import { StateError } from '../support/errors.ts';
import { deserializeObject, serializeObject } from '../support/registry.ts';
import type { CaseFile } from './case-file.ts';
import { type Finding, finding } from './finding.ts';

/** A training this short is tried out in full, and then for as long again, and again. */
const SHORT = 150;
const LONGER = 3;

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

/** Whether a model can be written down and made anew, which models with a `call` of their own can't be. */
export const canBeCopied = (model: Model): boolean => model.isGraph;

interface Trial {
  readonly x: ModelData;
  readonly y: ModelData;
}

/**
 * Tries a short training out on a copy: whether going on three times as long brings much more. Costs four times as many
 * steps as are planned.
 */
export async function tooShort(file: CaseFile, { x, y }: Trial): Promise<Finding[]> {
  const { epochs, stepsPerEpoch, batchSize, data } = file;
  if (epochs === null || data === null || epochs * stepsPerEpoch > SHORT || !canBeCopied(file.model)) return [];
  const copy = twin(file.model);
  const { history } = await copy.fit(x, y, { epochs: epochs * (1 + LONGER), batchSize, verbose: 0 });
  const losses = history.loss ?? [];
  const planned = losses[epochs - 1] ?? Number.NaN;
  const later = losses.at(-1) ?? Number.NaN;
  const accuracy = Object.entries(history).find(([name]) => /acc/.test(name))?.[1];
  // A loss can go on falling long after all answers are right.
  if (accuracy !== undefined && (accuracy.at(-1) ?? 0) - (accuracy[epochs - 1] ?? 0) < 0.04) return [];
  const first = file.pass.dataLoss;
  const fallen = (first - planned) / Math.max(first - later, 1e-9);
  if (!(later < 0.75 * planned) || !(fallen < 0.85) || !(planned > 0.15 * first)) return [];
  return [
    finding({
      cause: 'too_few_epochs',
      severity: 'fault',
      confidence: 0.9,
      symptoms: ['unfinished_learning'],
      evidence: [
        {
          quantity: `loss after ${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}, tried out`,
          measured: Number(planned.toPrecision(3)),
          expected: null,
        },
        {
          quantity: `loss after ${epochs * (1 + LONGER)} epochs`,
          measured: Number(later.toPrecision(3)),
          expected: null,
        },
      ],
      explanation: `Training is planned to end after ${epochs * stepsPerEpoch} steps, while the loss is still falling fast: on a copy, going on to ${epochs * (1 + LONGER)} epochs brought it from ${planned.toPrecision(2)} to ${later.toPrecision(2)}. Train longer, and let early stopping decide when it is enough.`,
    }),
  ];
}
