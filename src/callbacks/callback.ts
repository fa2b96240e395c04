import { StateError } from '../support/errors.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { CallbackModel } from './callback-model.ts';
import type { Logs, PredictLogs } from './logs.ts';
import type { StepSampler } from './vitals/step-sampler.ts';

/** What a hook gives back: nothing, now or later. Training waits for it. */
export type HookResult = void | Promise<void>;

/** What a callback remembers of a run: numbers, texts and lists, as JSON has them, and tensors. */
export interface CallbackState {
  readonly values: { readonly [name: string]: unknown };
  readonly tensors?: readonly Tensor[];
}

/** What callbacks are told of the run they belong to. */
export interface CallbackParams {
  /** 0 silent, 1 progress line, 2 one line per epoch. */
  readonly verbose: 0 | 1 | 2;
  readonly epochs: number;
  /** Batches per epoch; null as long as nobody knows. */
  readonly steps: number | null;
}

/** What `fit` was called with, for callbacks that look at the data or train once more. */
export interface FitCall {
  /** Samples and targets as they were given: arrays, or batches in `x`. */
  readonly x: unknown;
  readonly y: unknown;
  /** `validationData` as it was given; null where there is none. */
  readonly validationData: unknown;
  readonly validationSplit: number;
  readonly batchSize: number;
  /** Trains another model on the same data with the same options, but for these; without printing. */
  readonly again: (model: CallbackModel, changes: FitChanges) => Promise<unknown>;
}

/** What is different when `fit` is called again. */
export interface FitChanges {
  readonly epochs: number;
  readonly batchSize: number;
  readonly callbacks: readonly Callback[];
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
  #fitCall: FitCall | null = null;

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

  /** The call of `fit` that is running; null in `evaluate` and `predict`, and afterwards. */
  get fitCall(): FitCall | null {
    return this.#fitCall;
  }

  setFitCall(call: FitCall | null): void {
    this.#fitCall = call;
  }

  setModel(model: CallbackModel): void {
    this.#model = model;
  }

  setParams(params: CallbackParams): void {
    this.#params = params;
  }

  /** What it wants measured within steps (see `Vitals`); none by default. */
  get samplers(): readonly StepSampler[] {
    return [];
  }

  /**
   * Whether the coming batch-end hook wants to see logs. Answering no saves reading them back from the running program;
   * the hook is then called with empty logs.
   */
  wantsBatchLogs(): boolean {
    return true;
  }

  /**
   * What `BackupAndRestore` keeps of this callback, so that a training that was killed goes on as if nothing had happened;
   * null for nothing.
   */
  getState(): CallbackState | null | Promise<CallbackState | null> {
    return null;
  }

  /** Takes what `getState` gave, in a training that goes on: after `onTrainBegin`, before the next epoch or step. */
  setState(_state: CallbackState): HookResult {}

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

/** A number of a callback's state, or something else where there is none. */
export const numberOr = <T>(otherwise: T, value: unknown): number | T =>
  typeof value === 'number' ? value : otherwise;
