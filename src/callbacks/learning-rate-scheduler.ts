import { badArgument } from '../support/errors.ts';
import { Callback } from './callback.ts';
import { optimizerOf } from './learning-rate.ts';
import type { Logs } from './logs.ts';

/**
 * Sets the learning rate at the beginning of every epoch, and adds it to the logs as `learning_rate`.
 *
 * Source: https://keras.io/api/callbacks/learning_rate_scheduler/
 *
 * @param schedule takes the epoch (from 0) and the learning rate in force, and returns the new one
 * @param options.verbose 1 prints a line per epoch. Default 0.
 * @throws ArgumentError when the schedule does not return a number
 *
 * @example
 * ```ts
 * import { callbacks } from 'keratin';
 * const halving = new callbacks.LearningRateScheduler((epoch, rate) => (epoch === 0 ? rate : rate / 2));
 * ```
 */
export class LearningRateScheduler extends Callback {
  readonly schedule: (epoch: number, learningRate: number) => number;
  readonly verbose: number;

  constructor(schedule: (epoch: number, learningRate: number) => number, options: { readonly verbose?: number } = {}) {
    super();
    if (typeof schedule !== 'function') {
      throw badArgument('schedule', 'a function of the epoch and the learning rate', schedule);
    }
    this.schedule = schedule;
    this.verbose = options.verbose ?? 0;
  }

  override onEpochBegin(epoch: number): void {
    const optimizer = optimizerOf(this.model, 'LearningRateScheduler');
    const learningRate = this.schedule(epoch, optimizer.getLearningRate());
    if (typeof learningRate !== 'number' || Number.isNaN(learningRate)) {
      throw badArgument('schedule', 'a function that returns the learning rate as a number', learningRate);
    }
    optimizer.learningRate = learningRate;
    if (this.verbose > 0) {
      console.log(`Epoch ${epoch + 1}: LearningRateScheduler setting learning rate to ${learningRate}.`);
    }
  }

  override onEpochEnd(_epoch: number, logs: Logs): void {
    logs.learning_rate = optimizerOf(this.model, 'LearningRateScheduler').getLearningRate();
  }
}
