import * as ops from '../ops/index.ts';
import { fraction } from '../support/check-values.ts';
import type { Config } from '../support/registry.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import { Optimizer, type UpdateRule } from './optimizer.ts';
import type { OptimizerOptions } from './options.ts';

/** Default learning rate 0.001; good ones are 3 to 10 times below Adam's. */
export interface LionOptions extends OptimizerOptions {
  /** Share of the mean gradient in the direction of a step, 0 to 1. Default 0.9. */
  readonly beta1?: number;
  /** Share of the mean gradient that stays at each step, 0 to 1. Default 0.99. */
  readonly beta2?: number;
}

/**
 * Steps of the same size in every direction, by the sign of a moving average of gradients:
 *
 * w -= learningRate * sign(beta1 * m + (1 - beta1) * g), m = beta2 * m + (1 - beta2) * g.
 *
 * Source: Chen et al. 2023, https://arxiv.org/abs/2302.06675; https://keras.io/api/optimizers/lion/
 *
 * @example
 * ```ts
 * import { ops, optimizers, Variable } from 'keratin';
 * const w = new Variable([1, 2]);
 * new optimizers.Lion({ learningRate: 0.5 }).apply([ops.convertToTensor([4, -0.001])], [w]);
 * console.log(await w.array()); // => [0.5, 2.5]
 * ```
 */
export class Lion extends Optimizer {
  static override readonly className: string = 'Lion';
  readonly beta1: number;
  readonly beta2: number;

  constructor(options: LionOptions = {}) {
    super({ learningRate: 0.001, ...options }, ['beta1', 'beta2']);
    this.beta1 = fraction('beta1', options.beta1 ?? 0.9);
    this.beta2 = fraction('beta2', options.beta2 ?? 0.99);
  }

  protected override buildSlots(variables: readonly Variable[]): void {
    this.addOptimizerVariables(variables, 'momentum');
  }

  protected override updateRule(learningRate: Tensor): UpdateRule {
    return (gradient, variable) => {
      const m = this.slot(variable, 'momentum');
      const mix = (share: number) => ops.add(ops.multiply(m, share), ops.multiply(gradient, 1 - share));
      variable.assign(ops.subtract(variable, ops.multiply(ops.sign(mix(this.beta1)), learningRate)));
      m.assign(mix(this.beta2));
    };
  }

  override getConfig(): Config {
    return { ...super.getConfig(), beta_1: this.beta1, beta_2: this.beta2 };
  }
}
