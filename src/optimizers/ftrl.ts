import * as ops from '../ops/index.ts';
import { finiteNumber, nonNegativeNumber } from '../support/check-values.ts';
import { badArgument } from '../support/errors.ts';
import type { Config } from '../support/registry.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import { Optimizer, type UpdateRule } from './optimizer.ts';
import type { OptimizerOptions } from './options.ts';

/** Default learning rate 0.001. */
export interface FtrlOptions extends OptimizerOptions {
  /** How the learning rate falls with the sums of squares, 0 (not at all) or below. Default -0.5. */
  readonly learningRatePower?: number;
  /** What the sums of squares start with, not negative. Default 0.1. */
  readonly initialAccumulatorValue?: number;
  /** L1 penalty, which makes weights exactly zero. Default 0. */
  readonly l1RegularizationStrength?: number;
  /** L2 penalty that stabilizes. Default 0. */
  readonly l2RegularizationStrength?: number;
  /** L2 penalty on the size of weights. Default 0. */
  readonly l2ShrinkageRegularizationStrength?: number;
  /** The paper's beta. Default 0. */
  readonly beta?: number;
}

const OWN_OPTIONS = [
  'learningRatePower',
  'initialAccumulatorValue',
  'l1RegularizationStrength',
  'l2RegularizationStrength',
  'l2ShrinkageRegularizationStrength',
  'beta',
] as const;

/**
 * Follow the regularized leader, for shallow models with many sparse features. With n' = n + g² and p the power:
 *
 * z += g + 2 * shrinkage * w - (n'^-p - n^-p) / learningRate * w,
 * w = (clip(z, -l1, l1) - z) / ((n'^-p + beta) / learningRate + 2 * l2), n = n'.
 *
 * Source: McMahan et al. 2013, https://research.google.com/pubs/archive/41159.pdf; https://keras.io/api/optimizers/ftrl/
 *
 * @example
 * ```ts
 * import { optimizers } from 'keratin';
 * const optimizer = new optimizers.Ftrl({ l1RegularizationStrength: 0.01 });
 * console.log(optimizer.getConfig().l1_regularization_strength); // => 0.01
 * ```
 */
export class Ftrl extends Optimizer {
  static override readonly className: string = 'Ftrl';
  readonly learningRatePower: number;
  readonly initialAccumulatorValue: number;
  readonly l1RegularizationStrength: number;
  readonly l2RegularizationStrength: number;
  readonly l2ShrinkageRegularizationStrength: number;
  readonly beta: number;

  constructor(options: FtrlOptions = {}) {
    super({ learningRate: 0.001, ...options }, OWN_OPTIONS);
    this.learningRatePower = finiteNumber('learningRatePower', options.learningRatePower ?? -0.5);
    if (this.learningRatePower > 0)
      throw badArgument('learningRatePower', 'a number not above 0', this.learningRatePower);
    const strength = (name: Exclude<(typeof OWN_OPTIONS)[number], 'learningRatePower'>, fallback: number) =>
      nonNegativeNumber(name, options[name] ?? fallback);
    this.initialAccumulatorValue = strength('initialAccumulatorValue', 0.1);
    this.l1RegularizationStrength = strength('l1RegularizationStrength', 0);
    this.l2RegularizationStrength = strength('l2RegularizationStrength', 0);
    this.l2ShrinkageRegularizationStrength = strength('l2ShrinkageRegularizationStrength', 0);
    this.beta = strength('beta', 0);
  }

  protected override buildSlots(variables: readonly Variable[]): void {
    for (const variable of variables) {
      this.addOptimizerVariables([variable], 'accumulator', ({ shape }) =>
        ops.full(shape, this.initialAccumulatorValue),
      );
      this.addOptimizerVariables([variable], 'linear');
    }
  }

  protected override updateRule(learningRate: Tensor): UpdateRule {
    const {
      l1RegularizationStrength: l1,
      l2RegularizationStrength: l2,
      l2ShrinkageRegularizationStrength: shrinkage,
    } = this;
    const power = (x: TensorLike) =>
      this.learningRatePower === -0.5 ? ops.sqrt(x) : ops.power(x, -this.learningRatePower);
    const stabilizer = ops.add(ops.divide(this.beta, learningRate), 2 * l2);
    return (gradient, variable) => {
      const n = this.slot(variable, 'accumulator');
      const z = this.slot(variable, 'linear');
      const newN = ops.add(n, ops.square(gradient));
      const sigma = ops.divide(ops.subtract(power(newN), power(n)), learningRate);
      const shrunk = ops.add(gradient, ops.multiply(variable, 2 * shrinkage));
      z.assign(ops.add(z, ops.subtract(shrunk, ops.multiply(sigma, variable))));
      const quadratic = ops.add(ops.divide(power(newN), learningRate), stabilizer);
      variable.assign(ops.divide(ops.subtract(ops.clip(z, -l1, l1), z), quadratic));
      n.assign(newN);
    };
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      learning_rate_power: this.learningRatePower,
      initial_accumulator_value: this.initialAccumulatorValue,
      l1_regularization_strength: this.l1RegularizationStrength,
      l2_regularization_strength: this.l2RegularizationStrength,
      l2_shrinkage_regularization_strength: this.l2ShrinkageRegularizationStrength,
      beta: this.beta,
    };
  }
}
