import { consoleOutput } from '../../callbacks/console-output.ts';
import type { CallbackLike, VitalsOptions } from '../../callbacks/index.ts';
import { isInteractiveLoggingEnabled } from '../../config/interactive-logging.ts';
import { badArgument } from '../../support/errors.ts';
import type { Shuffle } from './array-source.ts';
import type { Batches, ModelData } from './data-types.ts';
import type { ClassWeight } from './sample-weights.ts';

/** How much is printed: nothing, a progress line, one line per epoch; `auto` is 1 on a terminal and 2 elsewhere. */
export type Verbose = 'auto' | 0 | 1 | 2;

/** Callbacks, or plain objects of hooks; one or several. */
export type Callbacks = CallbackLike | readonly CallbackLike[];

/** Data that are not trained on: inputs and targets (and weights), or batches. */
export type ValidationData = readonly [x: ModelData, y: ModelData, sampleWeight?: ModelData] | Batches;

export interface FitOptions {
  /** Samples per step. Default 32. */
  readonly batchSize?: number | null;
  /** The epoch (from 1) after which training ends. Default 1. */
  readonly epochs?: number;
  /** Default `'auto'`. */
  readonly verbose?: Verbose;
  readonly callbacks?: Callbacks | null;
  /** The share of the samples, between 0 and 1, that is kept for validation: the last ones. Default 0. */
  readonly validationSplit?: number;
  /** What the loss and the metrics are also computed of at the end of epochs. Default null. */
  readonly validationData?: ValidationData | null;
  /** Whether samples are put in a new order in every epoch, or within batches only. Not for iterators. Default true. */
  readonly shuffle?: Shuffle;
  /** Weights of the samples by class. Default null. */
  readonly classWeight?: ClassWeight | null;
  /** Weights of the samples, [N]; per output in a list or record. Default null. */
  readonly sampleWeight?: ModelData | null;
  /** The epoch (from 0) to begin with. Default 0. */
  readonly initialEpoch?: number;
  /** Steps per epoch. Default: one pass over the data. */
  readonly stepsPerEpoch?: number | null;
  /** Steps per validation. Default: one pass over the validation data. */
  readonly validationSteps?: number | null;
  /** Default: `batchSize`. */
  readonly validationBatchSize?: number | null;
  /** Validate after every so many epochs, or after the epochs (from 1) of a list. Default 1. */
  readonly validationFreq?: number | readonly number[];
  /**
   * Measures every layer on sampled steps (see `callbacks.Vitals`): true, or its options. The records are in
   * `history.vitals`. Default false.
   */
  readonly vitals?: boolean | VitalsOptions | null;
}

export const fitOptionNames = [
  'batchSize',
  'epochs',
  'verbose',
  'callbacks',
  'validationSplit',
  'validationData',
  'shuffle',
  'classWeight',
  'sampleWeight',
  'initialEpoch',
  'stepsPerEpoch',
  'validationSteps',
  'validationBatchSize',
  'validationFreq',
  'vitals',
] as const satisfies readonly (keyof FitOptions)[];

export interface EvaluateOptions {
  /** Samples per step. Default 32. */
  readonly batchSize?: number | null;
  /** Default `'auto'`. */
  readonly verbose?: Verbose;
  /** Weights of the samples. Default null. */
  readonly sampleWeight?: ModelData | null;
  /** Steps after which to end. Default: one pass over the data. */
  readonly steps?: number | null;
  readonly callbacks?: Callbacks | null;
  /** Whether the result is a record by name instead of a list. Default false. */
  readonly returnDict?: boolean;
}

export const evaluateOptionNames = [
  'batchSize',
  'verbose',
  'sampleWeight',
  'steps',
  'callbacks',
  'returnDict',
] as const satisfies readonly (keyof EvaluateOptions)[];

export interface PredictOptions {
  /** Samples per step. Default 32. */
  readonly batchSize?: number | null;
  /** Default `'auto'`. */
  readonly verbose?: Verbose;
  /** Steps after which to end. Default: one pass over the data. */
  readonly steps?: number | null;
  readonly callbacks?: Callbacks | null;
}

export const predictOptionNames = [
  'batchSize',
  'verbose',
  'steps',
  'callbacks',
] as const satisfies readonly (keyof PredictOptions)[];

export interface TrainOnBatchOptions {
  readonly sampleWeight?: ModelData | null;
  readonly classWeight?: ClassWeight | null;
  /** Whether the result is a record by name instead of a list. Default false. */
  readonly returnDict?: boolean;
}

export interface TestOnBatchOptions {
  readonly sampleWeight?: ModelData | null;
  /** Whether the result is a record by name instead of a list. Default false. */
  readonly returnDict?: boolean;
}

/** What `verbose` means here. */
export function resolveVerbose(verbose: unknown): 0 | 1 | 2 {
  if (verbose === undefined || verbose === 'auto')
    return consoleOutput.columns === null || !isInteractiveLoggingEnabled() ? 2 : 1;
  if (verbose === 0 || verbose === 1 || verbose === 2) return verbose;
  throw badArgument('verbose', "'auto', 0, 1 or 2", verbose);
}
