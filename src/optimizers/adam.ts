import * as ops from '../ops/index.ts';
import { flag, fractionBelowOne, nonNegativeNumber } from '../support/check-values.ts';
import type { Config } from '../support/registry.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import { biasCorrection } from './bias-correction.ts';
import { Optimizer, type UpdateRule } from './optimizer.ts';
import type { OptimizerOptions } from './options.ts';

/** Default learning rate 0.001. */
export interface AdamOptions extends OptimizerOptions {
  /** Share of the mean gradient that stays at each step, 0 to below 1. Default 0.9. */
  readonly beta1?: number;
  /** Share of the mean square that stays at each step, 0 to below 1. Default 0.999. */
  readonly beta2?: number;
  /** Added to the root. Default 1e-7. */
  readonly epsilon?: number;
  /** Divide by the largest root so far (Reddi et al. 2018). Default false. */
  readonly amsgrad?: boolean;
}

/**
 * Moving averages of gradients and of their squares, with their bias corrected (t is the number of this update, from 1):
 *
 * m += (g - m)(1 - beta1), v += (g² - v)(1 - beta2),
 * w -= learningRate * sqrt(1 - beta2^t) / (1 - beta1^t) * m / (sqrt(v) + epsilon).
 *
 * Source: Kingma and Ba 2015, https://arxiv.org/abs/1412.6980 (the form before section 2.1);
 * https://keras.io/api/optimizers/adam/
 *
 * @example
 * ```ts
 * import { ops, optimizers, Variable } from 'keratin';
 * const w = new Variable([1, 2]);
 * const optimizer = new optimizers.Adam({ learningRate: 0.5, epsilon: 0 });
 * optimizer.apply([ops.convertToTensor([4, -4])], [w]);
 * console.log(await ops.round(w, 4).array()); // => [0.5, 2.5]
 * ```
 */
export class Adam extends Optimizer {
  static override readonly className: string = 'Adam';
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly amsgrad: boolean;

  constructor(options: AdamOptions = {}) {
    super({ learningRate: 0.001, ...options }, ['beta1', 'beta2', 'epsilon', 'amsgrad']);
    this.beta1 = fractionBelowOne('beta1', options.beta1 ?? 0.9);
    this.beta2 = fractionBelowOne('beta2', options.beta2 ?? 0.999);
    this.epsilon = nonNegativeNumber('epsilon', options.epsilon ?? 1e-7);
    this.amsgrad = flag('amsgrad', options.amsgrad ?? false);
  }

  protected override buildSlots(variables: readonly Variable[]): void {
    this.addOptimizerVariables(variables, ['momentum', 'velocity']);
    if (this.amsgrad) this.addOptimizerVariables(variables, 'velocity_hat');
  }

  protected override updateRule(learningRate: Tensor): UpdateRule {
    const { beta1, beta2, epsilon, amsgrad } = this;
    const t = ops.cast(ops.add(this.iterations, 1), 'float32');
    const rate = ops.divide(ops.multiply(learningRate, ops.sqrt(biasCorrection(beta2, t))), biasCorrection(beta1, t));
    return (gradient, variable) => {
      const m = this.slot(variable, 'momentum');
      let v = this.slot(variable, 'velocity');
      m.assign(ops.add(m, ops.multiply(ops.subtract(gradient, m), 1 - beta1)));
      v.assign(ops.add(v, ops.multiply(ops.subtract(ops.square(gradient), v), 1 - beta2)));
      if (amsgrad) v = this.slot(variable, 'velocity_hat').assign(ops.maximum(this.slot(variable, 'velocity_hat'), v));
      variable.assign(ops.subtract(variable, ops.divide(ops.multiply(m, rate), ops.add(ops.sqrt(v), epsilon))));
    };
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      beta_1: this.beta1,
      beta_2: this.beta2,
      epsilon: this.epsilon,
      amsgrad: this.amsgrad,
    };
  }
}
