import type { CaseFile } from '../case-file.ts';
import type { Finding } from '../finding.ts';
import { missingActivation, seluConditions, shrinkingActivation, unboundedActivation } from './activation-rules.ts';
import { corruptedLabels, dataRemarks, nonFiniteData, unscaledInputs } from './data-rules.ts';
import { noShortcuts } from './depth-rules.ts';
import { largeWeights, smallWeights, switchedOff, symmetricUnits } from './init-rules.ts';
import { constantLabels, labelRange, missingClasses, unscaledTargets } from './label-rules.ts';
import { learningRate, missingClipping, setting, tinyBatch } from './optimizer-rules.ts';
import { lossFit, outputActivation } from './output-rules.ts';
import {
  heavyDropout,
  initialLoss,
  narrowLayer,
  normalizationStatistics,
  nothingTrainable,
  strongPenalty,
  uselessBias,
} from './structure-rules.ts';

/** Looks at one thing before the first step. */
export type Rule = (file: CaseFile) => Finding[];

/** All rules that need no training. */
export const rulesBefore: readonly Rule[] = [
  nonFiniteData,
  constantLabels,
  labelRange,
  missingClasses,
  corruptedLabels,
  unscaledTargets,
  unscaledInputs,
  dataRemarks,
  outputActivation,
  lossFit,
  nothingTrainable,
  symmetricUnits,
  switchedOff,
  smallWeights,
  largeWeights,
  shrinkingActivation,
  unboundedActivation,
  missingActivation,
  seluConditions,
  learningRate,
  setting,
  tinyBatch,
  missingClipping,
  strongPenalty,
  heavyDropout,
  normalizationStatistics,
  narrowLayer,
  uselessBias,
  noShortcuts,
  initialLoss,
];
