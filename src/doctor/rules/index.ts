import type { CaseFile } from '../case-file.ts';
import type { Finding } from '../finding.ts';
import { missingActivation, seluConditions, shrinkingActivation, unboundedActivation } from './activation-rules.ts';
import { constantLabels, corruptedLabels, dataRemarks, nonFiniteData, unscaledInputs } from './data-rules.ts';
import { noShortcuts } from './depth-rules.ts';
import { largeWeights, smallWeights, switchedOff, symmetricUnits } from './init-rules.ts';
import { learningRate, missingClipping, setting, tinyBatch } from './optimizer-rules.ts';
import { lossFit, outputActivation } from './output-rules.ts';
import {
  heavyDropout,
  initialLoss,
  narrowLayer,
  normalizationStatistics,
  strongPenalty,
  uselessBias,
} from './structure-rules.ts';

/** Looks at one thing before the first step. */
export type Rule = (file: CaseFile) => Finding[];

/** All rules that need no training. */
export const rulesBefore: readonly Rule[] = [
  nonFiniteData,
  constantLabels,
  corruptedLabels,
  unscaledInputs,
  dataRemarks,
  outputActivation,
  lossFit,
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
