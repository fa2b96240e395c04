import { FixedVarianceScaling } from './fixed-variance-scaling.ts';
import type { FanOptions } from './variance-scaling.ts';

/**
 * Uniform on ±sqrt(6 / (fanIn + fanOut)), for linear, tanh, logistic and softmax activations (Glorot and Bengio 2010).
 *
 * @param options `{ seed: null, inputAxes: null, outputAxes: null }`
 * @see Glorot & Bengio 2010, https://proceedings.mlr.press/v9/glorot10a.html
 *
 * @example
 * ```ts
 * import { initializers } from 'keratin';
 * console.log(new initializers.GlorotUniform({ seed: 42 }).apply([4, 5]).shape); // => [4, 5]
 * ```
 */
export class GlorotUniform extends FixedVarianceScaling {
  static override readonly className: string = 'GlorotUniform';

  constructor(options: FanOptions = {}) {
    super('GlorotUniform', options, { scale: 1, mode: 'fan_avg', distribution: 'uniform' });
  }
}

/**
 * Truncated normal with variance 2 / (fanIn + fanOut) (Glorot and Bengio 2010).
 *
 * @param options `{ seed: null, inputAxes: null, outputAxes: null }`
 * @see Glorot & Bengio 2010, https://proceedings.mlr.press/v9/glorot10a.html
 *
 * @example
 * ```ts
 * import { initializers } from 'keratin';
 * console.log(new initializers.GlorotNormal({ seed: 42 }).apply([4, 5]).shape); // => [4, 5]
 * ```
 */
export class GlorotNormal extends FixedVarianceScaling {
  static override readonly className: string = 'GlorotNormal';

  constructor(options: FanOptions = {}) {
    super('GlorotNormal', options, { scale: 1, mode: 'fan_avg', distribution: 'truncated_normal' });
  }
}
