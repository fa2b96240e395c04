import * as ops from '../ops/index.ts';
import { nonNegativeNumber } from '../support/check-values.ts';
import type { Config } from '../support/registry.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import { Optimizer, type UpdateRule } from './optimizer.ts';
import type { OptimizerOptions } from './options.ts';

/** Default learning rate 0.001. */
export interface AdagradOptions extends OptimizerOptions {
  /** What the sums of squares start with, not negative. Default 0.1. */
  readonly initialAccumulatorValue?: number;
  /** Added under the root. Default 1e-7. */
  readonly epsilon?: number;
}

/**
 * Divides gradients by the root of the sum of all their squares so far:
 *
 * a += g², w -= learningRate * g / sqrt(a + epsilon).
 *
 * Source: Duchi et al. 2011, https://jmlr.org/papers/v12/duchi11a.html; https://keras.io/api/optimizers/adagrad/
 *
 * @example
 * ```ts
 * import { ops, optimizers, Variable } from 'keratin';
 * const w = new Variable([1, 2]);
 * const optimizer = new optimizers.Adagrad({ learningRate: 0.5, initialAccumulatorValue: 0, epsilon: 0 });
 * optimizer.apply([ops.convertToTensor([4, -4])], [w]);
 * console.log(await w.array()); // => [0.5, 2.5]
 * ```
 */
export class Adagrad extends Optimizer {
  static override readonly className: string = 'Adagrad';
  readonly initialAccumulatorValue: number;
  readonly epsilon: number;

  constructor(options: AdagradOptions = {}) {
    super({ learningRate: 0.001, ...options }, ['initialAccumulatorValue', 'epsilon']);
    this.initialAccumulatorValue = nonNegativeNumber('initialAccumulatorValue', options.initialAccumulatorValue ?? 0.1);
    this.epsilon = nonNegativeNumber('epsilon', options.epsilon ?? 1e-7);
  }

  protected override buildSlots(variables: readonly Variable[]): void {
    this.addOptimizerVariables(variables, 'accumulator', ({ shape }) => ops.full(shape, this.initialAccumulatorValue));
  }

  protected override updateRule(learningRate: Tensor): UpdateRule {
    return (gradient, variable) => {
      const accumulator = this.slot(variable, 'accumulator');
      accumulator.assign(ops.add(accumulator, ops.square(gradient)));
      const root = ops.sqrt(ops.add(accumulator, this.epsilon));
      variable.assign(ops.subtract(variable, ops.divide(ops.multiply(gradient, learningRate), root)));
    };
  }

  override getConfig(): Config {
    return { ...super.getConfig(), initial_accumulator_value: this.initialAccumulatorValue, epsilon: this.epsilon };
  }
}
