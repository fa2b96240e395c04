import type { Config } from '../support/registry.ts';
import { serializeFunction } from '../support/serialized-function.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { lossFunctionName } from './functions.ts';
import { Loss, type LossFunction, type LossOptions } from './loss.ts';
import { squeezeOrExpandToSameRank } from './same-rank.ts';

/** A plain function as a loss: what `compile` makes of a function, or of the name of one. */
export class FunctionLoss extends Loss {
  static override readonly className: string = 'LossFunctionWrapper';
  readonly fn: LossFunction;

  /**
   * @param fn gives the loss of each sample
   * @param options see `LossOptions`; the default name is the function's
   */
  constructor(fn: LossFunction, options: LossOptions = {}) {
    super(options, { name: lossFunctionName(fn) || 'loss', own: [] });
    this.fn = fn;
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return this.fn(...squeezeOrExpandToSameRank(yTrue, yPred));
  }

  override getConfig(): Config {
    return { ...super.getConfig(), fn: serializeFunction(lossFunctionName(this.fn)) };
  }
}
