import * as ops from '../ops/index.ts';
import { fraction, nonNegativeNumber } from '../support/check-values.ts';
import type { Config } from '../support/registry.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import { Optimizer, type UpdateRule } from './optimizer.ts';
import type { OptimizerOptions } from './options.ts';

/** Default learning rate 0.001; the paper's form has 1. */
export interface AdadeltaOptions extends OptimizerOptions {
  /** Share of the mean squares that stays at each step, 0 to 1. Default 0.95. */
  readonly rho?: number;
  /** Added under the roots. Default 1e-7. */
  readonly epsilon?: number;
}

/**
 * Steps as large as recent steps were, relative to recent gradients:
 *
 * G = rho * G + (1 - rho) * g², d = -sqrt(D + epsilon) / sqrt(G + epsilon) * g,
 * D = rho * D + (1 - rho) * d², w += learningRate * d.
 *
 * Source: Zeiler 2012, https://arxiv.org/abs/1212.5701; https://keras.io/api/optimizers/adadelta/
 *
 * @example
 * ```ts
 * import { optimizers } from 'keratin';
 * console.log(new optimizers.Adadelta({ learningRate: 1 }).getLearningRate()); // => 1
 * ```
 */
export class Adadelta extends Optimizer {
  static override readonly className: string = 'Adadelta';
  readonly rho: number;
  readonly epsilon: number;

  constructor(options: AdadeltaOptions = {}) {
    super({ learningRate: 0.001, ...options }, ['rho', 'epsilon']);
    this.rho = fraction('rho', options.rho ?? 0.95);
    this.epsilon = nonNegativeNumber('epsilon', options.epsilon ?? 1e-7);
  }

  protected override buildSlots(variables: readonly Variable[]): void {
    this.addOptimizerVariables(variables, ['accumulated_grad', 'accumulated_delta_var']);
  }

  protected override updateRule(learningRate: Tensor): UpdateRule {
    const { rho, epsilon } = this;
    const root = (meanSquare: TensorLike) => ops.sqrt(ops.add(meanSquare, epsilon));
    const movingSquare = (mean: Variable, x: Tensor) =>
      mean.assign(ops.add(ops.multiply(mean, rho), ops.multiply(ops.square(x), 1 - rho)));
    return (gradient, variable) => {
      const steps = this.slot(variable, 'accumulated_delta_var');
      const gradients = movingSquare(this.slot(variable, 'accumulated_grad'), gradient);
      const step = ops.divide(ops.multiply(ops.negative(root(steps)), gradient), root(gradients));
      movingSquare(steps, step);
      variable.assign(ops.add(variable, ops.multiply(step, learningRate)));
    };
  }

  override getConfig(): Config {
    return { ...super.getConfig(), rho: this.rho, epsilon: this.epsilon };
  }
}
