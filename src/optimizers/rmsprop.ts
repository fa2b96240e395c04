import * as ops from '../ops/index.ts';
import { flag, fraction, nonNegativeNumber } from '../support/check-values.ts';
import type { Config } from '../support/registry.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import { Optimizer, type UpdateRule } from './optimizer.ts';
import type { OptimizerOptions } from './options.ts';

/** Default learning rate 0.001. */
export interface RMSpropOptions extends OptimizerOptions {
  /** Share of the mean square that stays at each step, 0 to 1. Default 0.9. */
  readonly rho?: number;
  /** Share of the last step that is taken again, 0 to 1. Default 0. */
  readonly momentum?: number;
  /** Added under the root. Default 1e-7. */
  readonly epsilon?: number;
  /** Divide by the standard deviation in place of the root mean square. Default false. */
  readonly centered?: boolean;
}

/**
 * Divides gradients by a moving root mean square of themselves:
 *
 * v = rho * v + (1 - rho) * g², step = learningRate * g / sqrt(v + epsilon),
 * with `centered` a = rho * a + (1 - rho) * g and v - a² in place of v;
 * w -= step, or with momentum m = momentum * m + step, w -= m.
 *
 * Source: Hinton 2012, https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf;
 * https://keras.io/api/optimizers/rmsprop/
 *
 * @example
 * ```ts
 * import { ops, optimizers, Variable } from 'keratin';
 * const w = new Variable([1, 1]);
 * const optimizer = new optimizers.RMSprop({ learningRate: 0.5, rho: 0, epsilon: 0 });
 * optimizer.apply([ops.convertToTensor([10, -0.01])], [w]);
 * console.log(await w.array()); // => [0.5, 1.5]
 * ```
 */
export class RMSprop extends Optimizer {
  static override readonly className: string = 'RMSprop';
  readonly rho: number;
  readonly momentum: number;
  readonly epsilon: number;
  readonly centered: boolean;

  constructor(options: RMSpropOptions = {}) {
    super({ learningRate: 0.001, ...options }, ['rho', 'momentum', 'epsilon', 'centered']);
    this.rho = fraction('rho', options.rho ?? 0.9);
    this.momentum = fraction('momentum', options.momentum ?? 0);
    this.epsilon = nonNegativeNumber('epsilon', options.epsilon ?? 1e-7);
    this.centered = flag('centered', options.centered ?? false);
  }

  protected override buildSlots(variables: readonly Variable[]): void {
    this.addOptimizerVariables(variables, 'velocity');
    if (this.momentum > 0) this.addOptimizerVariables(variables, 'momentum');
    if (this.centered) this.addOptimizerVariables(variables, 'average_gradient');
  }

  protected override updateRule(learningRate: Tensor): UpdateRule {
    const { rho, momentum, epsilon, centered } = this;
    const movingAverage = (average: Variable, value: Tensor) =>
      average.assign(ops.add(ops.multiply(average, rho), ops.multiply(value, 1 - rho)));
    return (gradient, variable) => {
      const velocity = movingAverage(this.slot(variable, 'velocity'), ops.square(gradient));
      let meanSquare: Tensor = velocity.value;
      if (centered) {
        const average = movingAverage(this.slot(variable, 'average_gradient'), gradient);
        meanSquare = ops.subtract(velocity, ops.square(average));
      }
      const step = ops.divide(ops.multiply(gradient, learningRate), ops.sqrt(ops.add(meanSquare, epsilon)));
      if (momentum === 0) {
        variable.assign(ops.subtract(variable, step));
        return;
      }
      const m = this.slot(variable, 'momentum');
      m.assign(ops.add(ops.multiply(m, momentum), step));
      variable.assign(ops.subtract(variable, m));
    };
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      rho: this.rho,
      momentum: this.momentum,
      epsilon: this.epsilon,
      centered: this.centered,
    };
  }
}
