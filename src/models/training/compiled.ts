import { Mean } from '../../metrics/index.ts';
import * as optimizers from '../../optimizers/index.ts';
import { badArgument, checkOptions } from '../../support/errors.ts';
import { checkCount } from './batch-source.ts';
import { CompileLoss, type LossSpec, type LossWeights } from './compile-loss.ts';
import { CompileMetrics, type MetricsSpec } from './compile-metrics.ts';
import type { PerOutput } from './per-output.ts';

/** How a model is to be trained. */
export interface CompileOptions {
  /** Default `'rmsprop'`. */
  readonly optimizer?: optimizers.OptimizerIdentifier | null;
  /** The loss, or losses per output. Default null: only what layers add with `addLoss`, and regularizers. */
  readonly loss?: PerOutput<LossSpec> | null;
  /** The factor of each output's loss in the total. Default: 1. */
  readonly lossWeights?: LossWeights | null;
  /** Metrics that don't see sample weights. Default: none. */
  readonly metrics?: MetricsSpec;
  /** Metrics that see sample weights. Default: none. */
  readonly weightedMetrics?: MetricsSpec;
  /** Whether each step runs its TypeScript anew instead of a compiled program; slow, for debugging. Default false. */
  readonly runEagerly?: boolean;
  /** Steps between two looks at callbacks. Default 1. */
  readonly stepsPerExecution?: number;
  /** Kept for Keras's configs; steps are compiled unless `runEagerly` is set. Default `'auto'`. */
  readonly jitCompile?: boolean | 'auto';
  /** Whether a model of the policy `'mixed_float16'` gets its optimizer wrapped in a `LossScaleOptimizer`. Default true. */
  readonly autoScaleLoss?: boolean;
}

export const compileOptionNames = [
  'optimizer',
  'loss',
  'lossWeights',
  'metrics',
  'weightedMetrics',
  'runEagerly',
  'stepsPerExecution',
  'jitCompile',
  'autoScaleLoss',
] as const satisfies readonly (keyof CompileOptions)[];

/** float16 loses small gradients unless the loss is scaled. */
const scaled = (optimizer: optimizers.Optimizer, scale: boolean): optimizers.Optimizer =>
  scale && !(optimizer instanceof optimizers.LossScaleOptimizer)
    ? new optimizers.LossScaleOptimizer(optimizer, { name: 'loss_scale_optimizer' })
    : optimizer;

/** What `compile` makes of its options. */
export class Compiled {
  readonly options: CompileOptions;
  readonly optimizer: optimizers.Optimizer;
  readonly loss: CompileLoss | null;
  readonly metrics: CompileMetrics | null;
  /** The mean of the loss since the epoch began, weighted by batch size. */
  readonly lossTracker = new Mean({ name: 'loss' });
  readonly runEagerly: boolean;
  readonly stepsPerExecution: number;

  /** @param policy the name of the model's dtype policy */
  constructor(options: CompileOptions, policy = 'float32') {
    checkOptions('compile', options, compileOptionNames);
    const { optimizer, loss = null, lossWeights = null, metrics = null, weightedMetrics = null } = options;
    const { runEagerly = false, jitCompile = 'auto', autoScaleLoss = true } = options;
    if (typeof autoScaleLoss !== 'boolean') throw badArgument('autoScaleLoss', 'a boolean', autoScaleLoss);
    if (typeof runEagerly !== 'boolean') throw badArgument('runEagerly', 'a boolean', runEagerly);
    if (typeof jitCompile !== 'boolean' && jitCompile !== 'auto') {
      throw badArgument('jitCompile', "a boolean or 'auto'", jitCompile);
    }
    this.options = options;
    this.stepsPerExecution = checkCount('stepsPerExecution', options.stepsPerExecution) ?? 1;
    this.runEagerly = runEagerly;
    this.loss = loss === null ? null : new CompileLoss(loss, lossWeights);
    this.metrics = metrics === null && weightedMetrics === null ? null : new CompileMetrics(metrics, weightedMetrics);
    this.optimizer = scaled(optimizers.get(optimizer ?? 'rmsprop'), policy === 'mixed_float16' && autoScaleLoss);
  }

  /** Runs `body`; when it throws, losses and metrics know no more of the outputs than they did before. */
  attempt<T>(body: () => T): T {
    const fresh = [this.loss, this.metrics].filter((part) => part?.built === false);
    try {
      return body();
    } catch (error) {
      for (const part of fresh) part?.forget();
      throw error;
    }
  }
}
