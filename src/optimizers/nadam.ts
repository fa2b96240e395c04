import * as ops from '../ops/index.ts';
import { fractionBelowOne, nonNegativeNumber } from '../support/check-values.ts';
import type { Config } from '../support/registry.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import { biasCorrection } from './bias-correction.ts';
import { Optimizer, type UpdateRule } from './optimizer.ts';
import type { OptimizerOptions } from './options.ts';

/** Default learning rate 0.001. */
export interface NadamOptions extends OptimizerOptions {
  /** Share of the mean gradient that stays at each step, 0 to below 1. Default 0.9. */
  readonly beta1?: number;
  /** Share of the mean square that stays at each step, 0 to below 1. Default 0.999. */
  readonly beta2?: number;
  /** Added to the root. Default 1e-7. */
  readonly epsilon?: number;
}

/** Decay of the momentum schedule (Dozat 2016): u_t = beta1 (1 - 0.96^t / 2). */
const SCHEDULE_DECAY = 0.96;

/**
 * Adam with Nesterov momentum. With u_t = beta1 (1 - 0.96^t / 2) and the product U_t of u_1 to u_t:
 *
 * m += (g - m)(1 - beta1), v += (g² - v)(1 - beta2),
 * m' = u_{t+1} m / (1 - U_{t+1}) + (1 - u_t) g / (1 - U_t), v' = v / (1 - beta2^t),
 * w -= learningRate * m' / (sqrt(v') + epsilon).
 *
 * Source: Dozat 2016, http://cs229.stanford.edu/proj2015/054_report.pdf; https://keras.io/api/optimizers/Nadam/
 *
 * @example
 * ```ts
 * import { optimizers } from 'keratin';
 * console.log(new optimizers.Nadam({ beta1: 0.8 }).getConfig().beta_1); // => 0.8
 * ```
 */
export class Nadam extends Optimizer {
  static override readonly className: string = 'Nadam';
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  #product: Variable | undefined;

  constructor(options: NadamOptions = {}) {
    super({ learningRate: 0.001, ...options }, ['beta1', 'beta2', 'epsilon']);
    this.beta1 = fractionBelowOne('beta1', options.beta1 ?? 0.9);
    this.beta2 = fractionBelowOne('beta2', options.beta2 ?? 0.999);
    this.epsilon = nonNegativeNumber('epsilon', options.epsilon ?? 1e-7);
  }

  protected override buildSlots(variables: readonly Variable[]): void {
    this.addOptimizerVariables(variables, ['momentum', 'velocity']);
    this.#product = this.addVariable(() => 1, 'u_product');
  }

  protected override updateRule(learningRate: Tensor): UpdateRule {
    const { beta1, beta2, epsilon } = this;
    const t = ops.cast(ops.add(this.iterations, 1), 'float32');
    const momentumAt = (time: Tensor) =>
      ops.multiply(beta1, ops.subtract(1, ops.multiply(0.5, ops.power(SCHEDULE_DECAY, time))));
    const now = momentumAt(t);
    const next = momentumAt(ops.add(t, 1));
    const product = ops.multiply(this.#product ?? 1, now);
    this.#product?.assign(product);
    const meanShare = ops.divide(next, ops.subtract(1, ops.multiply(product, next)));
    const gradientShare = ops.divide(ops.subtract(1, now), ops.subtract(1, product));
    const squareCorrection = biasCorrection(beta2, t);
    return (gradient, variable) => {
      const m = this.slot(variable, 'momentum');
      const v = this.slot(variable, 'velocity');
      m.assign(ops.add(m, ops.multiply(ops.subtract(gradient, m), 1 - beta1)));
      v.assign(ops.add(v, ops.multiply(ops.subtract(ops.square(gradient), v), 1 - beta2)));
      const mean = ops.add(ops.multiply(m, meanShare), ops.multiply(gradient, gradientShare));
      const root = ops.sqrt(ops.divide(v, squareCorrection));
      variable.assign(ops.subtract(variable, ops.divide(ops.multiply(mean, learningRate), ops.add(root, epsilon))));
    };
  }

  override getConfig(): Config {
    return { ...super.getConfig(), beta_1: this.beta1, beta_2: this.beta2, epsilon: this.epsilon };
  }
}
