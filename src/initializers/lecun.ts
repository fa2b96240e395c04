import { FixedVarianceScaling } from './fixed-variance-scaling.ts';
import type { FanOptions } from './variance-scaling.ts';

/**
 * Uniform on ±sqrt(3 / fanIn) (LeCun et al. 1998).
 *
 * @param options `{ seed: null, inputAxes: null, outputAxes: null }`
 *
 * @example
 * ```ts
 * import { initializers } from 'keratin';
 * console.log(new initializers.LecunUniform({ seed: 42 }).apply([4, 5]).shape); // => [4, 5]
 * ```
 */
export class LecunUniform extends FixedVarianceScaling {
  static override readonly className: string = 'LecunUniform';

  constructor(options: FanOptions = {}) {
    super('LecunUniform', options, { scale: 1, mode: 'fan_in', distribution: 'uniform' });
  }
}

/**
 * Truncated normal with variance 1 / fanIn, which SELU needs to normalize itself (LeCun et al. 1998).
 *
 * @param options `{ seed: null, inputAxes: null, outputAxes: null }`
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * new layers.Dense(10, { activation: 'selu', kernelInitializer: 'lecun_normal' });
 * ```
 */
export class LecunNormal extends FixedVarianceScaling {
  static override readonly className: string = 'LecunNormal';

  constructor(options: FanOptions = {}) {
    super('LecunNormal', options, { scale: 1, mode: 'fan_in', distribution: 'truncated_normal' });
  }
}
