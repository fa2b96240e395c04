import { fractionBelowOne, nonNegativeInteger, nonNegativeNumber } from '../support/check-values.ts';
import { type CallbackState, numberOr } from './callback.ts';
import { optimizerOf } from './learning-rate.ts';
import type { Logs } from './logs.ts';
import { MonitorCallback, type MonitorOptions } from './monitor-callback.ts';

export interface ReduceLROnPlateauOptions extends MonitorOptions {
  /** The learning rate is multiplied by this, which is less than 1. Default 0.1. */
  readonly factor?: number;
  /** Epochs without improvement after which the rate is reduced. Default 10. */
  readonly patience?: number;
  /** 1 prints a line when the rate is reduced. Default 0. */
  readonly verbose?: number;
  /** A change by no more than this is no improvement. Default 0.0001. */
  readonly minDelta?: number;
  /** Epochs after a reduction in which none are counted. Default 0. */
  readonly cooldown?: number;
  /** The rate is not reduced below this. Default 0. */
  readonly minLr?: number;
}

const known = ['monitor', 'mode', 'minDelta', 'factor', 'patience', 'verbose', 'cooldown', 'minLr'];

/**
 * Reduces the learning rate when a watched value has stopped improving, and adds the rate to the logs as
 * `learning_rate`.
 *
 * Source: https://keras.io/api/callbacks/reduce_lr_on_plateau/
 *
 * @throws ArgumentError for unknown options, and for a factor of 1 or more
 *
 * @example
 * ```ts
 * import { callbacks } from 'keratin';
 * const reducer = new callbacks.ReduceLROnPlateau({ monitor: 'val_loss', factor: 0.2, patience: 5, minLr: 0.001 });
 * ```
 */
export class ReduceLROnPlateau extends MonitorCallback {
  readonly factor: number;
  readonly patience: number;
  readonly verbose: number;
  readonly cooldown: number;
  readonly minLr: number;
  wait = 0;
  cooldownCounter = 0;

  constructor(options: ReduceLROnPlateauOptions = {}) {
    const { monitor = 'val_loss', mode = 'auto', minDelta = 1e-4 } = options;
    super('ReduceLROnPlateau', options, known, { monitor, mode, minDelta });
    this.factor = fractionBelowOne('factor', options.factor ?? 0.1);
    this.patience = nonNegativeInteger('patience', options.patience ?? 10);
    this.minLr = nonNegativeNumber('minLr', options.minLr ?? 0);
    this.verbose = options.verbose ?? 0;
    this.cooldown = nonNegativeInteger('cooldown', options.cooldown ?? 0);
  }

  get inCooldown(): boolean {
    return this.cooldownCounter > 0;
  }

  override onTrainBegin(): void {
    this.wait = 0;
    this.cooldownCounter = 0;
    this.best = null;
  }

  override getState(): CallbackState {
    const { wait, cooldownCounter, best } = this;
    return { values: { wait, cooldownCounter, best } };
  }

  override setState({ values }: CallbackState): void {
    this.wait = numberOr(0, values.wait);
    this.cooldownCounter = numberOr(0, values.cooldownCounter);
    this.best = numberOr(null, values.best);
  }

  override onEpochEnd(epoch: number, logs: Logs): void {
    const optimizer = optimizerOf(this.model, 'ReduceLROnPlateau');
    const rate = optimizer.getLearningRate();
    logs.learning_rate = rate;
    const current = this.monitored(logs);
    if (current === null) return;
    if (this.inCooldown) {
      this.cooldownCounter -= 1;
      this.wait = 0;
    }
    if (this.improves(current, this.best)) {
      this.best = current;
      this.wait = 0;
      return;
    }
    if (this.inCooldown) return;
    this.wait += 1;
    if (this.wait < this.patience || rate <= Math.fround(this.minLr)) return;
    const reduced = Math.max(rate * this.factor, this.minLr);
    optimizer.learningRate = reduced;
    if (this.verbose > 0) {
      console.log(`Epoch ${epoch + 1}: ReduceLROnPlateau reducing learning rate to ${reduced}.`);
    }
    this.cooldownCounter = this.cooldown;
    this.wait = 0;
  }
}
