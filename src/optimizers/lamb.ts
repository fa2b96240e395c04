import * as ops from '../ops/index.ts';
import { fractionBelowOne, nonNegativeNumber } from '../support/check-values.ts';
import type { Config } from '../support/registry.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import { biasCorrection } from './bias-correction.ts';
import { Optimizer, type UpdateRule } from './optimizer.ts';
import type { OptimizerOptions } from './options.ts';

/** Default learning rate 0.001. */
export interface LambOptions extends OptimizerOptions {
  /** Share of the mean gradient that stays at each step, 0 to below 1. Default 0.9. */
  readonly beta1?: number;
  /** Share of the mean square that stays at each step, 0 to below 1. Default 0.999. */
  readonly beta2?: number;
  /** Added to the root. Default 1e-7. */
  readonly epsilon?: number;
}

/**
 * Adam's step, scaled for each variable to the size of the variable (for large batches):
 *
 * u = m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + epsilon), w -= learningRate * |w| / |u| * u,
 * where the ratio of norms is 1 if either is zero.
 *
 * Source: You et al. 2020, https://arxiv.org/abs/1904.00962; https://keras.io/api/optimizers/lamb/
 *
 * @example
 * ```ts
 * import { ops, optimizers, Variable } from 'keratin';
 * const w = new Variable([2, 2]);
 * new optimizers.Lamb({ learningRate: 0.5, epsilon: 0 }).apply([ops.convertToTensor([3, -3])], [w]);
 * console.log(await ops.round(w, 4).array()); // => [1, 3]
 * ```
 */
export class Lamb extends Optimizer {
  static override readonly className: string = 'Lamb';
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;

  constructor(options: LambOptions = {}) {
    super({ learningRate: 0.001, ...options }, ['beta1', 'beta2', 'epsilon']);
    this.beta1 = fractionBelowOne('beta1', options.beta1 ?? 0.9);
    this.beta2 = fractionBelowOne('beta2', options.beta2 ?? 0.999);
    this.epsilon = nonNegativeNumber('epsilon', options.epsilon ?? 1e-7);
  }

  protected override buildSlots(variables: readonly Variable[]): void {
    this.addOptimizerVariables(variables, ['momentum', 'velocity']);
  }

  protected override updateRule(learningRate: Tensor): UpdateRule {
    const { beta1, beta2, epsilon } = this;
    const t = ops.cast(ops.add(this.iterations, 1), 'float32');
    const meanCorrection = biasCorrection(beta1, t);
    const squareCorrection = biasCorrection(beta2, t);
    const norm = (x: TensorLike) => ops.sqrt(ops.sum(ops.square(x)));
    return (gradient, variable) => {
      const m = this.slot(variable, 'momentum');
      const v = this.slot(variable, 'velocity');
      m.assign(ops.add(ops.multiply(m, beta1), ops.multiply(gradient, 1 - beta1)));
      v.assign(ops.add(ops.multiply(v, beta2), ops.multiply(ops.square(gradient), 1 - beta2)));
      const root = ops.sqrt(ops.divide(v, squareCorrection));
      const step = ops.divide(ops.divide(m, meanCorrection), ops.add(root, epsilon));
      const [size, stepSize] = [norm(variable), norm(step)];
      const bothPositive = ops.logicalAnd(ops.greater(size, 0), ops.greater(stepSize, 0));
      const trust = ops.where(bothPositive, ops.divide(size, stepSize), 1);
      variable.assign(ops.subtract(variable, ops.multiply(step, ops.multiply(learningRate, trust))));
    };
  }

  override getConfig(): Config {
    return { ...super.getConfig(), beta_1: this.beta1, beta_2: this.beta2, epsilon: this.epsilon };
  }
}
