import * as ops from '../ops/index.ts';
import { fractionBelowOne, nonNegativeNumber } from '../support/check-values.ts';
import type { Config } from '../support/registry.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import { biasCorrection } from './bias-correction.ts';
import { Optimizer, type UpdateRule } from './optimizer.ts';
import type { OptimizerOptions } from './options.ts';

/** Default learning rate 0.001. */
export interface AdamaxOptions extends OptimizerOptions {
  /** Share of the mean gradient that stays at each step, 0 to below 1. Default 0.9. */
  readonly beta1?: number;
  /** Decay of the largest gradient at each step, 0 to below 1. Default 0.999. */
  readonly beta2?: number;
  /** Added to the largest gradient. Default 1e-7. */
  readonly epsilon?: number;
}

/**
 * Adam with the infinity norm in place of the root mean square:
 *
 * m += (g - m)(1 - beta1), u = max(beta2 * u, |g|), w -= learningRate / (1 - beta1^t) * m / (u + epsilon).
 *
 * Source: Kingma and Ba 2015, https://arxiv.org/abs/1412.6980, section 7.1; https://keras.io/api/optimizers/adamax/
 *
 * @example
 * ```ts
 * import { ops, optimizers, Variable } from 'keratin';
 * const w = new Variable([1, 2]);
 * const optimizer = new optimizers.Adamax({ learningRate: 0.5, epsilon: 0 });
 * optimizer.apply([ops.convertToTensor([4, -4])], [w]);
 * console.log(await ops.round(w, 4).array()); // => [0.5, 2.5]
 * ```
 */
export class Adamax extends Optimizer {
  static override readonly className: string = 'Adamax';
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;

  constructor(options: AdamaxOptions = {}) {
    super({ learningRate: 0.001, ...options }, ['beta1', 'beta2', 'epsilon']);
    this.beta1 = fractionBelowOne('beta1', options.beta1 ?? 0.9);
    this.beta2 = fractionBelowOne('beta2', options.beta2 ?? 0.999);
    this.epsilon = nonNegativeNumber('epsilon', options.epsilon ?? 1e-7);
  }

  protected override buildSlots(variables: readonly Variable[]): void {
    this.addOptimizerVariables(variables, ['momentum', 'norm']);
  }

  protected override updateRule(learningRate: Tensor): UpdateRule {
    const { beta1, beta2, epsilon } = this;
    const t = ops.cast(ops.add(this.iterations, 1), 'float32');
    const rate = ops.divide(learningRate, biasCorrection(beta1, t));
    return (gradient, variable) => {
      const m = this.slot(variable, 'momentum');
      const u = this.slot(variable, 'norm');
      m.assign(ops.add(m, ops.multiply(ops.subtract(gradient, m), 1 - beta1)));
      u.assign(ops.maximum(ops.multiply(u, beta2), ops.absolute(gradient)));
      variable.assign(ops.subtract(variable, ops.divide(ops.multiply(m, rate), ops.add(u, epsilon))));
    };
  }

  override getConfig(): Config {
    return { ...super.getConfig(), beta_1: this.beta1, beta_2: this.beta2, epsilon: this.epsilon };
  }
}
