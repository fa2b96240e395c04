import * as ops from '../ops/index.ts';
import { flag, fraction } from '../support/check-values.ts';
import type { Config } from '../support/registry.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import { Optimizer, type UpdateRule } from './optimizer.ts';
import type { OptimizerOptions } from './options.ts';

/** Default learning rate 0.01. */
export interface SGDOptions extends OptimizerOptions {
  /** Share of the last step that is taken again, 0 to 1. Default 0. */
  readonly momentum?: number;
  /** Take the gradient as if the momentum had been applied already. Default false. */
  readonly nesterov?: boolean;
}

/**
 * Gradient descent, with momentum if wanted:
 *
 * w -= learningRate * g, or
 * m = momentum * m - learningRate * g, w += m, or
 * with `nesterov` w += momentum * m - learningRate * g.
 *
 * Source: https://keras.io/api/optimizers/sgd/
 *
 * @example
 * ```ts
 * import { ops, optimizers, Variable } from 'keratin';
 * const w = new Variable([1, 2]);
 * const optimizer = new optimizers.SGD({ learningRate: 0.5 });
 * optimizer.apply([ops.convertToTensor([1, -1])], [w]);
 * console.log(await w.array()); // => [0.5, 2.5]
 * ```
 */
export class SGD extends Optimizer {
  static override readonly className: string = 'SGD';
  readonly momentum: number;
  readonly nesterov: boolean;

  constructor(options: SGDOptions = {}) {
    super({ learningRate: 0.01, ...options }, ['momentum', 'nesterov']);
    this.momentum = fraction('momentum', options.momentum ?? 0);
    this.nesterov = flag('nesterov', options.nesterov ?? false);
  }

  protected override buildSlots(variables: readonly Variable[]): void {
    if (this.momentum !== 0) this.addOptimizerVariables(variables, 'momentum');
  }

  protected override updateRule(learningRate: Tensor): UpdateRule {
    const { momentum, nesterov } = this;
    return (gradient, variable) => {
      const step = ops.multiply(gradient, learningRate);
      if (momentum === 0) {
        variable.assign(ops.subtract(variable, step));
        return;
      }
      const m = this.slot(variable, 'momentum');
      m.assign(ops.subtract(ops.multiply(m, momentum), step));
      variable.assign(ops.add(variable, nesterov ? ops.subtract(ops.multiply(m, momentum), step) : m));
    };
  }

  override getConfig(): Config {
    return { ...super.getConfig(), momentum: this.momentum, nesterov: this.nesterov };
  }
}
