import { flag } from '../support/check-values.ts';
import { checkOptions, StateError } from '../support/errors.ts';
import { Callback } from './callback.ts';

export interface SwapEMAWeightsOptions {
  /** Whether the model also has the averages between epochs, for callbacks that save it then. Default false. */
  readonly swapOnEpoch?: boolean;
}

/**
 * Puts the moving averages of the weights into the model while it is evaluated (also by `fit`, for validation) or asked
 * for predictions, and the weights back afterwards. The optimizer must keep averages: `useEma: true`.
 *
 * Source: https://keras.io/api/callbacks/swap_ema_weights/
 *
 * @throws StateError when the optimizer keeps no averages
 *
 * @example
 * ```ts
 * import { callbacks, layers, optimizers, Sequential } from 'keratin';
 * const model = new Sequential([new layers.Input({ shape: [1] }), new layers.Dense(1)]);
 * model.compile({ optimizer: new optimizers.Adam({ useEma: true }), loss: 'mse' });
 * const swap = new callbacks.SwapEMAWeights();
 * await model.fit([[1], [2]], [[2], [4]], { validationSplit: 0.5, callbacks: [swap], verbose: 0 });
 * ```
 */
export class SwapEMAWeights extends Callback {
  readonly swapOnEpoch: boolean;
  #averagesInModel = false;

  constructor(options: SwapEMAWeightsOptions = {}) {
    super();
    checkOptions('SwapEMAWeights', options, ['swapOnEpoch']);
    this.swapOnEpoch = flag('swapOnEpoch', options.swapOnEpoch ?? false);
  }

  #have(averages: boolean): void {
    if (this.#averagesInModel === averages) return;
    const { optimizer } = this.model;
    if (optimizer === null)
      throw new StateError('SwapEMAWeights needs a compiled model. Received: one without an optimizer');
    optimizer.swapAverages();
    this.#averagesInModel = averages;
  }

  override onEpochBegin(): void {
    if (this.swapOnEpoch) this.#have(false);
  }

  override onEpochEnd(epoch: number): void {
    if (!this.swapOnEpoch) return;
    this.#have(true);
    // When training ends, the averages replace the weights once more: they are to find themselves.
    if (epoch === this.params.epochs - 1) this.model.optimizer?.resetAverages();
  }

  override onTestBegin(): void {
    this.#have(true);
  }

  override onTestEnd(): void {
    this.#have(false);
  }

  override onPredictBegin(): void {
    this.#have(true);
  }

  override onPredictEnd(): void {
    this.#have(false);
  }
}
