import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';

/** What callbacks see of an optimizer. */
export interface CallbackOptimizer {
  /** The learning rate in force, as a plain number. */
  getLearningRate(): number;
  get learningRate(): unknown;
  /** Throws when the optimizer follows a schedule. */
  set learningRate(value: number);
  /** Exchanges variables and their moving averages. Throws when there are none. */
  swapAverages(): void;
  /** Makes the variables their own moving averages. */
  resetAverages(): void;
}

/** What callbacks see of a metric. */
export interface CallbackMetric {
  readonly name: string;
  /** Whether a better model has more of it (`up`) or less (`down`). */
  readonly direction?: 'up' | 'down' | undefined;
}

/**
 * What callbacks see of the model that is being trained, evaluated or asked for predictions. The model is more than
 * that; a callback that needs more of it takes the model in its constructor.
 */
export interface CallbackModel {
  readonly name: string;
  /** Set it to end `fit` after the current step. */
  stopTraining: boolean;
  /** Set it to end `evaluate` after the current step. */
  stopEvaluating: boolean;
  /** Set it to end `predict` after the current step. */
  stopPredicting: boolean;
  readonly optimizer: CallbackOptimizer | null;
  /** The running loss and all metrics, one by one. */
  readonly reportedMetrics: readonly CallbackMetric[];
  readonly weights: readonly Variable[];
  /** Copies of all weights. */
  getWeights(): Promise<Tensor[]>;
  setWeights(weights: readonly Tensor[]): void;
  /** Saves the whole model, or the weights; at every moment there is either the old file or the whole new one. */
  save(filepath: string): Promise<void>;
  saveWeights(filepath: string): Promise<void>;
  /** Saves what another process needs to go on with this training, and goes on with what was saved. */
  saveTrainingState(filepath: string): Promise<void>;
  loadTrainingState(filepath: string): Promise<void>;
}
