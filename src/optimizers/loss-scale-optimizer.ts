import * as ops from '../ops/index.ts';
import { positiveInteger, positiveNumber } from '../support/check-values.ts';
import { ArgumentError, badArgument, checkOptions } from '../support/errors.ts';
import { type Config, deserializeObject, optionsFromConfig, serializeObject } from '../support/registry.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import { Optimizer } from './optimizer.ts';
import type { LearningRateSchedule } from './schedules/index.ts';
import { updateWhen } from './update-when.ts';
import { pairUp } from './updates.ts';

export interface LossScaleOptimizerOptions {
  /** The first scale; better too large than too small. Default 2^15. */
  readonly initialScale?: number;
  /** Steps with finite gradients after which the scale is doubled. Default 2000. */
  readonly dynamicGrowthSteps?: number;
  /** Default: the class name in snake case, numbered. */
  readonly name?: string | null;
}

const OPTIONS = ['initialScale', 'dynamicGrowthSteps', 'name'];

/** What old versions wrote to configs although it had no effect. */
const IDLE: Config = {
  weight_decay: null,
  clipnorm: null,
  global_clipnorm: null,
  clipvalue: null,
  use_ema: false,
  ema_momentum: 0.99,
  ema_overwrite_frequency: null,
  loss_scale_factor: null,
  gradient_accumulation_steps: null,
};

/**
 * Wraps an optimizer, for losses that are multiplied by a large number so that small gradients don't vanish in rounding.
 * Gradients are divided by the scale again. A step with gradients that are not finite is left out and halves the scale;
 * after `dynamicGrowthSteps` steps without, the scale is doubled.
 *
 * Source: Micikevicius et al. 2018, https://arxiv.org/abs/1710.03740;
 * https://keras.io/api/optimizers/loss_scale_optimizer/
 *
 * @example
 * ```ts
 * import { ops, optimizers, Variable } from 'keratin';
 * const w = new Variable([1]);
 * const optimizer = new optimizers.LossScaleOptimizer(new optimizers.SGD({ learningRate: 1 }), { initialScale: 4 });
 * optimizer.apply([ops.convertToTensor([2])], [w]);
 * console.log(await w.array()); // => [0.5]
 * ```
 */
export class LossScaleOptimizer extends Optimizer {
  static override readonly className: string = 'LossScaleOptimizer';
  readonly innerOptimizer: Optimizer;
  readonly initialScale: number;
  readonly dynamicGrowthSteps: number;
  #state: { readonly steps: Variable; readonly scale: Variable } | undefined;

  /** @param innerOptimizer the optimizer that updates the variables */
  constructor(innerOptimizer: Optimizer, options: LossScaleOptimizerOptions = {}) {
    checkOptions('LossScaleOptimizer', options, OPTIONS);
    super({ ...options, learningRate: 0 }, OPTIONS);
    if (!(innerOptimizer instanceof Optimizer)) throw badArgument('innerOptimizer', 'an optimizer', innerOptimizer);
    const factor = innerOptimizer.settings.lossScaleFactor;
    if (factor !== null) {
      throw new ArgumentError(
        `\`innerOptimizer\` must not scale the loss itself. Received: an optimizer with lossScaleFactor=${factor}`,
      );
    }
    this.innerOptimizer = innerOptimizer;
    this.initialScale = positiveNumber('initialScale', options.initialScale ?? 2 ** 15);
    this.dynamicGrowthSteps = positiveInteger('dynamicGrowthSteps', options.dynamicGrowthSteps ?? 2000);
  }

  override get averaging(): readonly Optimizer[] {
    return this.innerOptimizer.averaging;
  }

  override get learningRate(): Tensor {
    return this.innerOptimizer.learningRate;
  }

  override set learningRate(value: number | LearningRateSchedule) {
    this.innerOptimizer.learningRate = value;
  }

  override getLearningRate(): number {
    return this.innerOptimizer.getLearningRate();
  }

  override get iterations(): Tensor {
    return this.innerOptimizer.iterations;
  }

  override get variables(): Variable[] {
    return [...super.variables, ...this.innerOptimizer.variables];
  }

  protected override buildSlots(variables: readonly Variable[]): void {
    this.#state = {
      steps: this.addVariable(() => ops.cast(0, 'int32'), 'step_counter'),
      scale: this.addVariable(() => this.initialScale, 'dynamic_scale'),
    };
    this.innerOptimizer.extend(variables);
  }

  override apply(gradients: readonly (Tensor | null)[], variables?: readonly Variable[]): void {
    if (gradients.length === 0) return;
    const targets = variables ?? this.targets;
    pairUp(gradients, targets, new Set(this.built ? this.targets : targets));
    this.build(targets);
    if (this.#state === undefined) throw new Error('A built optimizer has state.');
    const { steps, scale } = this.#state;
    const given = gradients.filter((gradient) => gradient !== null);
    const finite = given.map((gradient) => ops.all(ops.isfinite(gradient))).reduce((a, b) => ops.logicalAnd(a, b));
    const oldScale = scale.value;
    updateWhen(finite, [...targets, ...this.innerOptimizer.variables], () => {
      const unscaled = gradients.map((gradient) => (gradient === null ? null : ops.divide(gradient, oldScale)));
      this.innerOptimizer.apply(unscaled, targets);
    });
    const grows = ops.logicalAnd(finite, ops.equal(steps, this.dynamicGrowthSteps - 1));
    const goesOn = ops.logicalAnd(finite, ops.logicalNot(grows));
    steps.assign(ops.where(goesOn, ops.add(steps, 1), 0));
    scale.assign(ops.multiply(oldScale, ops.where(grows, 2, ops.where(finite, 1, 0.5))));
  }

  override scaleLoss(loss: Tensor): Tensor {
    return ops.multiply(loss, this.#state?.scale ?? this.initialScale);
  }

  override finalizeVariableValues(variables: readonly Variable[]): void {
    this.innerOptimizer.finalizeVariableValues(variables);
  }

  override getConfig(): Config {
    return {
      name: this.name,
      inner_optimizer: serializeObject(this.innerOptimizer),
      initial_scale: this.initialScale,
      dynamic_growth_steps: this.dynamicGrowthSteps,
    };
  }

  static override fromConfig<T extends Optimizer>(this: new (inner: never, options: never) => T, config: Config): T {
    const { inner_optimizer: inner, ...all } = config;
    const isIdle = (key: string, value: unknown) => key in IDLE && IDLE[key] === value;
    const options = Object.fromEntries(Object.entries(all).filter(([key, value]) => !isIdle(key, value)));
    // The constructor checks that it gets an optimizer, and the options, which come from JSON.
    return new this(
      deserializeObject(inner, { module: 'keras.optimizers' }) as never,
      optionsFromConfig(options) as never,
    );
  }
}
