import { ArgumentError, describe } from '../support/errors.ts';
import { Callback, type CallbackParams, type HookResult, overrides } from './callback.ts';
import type { CallbackModel } from './callback-model.ts';
import { type Hooks, LambdaCallback } from './lambda-callback.ts';
import { type Logs, type PredictLogs, sortedLogs } from './logs.ts';

/** What `fit`, `evaluate` and `predict` take as a callback: an object of a subclass, or hooks in a plain object. */
export type CallbackLike = Callback | Hooks;

const isPlainObject = (x: unknown): x is Hooks =>
  typeof x === 'object' && x !== null && Object.getPrototypeOf(x) === Object.prototype;

/** Turns what a user passed as `callbacks` into callbacks. */
export function toCallbacks(callbacks: CallbackLike | readonly CallbackLike[] | null | undefined): Callback[] {
  if (callbacks === null || callbacks === undefined) return [];
  const list: readonly unknown[] = Array.isArray(callbacks) ? callbacks : [callbacks];
  return list.map((item) => {
    if (item instanceof Callback) return item;
    if (isPlainObject(item)) return new LambdaCallback(item);
    throw new ArgumentError(
      `\`callbacks\` takes callbacks, or plain objects of hooks such as { onEpochEnd(epoch, logs) {} }. Received: ${describe(item)}`,
    );
  });
}

type Visit = (callback: Callback) => HookResult;

/** Calls a hook of several callbacks in turn; becomes asynchronous only when one of them is. */
function each(callbacks: readonly Callback[], visit: Visit): HookResult {
  for (let i = 0; i < callbacks.length; i++) {
    const callback = callbacks[i];
    const pending = callback === undefined ? undefined : visit(callback);
    if (pending instanceof Promise) return continueAfter(pending, callbacks.slice(i + 1), visit);
  }
}

async function continueAfter(pending: Promise<void>, rest: readonly Callback[], visit: Visit): Promise<void> {
  await pending;
  for (const callback of rest) await visit(callback);
}

/**
 * The callbacks of one run, called in order. Batch hooks reach only callbacks that override them, and the logs of a
 * batch are computed only when one of these wants them.
 *
 * @see https://keras.io/api/callbacks/base_callback/
 *
 * @example
 * ```ts
 * import { callbacks, layers, Sequential } from 'keratin';
 * const model = new Sequential([new layers.Input({ shape: [2] }), new layers.Dense(1)]);
 * let epochs = 0;
 * const count = new callbacks.LambdaCallback({ onEpochEnd: () => void epochs++ });
 * const list = new callbacks.CallbackList([count], model, { epochs: 1, steps: 1, verbose: 0 });
 * await list.onEpochEnd(0, { loss: 1 });
 * console.log(epochs); // => 1
 * ```
 */
export class CallbackList {
  readonly callbacks: readonly Callback[];
  readonly #batchBegin: readonly Callback[];
  readonly #batchEnd: readonly Callback[];
  readonly #testBatchBegin: readonly Callback[];
  readonly #testBatchEnd: readonly Callback[];
  readonly #predictBatchBegin: readonly Callback[];
  readonly #predictBatchEnd: readonly Callback[];

  constructor(callbacks: readonly Callback[], model: CallbackModel, params: CallbackParams) {
    this.callbacks = callbacks;
    for (const callback of callbacks) {
      callback.setModel(model);
      callback.setParams(params);
    }
    this.#batchBegin = callbacks.filter((callback) => overrides(callback, 'onTrainBatchBegin', 'onBatchBegin'));
    this.#batchEnd = callbacks.filter((callback) => overrides(callback, 'onTrainBatchEnd', 'onBatchEnd'));
    this.#testBatchBegin = callbacks.filter((callback) => overrides(callback, 'onTestBatchBegin'));
    this.#testBatchEnd = callbacks.filter((callback) => overrides(callback, 'onTestBatchEnd'));
    this.#predictBatchBegin = callbacks.filter((callback) => overrides(callback, 'onPredictBatchBegin'));
    this.#predictBatchEnd = callbacks.filter((callback) => overrides(callback, 'onPredictBatchEnd'));
  }

  onTrainBegin(): HookResult {
    return each(this.callbacks, (callback) => callback.onTrainBegin());
  }

  onTrainEnd(logs: Logs): HookResult {
    return each(this.callbacks, (callback) => callback.onTrainEnd(logs));
  }

  onEpochBegin(epoch: number): HookResult {
    return each(this.callbacks, (callback) => callback.onEpochBegin(epoch));
  }

  /** All callbacks get the same logs object, so that an earlier one can add to it for later ones. */
  onEpochEnd(epoch: number, logs: Logs): HookResult {
    const sorted = sortedLogs(logs);
    return each(this.callbacks, (callback) => callback.onEpochEnd(epoch, sorted));
  }

  onTrainBatchBegin(batch: number): HookResult {
    return each(this.#batchBegin, (callback) => callback.onTrainBatchBegin(batch));
  }

  /** @param readLogs computes the logs; called at most once, and only when a callback wants them */
  onTrainBatchEnd(batch: number, readLogs: () => Logs): HookResult {
    return withBatchLogs(
      this.#batchEnd,
      () => sortedLogs(readLogs()),
      {},
      (callback, logs) => callback.onTrainBatchEnd(batch, logs),
    );
  }

  onTestBegin(): HookResult {
    return each(this.callbacks, (callback) => callback.onTestBegin());
  }

  onTestEnd(logs: Logs): HookResult {
    const sorted = sortedLogs(logs);
    return each(this.callbacks, (callback) => callback.onTestEnd(sorted));
  }

  onTestBatchBegin(batch: number): HookResult {
    return each(this.#testBatchBegin, (callback) => callback.onTestBatchBegin(batch));
  }

  onTestBatchEnd(batch: number, readLogs: () => Logs): HookResult {
    return withBatchLogs(
      this.#testBatchEnd,
      () => sortedLogs(readLogs()),
      {},
      (callback, logs) => callback.onTestBatchEnd(batch, logs),
    );
  }

  onPredictBegin(): HookResult {
    return each(this.callbacks, (callback) => callback.onPredictBegin());
  }

  onPredictEnd(): HookResult {
    return each(this.callbacks, (callback) => callback.onPredictEnd());
  }

  onPredictBatchBegin(batch: number): HookResult {
    return each(this.#predictBatchBegin, (callback) => callback.onPredictBatchBegin(batch));
  }

  onPredictBatchEnd(batch: number, readLogs: () => PredictLogs): HookResult {
    return withBatchLogs(this.#predictBatchEnd, readLogs, {}, (callback, logs) =>
      callback.onPredictBatchEnd(batch, logs),
    );
  }
}

function withBatchLogs<L extends object>(
  callbacks: readonly Callback[],
  readLogs: () => L,
  empty: L,
  visit: (callback: Callback, logs: L) => HookResult,
): HookResult {
  let logs: L | undefined;
  return each(callbacks, (callback) => {
    if (!callback.wantsBatchLogs()) return visit(callback, empty);
    logs ??= readLogs();
    return visit(callback, logs);
  });
}
