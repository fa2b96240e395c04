import { isPlainRecord } from '../support/plain-record.ts';
import { Callback, type CallbackState } from './callback.ts';
import type { Logs } from './logs.ts';
import type { VitalsRecord } from './vitals/vitals-record.ts';

/**
 * The record of a training, which `fit` returns: for every name in the logs its value epoch by epoch.
 *
 * Source: https://keras.io/api/callbacks/
 *
 * @example
 * ```ts
 * import { layers, Sequential } from 'keratin';
 * const model = new Sequential([new layers.Input({ shape: [1] }), new layers.Dense(1)]);
 * model.compile({ optimizer: 'sgd', loss: 'mse' });
 * const { history } = await model.fit([[1], [2]], [[2], [4]], { epochs: 3, verbose: 0 });
 * console.log(history.loss?.length); // => 3
 * ```
 */
export class History extends Callback {
  /** Values by name, one per epoch in which there was one. Names are in alphabetical order. */
  history: Record<string, number[]> = {};
  /** The epochs that were trained, counted from 0. */
  epoch: number[] = [];
  /** What `fit({ vitals })` or `callbacks.Vitals` measured, oldest first. */
  vitals: readonly VitalsRecord[] = [];

  override onTrainBegin(): void {
    this.epoch = [];
    this.history = {};
    this.vitals = [];
  }

  override getState(): CallbackState {
    return { values: { epoch: this.epoch, history: this.history } };
  }

  override setState({ values: { epoch, history } }: CallbackState): void {
    const isList = (x: unknown): x is number[] => Array.isArray(x) && x.every((item) => typeof item === 'number');
    if (isList(epoch)) this.epoch = [...epoch];
    if (isPlainRecord(history))
      this.history = Object.fromEntries(
        Object.entries(history).filter((entry): entry is [string, number[]] => isList(entry[1])),
      );
  }

  override onEpochEnd(epoch: number, logs: Logs): void {
    this.epoch.push(epoch);
    for (const [name, value] of Object.entries(logs)) {
      this.history[name] ??= [];
      this.history[name].push(value);
    }
  }
}
