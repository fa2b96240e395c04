import { finiteNumber, flag, nonNegativeInteger, optional } from '../support/check-values.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { type CallbackState, numberOr } from './callback.ts';
import type { Logs } from './logs.ts';
import { MonitorCallback, type MonitorOptions } from './monitor-callback.ts';

export interface EarlyStoppingOptions extends MonitorOptions {
  /** Epochs without improvement after which training ends. Default 0. */
  readonly patience?: number;
  /** 1 prints a line when training is ended. Default 0. */
  readonly verbose?: number;
  /** A value that must be beaten for an improvement to count. Default null. */
  readonly baseline?: number | null;
  /** Whether the model gets the weights of its best epoch when training ends, early or not. Default false. */
  readonly restoreBestWeights?: boolean;
  /** Epochs (from 0) before this one are not looked at. Default 0. */
  readonly startFromEpoch?: number;
}

const known = [
  'monitor',
  'mode',
  'minDelta',
  'patience',
  'verbose',
  'baseline',
  'restoreBestWeights',
  'startFromEpoch',
];

/**
 * Ends training when a watched value has stopped improving.
 *
 * Source: https://keras.io/api/callbacks/early_stopping/
 *
 * @throws ArgumentError for unknown options and values out of range
 *
 * @example
 * ```ts
 * import { callbacks, layers, Sequential } from 'keratin';
 * const model = new Sequential([new layers.Input({ shape: [1] }), new layers.Dense(1)]);
 * model.compile({ optimizer: 'sgd', loss: 'mse' });
 * const stopper = new callbacks.EarlyStopping({ monitor: 'loss', patience: 3, restoreBestWeights: true });
 * await model.fit([[1], [2]], [[2], [4]], { epochs: 5, callbacks: [stopper], verbose: 0 });
 * ```
 */
export class EarlyStopping extends MonitorCallback {
  readonly patience: number;
  readonly verbose: number;
  readonly baseline: number | null;
  readonly restoreBestWeights: boolean;
  readonly startFromEpoch: number;
  /** Epochs since the last improvement. */
  wait = 0;
  /** The epoch (from 0) after which training was ended; 0 when it was not. */
  stoppedEpoch = 0;
  bestEpoch = 0;
  bestWeights: Tensor[] | null = null;

  constructor(options: EarlyStoppingOptions = {}) {
    const { monitor = 'val_loss', mode = 'auto', minDelta = 0 } = options;
    super('EarlyStopping', options, known, { monitor, mode, minDelta });
    this.patience = nonNegativeInteger('patience', options.patience ?? 0);
    this.verbose = options.verbose ?? 0;
    this.baseline = optional(finiteNumber, 'baseline', options.baseline);
    this.restoreBestWeights = flag('restoreBestWeights', options.restoreBestWeights ?? false);
    this.startFromEpoch = nonNegativeInteger('startFromEpoch', options.startFromEpoch ?? 0);
  }

  override onTrainBegin(): void {
    this.wait = 0;
    this.stoppedEpoch = 0;
    this.best = null;
    this.bestEpoch = 0;
    this.bestWeights = null;
  }

  override getState(): CallbackState {
    const { wait, stoppedEpoch, best, bestEpoch } = this;
    const kept = this.bestWeights === null ? {} : { tensors: this.bestWeights };
    return { values: { wait, stoppedEpoch, best, bestEpoch }, ...kept };
  }

  override setState({ values, tensors }: CallbackState): void {
    this.wait = numberOr(0, values.wait);
    this.stoppedEpoch = numberOr(0, values.stoppedEpoch);
    this.best = numberOr(null, values.best);
    this.bestEpoch = numberOr(0, values.bestEpoch);
    this.bestWeights = tensors === undefined ? null : [...tensors];
    // The run was killed after its last epoch.
    if (this.stoppedEpoch > 0) this.model.stopTraining = true;
  }

  override async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    const current = this.monitored(logs);
    if (current === null || epoch < this.startFromEpoch) return;
    const better = this.improves(current, this.best);
    if (better) {
      this.best = current;
      this.bestEpoch = epoch;
    }
    if (this.restoreBestWeights && (better || this.bestWeights === null)) {
      this.bestWeights = await this.model.getWeights();
      this.bestEpoch = epoch;
    }
    this.wait += 1;
    if (better) {
      if (this.baseline === null || this.improves(current, this.baseline)) this.wait = 0;
      return;
    }
    if (this.wait >= this.patience && epoch > 0) {
      this.stoppedEpoch = epoch;
      this.model.stopTraining = true;
    }
  }

  override onTrainEnd(): void {
    if (this.stoppedEpoch > 0 && this.verbose > 0) console.log(`Epoch ${this.stoppedEpoch + 1}: early stopping`);
    if (!this.restoreBestWeights || this.bestWeights === null) return;
    if (this.verbose > 0) console.log(`Restoring model weights from the end of the best epoch: ${this.bestEpoch + 1}.`);
    this.model.setWeights(this.bestWeights);
  }
}
