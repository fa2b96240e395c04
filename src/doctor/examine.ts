import type { Model } from '../models/index.ts';
import type { ModelData } from '../models/training/data-types.ts';
import { flag, positiveInteger } from '../support/check-values.ts';
import { checkOptions } from '../support/errors.ts';
import { type CaseFile, openCase } from './case-file.ts';
import { type Finding, ranked, worst } from './finding.ts';
import { fitOneBatch, type OneBatch } from './one-batch.ts';
import { canBeCopied, tooShort } from './rehearse.ts';
import { remediesFor } from './remedies/catalogue.ts';
import { nonFiniteData } from './rules/data-rules.ts';
import { rulesBefore } from './rules/index.ts';
import type { Severity } from './vocabulary.ts';

/** A training that is planned. */
export interface PlannedTraining {
  readonly x: ModelData;
  readonly y: ModelData;
  /** What the training is validated with; makes what is said about labels surer. Default null. */
  readonly validationData?: readonly [ModelData, ModelData] | null;
  /** How many epochs are planned; without it nothing is said about the length of training. Default null. */
  readonly epochs?: number | null;
  /** Default 32. */
  readonly batchSize?: number;
}

/** A training that is to be examined, and how. */
export interface ExamineOptions extends PlannedTraining {
  /**
   * Whether to try, on a copy, if one batch can be learned by heart: 200 steps and a second at most. It is left out for
   * models with a `call` of their own, which can't be copied, for losses that don't end at zero, and for data that are
   * no numbers. Default true.
   */
  readonly oneBatch?: boolean;
}

/** What the doctor says of a training. */
export interface Examination {
  /** The likeliest cause first. */
  readonly findings: readonly Finding[];
  /** The highest severity; null when nothing was found. */
  readonly severity: Severity | null;
  /** Whether a single batch can be learned by heart; null where it was not tried: see `oneBatch` of the options. */
  readonly oneBatch: OneBatch | null;
  /** What the rules looked at. */
  readonly file: CaseFile;
}

/** The names in a planned training. */
export const planNames = ['x', 'y', 'validationData', 'epochs', 'batchSize'] as const;

/** Whether the loss is zero when every answer is right: else it can't show whether a batch was learned. */
function endsAtZero({ loss, labelSmoothing, data }: CaseFile): boolean {
  if (loss === null) return false;
  // A crossentropy ends at the entropy of its targets.
  if (loss.includes('crossentropy')) return labelSmoothing === 0 && data?.task !== 'regression';
  return /^mean_|huber|log_cosh|hinge/.test(loss);
}

/**
 * Examines a compiled model before its first step, without changing it: looks at its layers, loss, optimizer and data,
 * foretells by mean-field theory how signal and gradient will travel, and compares that with one forward and one
 * backward pass. A net that can't learn even a single batch by heart is put together wrongly; one that can may still have
 * the wrong learning rate, or too little data.
 *
 * @param model a compiled model
 * @param options `x`, `y`, `validationData`, `epochs`, `batchSize`: what `fit` will get; `oneBatch`
 * @returns the findings, the likeliest cause first
 * @throws StateError when the model isn't compiled
 * @see docs/doctor.md, which names the papers
 *
 * @example
 * ```ts
 * import { doctor, layers, Sequential } from 'keratin';
 * const model = new Sequential([
 *   new layers.Input({ shape: [2] }),
 *   new layers.Dense(8, { activation: 'relu', kernelInitializer: 'zeros' }),
 *   new layers.Dense(1, { activation: 'sigmoid' }),
 * ]);
 * model.compile({ loss: 'binary_crossentropy' });
 * const { findings } = await doctor.examine(model, { x: [[0, 1], [1, 0], [1, 1], [0, 0]], y: [1, 1, 0, 0] });
 * console.log(findings[0]?.cause); // => init_symmetric
 * ```
 */
export async function examine(model: Model, options: ExamineOptions): Promise<Examination> {
  checkOptions('examine', options, [...planNames, 'oneBatch']);
  const asked = flag('oneBatch', options.oneBatch ?? true);
  const batchSize = positiveInteger('batchSize', options.batchSize ?? 32);
  const file = openCase(model, options);
  // Of data that are no numbers, the other rules would only see consequences.
  const spoilt = nonFiniteData(file);
  const found = spoilt.length > 0 ? spoilt : rulesBefore.flatMap((rule) => rule(file));
  // Whether a training is too short is worth trying out where nothing else is wrong with it.
  const short = worst(found) === 'fault' ? [] : await tooShort(file, options);
  const findings = ranked([...found, ...short]).map((one) => ({ ...one, remedies: remediesFor(file, one) }));
  const tried = asked && canBeCopied(model) && endsAtZero(file) && spoilt.length === 0;
  const { x, y } = options;
  const oneBatch = tried ? await fitOneBatch(model, { x, y, batchSize, seconds: 1 }) : null;
  return { findings, severity: worst(findings), oneBatch, file };
}
