import { StateError } from '../support/errors.ts';
import type { CallbackModel } from './callback-model.ts';
import type { Logs, PredictLogs } from './logs.ts';

/** What a hook gives back: nothing, now or later. Training waits for it. */
export type HookResult = void | Promise<void>;

/** What callbacks are told of the run they belong to. */
export interface CallbackParams {
  /** 0 silent, 1 progress line, 2 one line per epoch. */
  readonly verbose: 0 | 1 | 2;
  readonly epochs: number;
  /** Batches per epoch; null as long as nobody knows. */
  readonly steps: number | null;
}

/**
 * Base of all callbacks: actions at the ends of epochs, batches and whole runs. Override the hooks you need; each may
 * be async. `this.model` and `this.params` are set before the first hook.
 *
 * Logs hold the values of the loss and the metrics, averaged since the epoch began. A batch hook's logs are read back
 * from the running program, which costs a little in every step, so override `onTrainBatchEnd` only where needed.
 *
 * Source: https://keras.io/api/callbacks/base_callback/
 *
 * @example
 * ```ts
 * import { callbacks } from 'keratin';
 * class Greeter extends callbacks.Callback {
 *   override onEpochEnd(epoch: number, logs: callbacks.Logs) {
 *     console.log(`epoch ${epoch}: loss ${logs.loss}`);
 *   }
 * }
 * const greeter = new Greeter(); // model.fit(x, y, { callbacks: [greeter] })
 * ```
 */
export class Callback {
  #model: CallbackModel | null = null;
  #params: CallbackParams = { verbose: 0, epochs: 1, steps: null };

  /** The model of the run. Throws before a run has begun. */
  get model(): CallbackModel {
    if (this.#model === null) {
      throw new StateError(
        'A callback has its model from the moment when fit, evaluate or predict begins. Received: model=null',
      );
    }
    return this.#model;
  }

  get params(): CallbackParams {
    return this.#params;
  }

  setModel(model: CallbackModel): void {
    this.#model = model;
  }

  setParams(params: CallbackParams): void {
    this.#params = params;
  }

  /**
   * Whether the coming batch-end hook wants to see logs. Answering no saves reading them back from the running program;
   * the hook is then called with empty logs.
   */
  wantsBatchLogs(): boolean {
    return true;
  }

  onTrainBegin(_logs?: Logs): HookResult {}
  /** @param _logs the logs of the last epoch */
  onTrainEnd(_logs: Logs): HookResult {}
  /** @param _epoch counted from 0 */
  onEpochBegin(_epoch: number, _logs?: Logs): HookResult {}
  /** @param _logs training and (with `val_` in front) validation values; what is added here is seen by later callbacks */
  onEpochEnd(_epoch: number, _logs: Logs): HookResult {}
  /** The same as `onTrainBatchBegin`, by its old name. */
  onBatchBegin(_batch: number, _logs?: Logs): HookResult {}
  /** The same as `onTrainBatchEnd`, by its old name. */
  onBatchEnd(_batch: number, _logs: Logs): HookResult {}
  /** @param batch counted from 0 in each epoch */
  onTrainBatchBegin(batch: number, logs?: Logs): HookResult {
    return this.onBatchBegin(batch, logs);
  }
  onTrainBatchEnd(batch: number, logs: Logs): HookResult {
    return this.onBatchEnd(batch, logs);
  }
  /** Also called when `fit` begins to validate. */
  onTestBegin(_logs?: Logs): HookResult {}
  onTestEnd(_logs: Logs): HookResult {}
  onTestBatchBegin(_batch: number, _logs?: Logs): HookResult {}
  onTestBatchEnd(_batch: number, _logs: Logs): HookResult {}
  onPredictBegin(_logs?: Logs): HookResult {}
  onPredictEnd(_logs?: Logs): HookResult {}
  onPredictBatchBegin(_batch: number): HookResult {}
  /** @param _logs what the model answered to this batch; empty when `wantsBatchLogs` said no */
  onPredictBatchEnd(_batch: number, _logs: PredictLogs): HookResult {}
}

/** The names of all hooks. */
export const hookNames = [
  'onTrainBegin',
  'onTrainEnd',
  'onEpochBegin',
  'onEpochEnd',
  'onBatchBegin',
  'onBatchEnd',
  'onTrainBatchBegin',
  'onTrainBatchEnd',
  'onTestBegin',
  'onTestEnd',
  'onTestBatchBegin',
  'onTestBatchEnd',
  'onPredictBegin',
  'onPredictEnd',
  'onPredictBatchBegin',
  'onPredictBatchEnd',
] as const satisfies readonly (keyof Callback)[];

export type HookName = (typeof hookNames)[number];

/** True when a callback does something of its own in one of the hooks. */
export const overrides = (callback: Callback, ...hooks: HookName[]): boolean =>
  hooks.some((hook) => callback[hook] !== Callback.prototype[hook]);
