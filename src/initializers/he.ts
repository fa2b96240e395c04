import { FixedVarianceScaling } from './fixed-variance-scaling.ts';
import type { FanOptions } from './variance-scaling.ts';

/**
 * Uniform on ±sqrt(6 / fanIn), for ReLU and its variants (He et al. 2015).
 *
 * @param options `{ seed: null, inputAxes: null, outputAxes: null }`
 *
 * @example
 * ```ts
 * import { initializers } from 'keratin';
 * console.log(new initializers.HeUniform({ seed: 42 }).apply([4, 5]).shape); // => [4, 5]
 * ```
 */
export class HeUniform extends FixedVarianceScaling {
  static override readonly className: string = 'HeUniform';

  constructor(options: FanOptions = {}) {
    super('HeUniform', options, { scale: 2, mode: 'fan_in', distribution: 'uniform' });
  }
}

/**
 * Truncated normal with variance 2 / fanIn, for ReLU and its variants (He et al. 2015).
 *
 * @param options `{ seed: null, inputAxes: null, outputAxes: null }`
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * new layers.Dense(10, { activation: 'relu', kernelInitializer: 'he_normal' });
 * ```
 */
export class HeNormal extends FixedVarianceScaling {
  static override readonly className: string = 'HeNormal';

  constructor(options: FanOptions = {}) {
    super('HeNormal', options, { scale: 2, mode: 'fan_in', distribution: 'truncated_normal' });
  }
}
