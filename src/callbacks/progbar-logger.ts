import { Callback, type CallbackParams } from './callback.ts';
import { consoleOutput, type Output } from './console-output.ts';
import type { Logs, PredictLogs } from './logs.ts';
import { Progbar } from './progbar.ts';

/**
 * Prints the progress of `fit`, `evaluate` and `predict`. They add one by themselves unless `verbose` is 0.
 *
 * Source: https://keras.io/api/callbacks/progbar_logger/
 *
 * @example
 * ```ts
 * import { callbacks, layers, Sequential } from 'keratin';
 * const model = new Sequential([new layers.Input({ shape: [2] }), new layers.Dense(1)]);
 * model.compile({ loss: 'mse' });
 * const logger = new callbacks.ProgbarLogger();
 * await model.fit([[1, 2]], [[3]], { epochs: 1, verbose: 0, callbacks: [logger] });
 * ```
 */
export class ProgbarLogger extends Callback {
  readonly #output: Output;
  #verbose: 0 | 1 | 2 = 1;
  #epochs = 1;
  #target: number | null = null;
  #training = false;
  #seen = 0;
  #progbar: Progbar | null = null;

  constructor(options: { /** @internal */ readonly output?: Output } = {}) {
    super();
    this.#output = options.output ?? consoleOutput;
  }

  override setParams(params: CallbackParams): void {
    super.setParams(params);
    this.#verbose = params.verbose;
    this.#epochs = params.epochs;
    this.#target = params.steps;
  }

  /** Values are read back only when the line is due to be rewritten. */
  override wantsBatchLogs(): boolean {
    return this.#progbar?.due ?? false;
  }

  override onTrainBegin(): void {
    this.#training = true;
  }

  override onEpochBegin(epoch: number): void {
    this.#begin();
    if (this.#verbose !== 0 && this.#epochs > 1) this.#output.line(`Epoch ${epoch + 1}/${this.#epochs}`);
  }

  override onTrainBatchEnd(batch: number, logs: Logs): void {
    this.#update(batch, logs);
  }

  override onEpochEnd(_epoch: number, logs: Logs): void {
    this.#finish(logs);
  }

  override onTrainEnd(): void {
    this.#progbar?.interrupt();
    this.#training = false;
  }

  override onTestBegin(): void {
    if (!this.#training) this.#begin();
  }

  override onTestBatchEnd(batch: number, logs: Logs): void {
    if (!this.#training) this.#update(batch, logs);
  }

  override onTestEnd(logs: Logs): void {
    if (!this.#training) this.#finish(logs);
  }

  override onPredictBegin(): void {
    this.#begin();
  }

  override onPredictBatchEnd(batch: number, _logs: PredictLogs): void {
    this.#update(batch, {});
  }

  override onPredictEnd(): void {
    this.#finish({});
  }

  /** Ends a live line that will not be finished, so that what is printed next has its own line. */
  interrupt(): void {
    this.#progbar?.interrupt();
  }

  #begin(): void {
    this.#seen = 0;
    this.#progbar = new Progbar(this.#target, {
      verbose: this.#verbose,
      // Metrics are running means themselves.
      statelessMetrics: [],
      interval: 0.1,
      output: this.#output,
    });
  }

  #update(batch: number, logs: Logs): void {
    this.#seen = batch + 1;
    this.#progbar?.update(this.#seen, logs, { finalize: false });
  }

  #finish(logs: Logs): void {
    if (this.#progbar === null) return;
    // An epoch that ran through tells how many steps there are.
    this.#target ??= this.#seen;
    this.#progbar.target = this.#target;
    this.#progbar.update(this.#seen === 0 ? this.#target : this.#seen, logs, { finalize: true });
  }
}
