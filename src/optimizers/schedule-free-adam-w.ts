import * as ops from '../ops/index.ts';
import { fractionBelowOne, nonNegativeInteger, nonNegativeNumber } from '../support/check-values.ts';
import { badArgument } from '../support/errors.ts';
import type { Config } from '../support/registry.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import { biasCorrection } from './bias-correction.ts';
import { Optimizer, type UpdateRule } from './optimizer.ts';
import type { OptimizerOptions } from './options.ts';

/** Default learning rate 0.0025. */
export interface ScheduleFreeAdamWOptions extends OptimizerOptions {
  /** Share of the average in the point where gradients are taken, above 0 and below 1. Default 0.9. */
  readonly beta1?: number;
  /** Share of the mean square that stays at each step, 0 to below 1. Default 0.999. */
  readonly beta2?: number;
  /** Added to the root. Default 1e-8. */
  readonly epsilon?: number;
  /** Steps in which the learning rate rises from 0. Default 0. */
  readonly warmupSteps?: number;
}

const mixed = (share: TensorLike, a: TensorLike, b: TensorLike): Tensor =>
  ops.add(ops.multiply(share, a), ops.multiply(ops.subtract(1, share), b));

/**
 * Adam without momentum on a fast sequence z, whose running mean x is the result; gradients are taken in between, at y,
 * which is what the variables hold in training. No schedule of the learning rate is needed:
 *
 * v += (g² - v)(1 - beta2), z -= learningRate * g / (sqrt(v / (1 - beta2^t)) + epsilon),
 * x = (1 - 1/t) x + z / t, y = (1 - beta1) z + beta1 x.
 *
 * Call `swapToEval()` before evaluation, prediction and saving, and `swapToTrain()` before training on.
 *
 * Source: Defazio et al. 2024, https://arxiv.org/abs/2405.15682;
 * https://keras.io/api/optimizers/schedule_free_adamw/
 *
 * @example
 * ```ts
 * import { ops, optimizers, Variable } from 'keratin';
 * const w = new Variable([1]);
 * const optimizer = new optimizers.ScheduleFreeAdamW({ learningRate: 0.5, epsilon: 0 });
 * optimizer.apply([ops.convertToTensor([2])], [w]);
 * optimizer.swapToEval();
 * console.log(await ops.round(w, 4).array()); // => [0.5]
 * ```
 */
export class ScheduleFreeAdamW extends Optimizer {
  static override readonly className: string = 'ScheduleFreeAdamW';
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly warmupSteps: number;

  constructor(options: ScheduleFreeAdamWOptions = {}) {
    super({ learningRate: 0.0025, ...options }, ['beta1', 'beta2', 'epsilon', 'warmupSteps']);
    this.beta1 = fractionBelowOne('beta1', options.beta1 ?? 0.9);
    if (this.beta1 === 0) throw badArgument('beta1', 'above 0: the average is recovered by dividing by it', this.beta1);
    this.beta2 = fractionBelowOne('beta2', options.beta2 ?? 0.999);
    this.epsilon = nonNegativeNumber('epsilon', options.epsilon ?? 1e-8);
    this.warmupSteps = nonNegativeInteger('warmupSteps', options.warmupSteps ?? 0);
  }

  /** Keras's files call z the momentum. It starts where the variable is. */
  protected override buildSlots(variables: readonly Variable[]): void {
    for (const variable of variables) {
      this.addOptimizerVariables([variable], 'momentum', (like) => like.value);
      this.addOptimizerVariables([variable], 'velocity');
    }
  }

  /** x from y = (1 - beta1) z + beta1 x. */
  #average(y: TensorLike, z: TensorLike): Tensor {
    return ops.divide(ops.subtract(y, ops.multiply(z, 1 - this.beta1)), this.beta1);
  }

  protected override updateRule(learningRate: Tensor): UpdateRule {
    const { beta1, beta2, epsilon, warmupSteps } = this;
    const t = ops.cast(ops.add(this.iterations, 1), 'float32');
    const rate =
      warmupSteps === 0 ? learningRate : ops.multiply(learningRate, ops.minimum(ops.divide(t, warmupSteps), 1));
    const squareCorrection = biasCorrection(beta2, t);
    const share = ops.divide(1, t);
    return (gradient, variable) => {
      const z = this.slot(variable, 'momentum');
      const v = this.slot(variable, 'velocity');
      const x = this.#average(variable, z);
      v.assign(ops.add(v, ops.multiply(ops.subtract(ops.square(gradient), v), 1 - beta2)));
      const root = ops.add(ops.sqrt(ops.divide(v, squareCorrection)), epsilon);
      z.assign(ops.subtract(z, ops.divide(ops.multiply(gradient, rate), root)));
      variable.assign(mixed(beta1, mixed(share, z, x), z));
    };
  }

  /** Lets the variables hold y, where gradients are taken. */
  swapToTrain(): void {
    for (const variable of this.targets) variable.assign(mixed(this.beta1, variable, this.slot(variable, 'momentum')));
  }

  /** Lets the variables hold x, the average. */
  swapToEval(): void {
    for (const variable of this.targets) variable.assign(this.#average(variable, this.slot(variable, 'momentum')));
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      beta_1: this.beta1,
      beta_2: this.beta2,
      epsilon: this.epsilon,
      warmup_steps: this.warmupSteps,
    };
  }
}
