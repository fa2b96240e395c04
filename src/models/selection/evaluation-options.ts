import { flag, positiveInteger, uint32 } from '../../support/check-values.ts';
import { badArgument, checkOptions } from '../../support/errors.ts';
import { globalShuffler } from '../../support/shuffle.ts';
import type { ModelData } from '../training/data-types.ts';
import { resolveVerbose, type Verbose } from '../training/options.ts';
import type { ClassWeight } from '../training/sample-weights.ts';

/** Options of `crossValidate` and `compare`. */
export interface CrossValidateOptions {
  /** Parts that the samples are split into; each is kept back once. At least 2. Default 5. */
  readonly folds?: number;
  /** Whether all parts get the same shares of classes. Default 'auto': when y holds classes (whole numbers or one-hot). */
  readonly stratify?: boolean | 'auto';
  /** Decides folds, initial weights and the order of samples: 0 to 2^32 - 1. Default: drawn from the stream of `setRandomSeed`. */
  readonly seed?: number | null;
  /** Epochs of each training. Default 10. */
  readonly epochs?: number;
  /** Samples per step. Default 32. */
  readonly batchSize?: number;
  /** Weights of the samples by class. Default null. */
  readonly classWeight?: ClassWeight | null;
  /** Weights of the samples. Default null. */
  readonly sampleWeight?: ModelData | null;
  /** What models are ranked by, a name in the logs. Default: the first metric, or the loss. */
  readonly metric?: string | null;
  /** Trainings at a time, each on one core. Default: the cores that the process may use. */
  readonly workers?: number | null;
  /** Whether progress is shown: 0 no, 1 a line that is rewritten, 2 plain lines. Default 'auto'. */
  readonly verbose?: Verbose;
}

export const crossValidateOptionNames = [
  'folds',
  'stratify',
  'seed',
  'epochs',
  'batchSize',
  'classWeight',
  'sampleWeight',
  'metric',
  'workers',
  'verbose',
] as const satisfies readonly (keyof CrossValidateOptions)[];

async function availableCores(): Promise<number> {
  if (typeof process === 'undefined' || process.versions?.node === undefined) return 1;
  return (await import('node:os')).availableParallelism();
}

/** Checks the options and fills in what is missing. */
export async function resolveOptions(where: string, options: CrossValidateOptions) {
  checkOptions(where, options, crossValidateOptionNames);
  const { folds = 5, stratify = 'auto', seed, epochs = 10, batchSize = 32, metric = null, workers } = options;
  if (!Number.isInteger(folds) || folds < 2) throw badArgument('folds', 'an integer that is at least 2', folds);
  if (metric !== null && (typeof metric !== 'string' || metric === '')) {
    throw badArgument('metric', 'the name of a value in the logs', metric);
  }
  return {
    folds,
    stratify: stratify === 'auto' ? stratify : flag('stratify', stratify),
    seed: seed === null || seed === undefined ? globalShuffler.integer(0x7fffffff) : uint32('seed', seed),
    plan: {
      epochs: positiveInteger('epochs', epochs),
      batchSize: positiveInteger('batchSize', batchSize),
      classWeight: options.classWeight ?? null,
    },
    sampleWeight: options.sampleWeight ?? null,
    metric,
    workers: workers === null || workers === undefined ? await availableCores() : positiveInteger('workers', workers),
    verbose: resolveVerbose(options.verbose),
  };
}

export type ResolvedOptions = Awaited<ReturnType<typeof resolveOptions>>;
