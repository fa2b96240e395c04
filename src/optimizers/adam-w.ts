import { ArgumentError } from '../support/errors.ts';
import { Adam, type AdamOptions } from './adam.ts';

/** As Adam's, but `weightDecay` is 0.004 by default and cannot be null. */
export type AdamWOptions = AdamOptions;

/**
 * Adam with decoupled weight decay: before each update, w -= weightDecay * learningRate * w.
 *
 * Source: Loshchilov and Hutter 2019, https://arxiv.org/abs/1711.05101; https://keras.io/api/optimizers/adamw/
 *
 * @example
 * ```ts
 * import { optimizers } from 'keratin';
 * const optimizer = new optimizers.AdamW({ weightDecay: 0.01 });
 * optimizer.excludeFromWeightDecay({ varNames: ['bias'] });
 * console.log(optimizer.getConfig().weight_decay); // => 0.01
 * ```
 */
export class AdamW extends Adam {
  static override readonly className: string = 'AdamW';

  constructor(options: AdamWOptions = {}) {
    super({ weightDecay: 0.004, ...options });
    if (this.settings.weightDecay === null)
      throw new ArgumentError(
        '`weightDecay` of AdamW must be a number; without weight decay use Adam. Received: weightDecay=null',
      );
  }
}
