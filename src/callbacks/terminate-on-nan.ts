import { checkOptions, StateError } from '../support/errors.ts';
import { Callback } from './callback.ts';
import { consoleOutput } from './console-output.ts';
import type { Logs } from './logs.ts';

/**
 * Ends training as soon as the loss is not a finite number. Looks after every batch.
 *
 * Source: https://keras.io/api/callbacks/terminate_on_nan/
 *
 * @param options.raiseError whether `fit` fails with an error instead of ending. Default false.
 *
 * @example
 * ```ts
 * import { callbacks } from 'keratin';
 * const guard = new callbacks.TerminateOnNaN({ raiseError: true });
 * ```
 */
export class TerminateOnNaN extends Callback {
  readonly raiseError: boolean;

  constructor(options: { readonly raiseError?: boolean } = {}) {
    super();
    checkOptions('TerminateOnNaN', options, ['raiseError']);
    this.raiseError = options.raiseError ?? false;
  }

  override onTrainBatchEnd(batch: number, logs: Logs): void {
    const { loss } = logs;
    if (loss === undefined || Number.isFinite(loss)) return;
    if (this.raiseError) {
      throw new StateError(
        `Training needs a finite loss after every batch. Received: loss=${loss} after batch ${batch}`,
      );
    }
    // A live progress line stays as it is.
    const lineBreak = consoleOutput.columns === null ? '' : '\n';
    console.warn(`${lineBreak}Batch ${batch}: the loss is ${loss}, training ends here.`);
    this.model.stopTraining = true;
  }
}
