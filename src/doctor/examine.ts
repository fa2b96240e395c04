import type { Model } from '../models/index.ts';
import type { ModelData } from '../models/training/data-types.ts';
import { checkOptions } from '../support/errors.ts';
import { type CaseFile, openCase } from './case-file.ts';
import { type Finding, ranked, worst } from './finding.ts';
import { tooShort } from './rehearse.ts';
import { remediesFor } from './remedies/catalogue.ts';
import { rulesBefore } from './rules/index.ts';
import type { Severity } from './vocabulary.ts';

/** A training that is to be examined. */
export interface ExamineOptions {
  readonly x: ModelData;
  readonly y: ModelData;
  /** What the training is validated with; makes what is said about labels surer. Default null. */
  readonly validationData?: readonly [ModelData, ModelData] | null;
  /** How many epochs are planned; without it nothing is said about the length of training. Default null. */
  readonly epochs?: number | null;
  /** Default 32. */
  readonly batchSize?: number;
}

/** What the doctor says of a training. */
export interface Examination {
  /** The likeliest cause first. */
  readonly findings: readonly Finding[];
  /** The highest severity; null when nothing was found. */
  readonly severity: Severity | null;
  /** What the rules looked at. */
  readonly file: CaseFile;
}

export const examineOptionNames = ['x', 'y', 'validationData', 'epochs', 'batchSize'] as const;

/**
 * Examines a compiled model before its first step, without changing it: looks at its layers, loss, optimizer and data,
 * foretells by mean-field theory how signal and gradient will travel, and compares that with one forward and one
 * backward pass.
 *
 * @param model a compiled model
 * @param options `x`, `y`, `validationData`, `epochs`, `batchSize`: what `fit` will get
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
  checkOptions('examine', options, examineOptionNames);
  const file = openCase(model, options);
  const found = rulesBefore.flatMap((rule) => rule(file));
  // Whether a training is too short is worth trying out where nothing else is wrong with it.
  const short = worst(found) === 'fault' ? [] : await tooShort(file, options);
  const findings = ranked([...found, ...short]).map((one) => ({ ...one, remedies: remediesFor(file, one) }));
  return { findings, severity: worst(findings), file };
}
