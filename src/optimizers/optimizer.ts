import * as ops from '../ops/index.ts';
import { ArgumentError, badArgument, describe, StateError } from '../support/errors.ts';
import { autoName, classNameOf } from '../support/naming.ts';
import { type Config, type Configurable, optionsFromConfig } from '../support/registry.ts';
import { at, sameShape } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Variable } from '../tensor/variable.ts';
import { clipByGlobalNorm, clipByNorm, clipByValue } from './clipping.ts';
import { LearningRate } from './learning-rate.ts';
import { checkedSettings, type OptimizerOptions, type OptimizerSettings } from './options.ts';
import type { LearningRateSchedule } from './schedules/index.ts';

/** Updates one variable, and what the optimizer remembers about it, given its gradient. */
export type UpdateRule = (gradient: Tensor, variable: Variable) => void;

interface Update {
  readonly variable: Variable;
  readonly gradient: Tensor;
}

/**
 * Base of all optimizers. A subclass overrides `buildSlots` (what it remembers about each variable) and either
 * `updateStep` (the update of one variable, as in Keras) or `updateRule`, which computes what all variables share once.
 *
 * `apply` does, in this order: drop variables without gradient, undo loss scaling, accumulate gradients, clip, decay
 * weights, update, moving average, constraints, count the iteration. In a function traced by `jit` all of it becomes
 * part of the program.
 *
 * Source: https://keras.io/api/optimizers/
 *
 * @example
 * ```ts
 * import { ops, optimizers, type Tensor, Variable } from 'keratin';
 * class SignDescent extends optimizers.Optimizer {
 *   override updateStep(gradient: Tensor, variable: Variable, learningRate: Tensor) {
 *     variable.assign(ops.subtract(variable, ops.multiply(learningRate, ops.sign(gradient))));
 *   }
 * }
 * const w = new Variable([1, 2]);
 * new SignDescent({ learningRate: 0.5 }).apply([ops.convertToTensor([3, -4])], [w]);
 * console.log(await w.array()); // => [0.5, 2.5]
 * ```
 */
export abstract class Optimizer implements Configurable {
  static readonly className: string = 'Optimizer';
  readonly name: string;
  readonly settings: OptimizerSettings;
  readonly #iterations: Variable;
  readonly #learningRate: LearningRate;
  /** The variables that are optimized, in the order given to `build`. */
  #trainable: readonly Variable[] | null = null;
  /** What is remembered about each, by slot name; slot variables in order of creation. */
  readonly #slots = new Map<Variable, Map<string, Variable>>();
  readonly #own: Variable[] = [];
  /** How many of `#own` are the base's: averages and accumulators. */
  #bookkeeping = 0;
  #excluded: { readonly variables: ReadonlySet<Variable>; readonly names: RegExp | null } = {
    variables: new Set(),
    names: null,
  };
  #warned = false;

  /**
   * @param ownOptions names of the options of the subclass, for the check of option names
   */
  constructor(options: OptimizerOptions = {}, ownOptions: readonly string[] = []) {
    this.settings = checkedSettings(classNameOf(this), options, ownOptions);
    this.name = options.name ?? autoName(classNameOf(this));
    this.#learningRate = new LearningRate(options.learningRate, `${this.name}/learning_rate`);
    this.#iterations = new Variable(() => ops.cast(0, 'int32'), {
      name: 'iteration',
      path: `${this.name}/iteration`,
      trainable: false,
    });
  }

  /** Number of updates of the variables so far (steps that only accumulated gradients do not count): int32 scalar. */
  get iterations(): Tensor {
    const { gradientAccumulationSteps: steps } = this.settings;
    return steps === null ? this.#iterations.value : ops.floorDivide(this.#iterations, steps);
  }

  /** The learning rate as a tensor: the value of the schedule, if there is one, at the current step. */
  get learningRate(): Tensor {
    return this.#learningRate.at(this.#iterations.value);
  }

  /** A number takes effect at the next step, also in compiled programs. Throws when the optimizer follows a schedule. */
  set learningRate(value: number | LearningRateSchedule) {
    this.#learningRate.set(value);
  }

  /** The learning rate as a number, read at once. */
  getLearningRate(): number {
    return this.#learningRate.read(this.#iterations);
  }

  /** Whether the learning rate is a number, which can be set, and not a schedule. */
  get hasSettableLearningRate(): boolean {
    return this.#learningRate.variable !== null;
  }

  get built(): boolean {
    return this.#trainable !== null;
  }

  /** The optimizer's state in the order of Keras's files: iteration, learning rate, averages, accumulators, slots. */
  get variables(): Variable[] {
    const { variable } = this.#learningRate;
    return [this.#iterations, ...(variable === null ? [] : [variable]), ...this.#own];
  }

  /** Makes the state for these variables; done by the first `apply` otherwise. A second call has no effect. */
  build(variables: readonly Variable[]): void {
    if (this.built) return;
    if (!Array.isArray(variables) || variables.some((variable) => !(variable instanceof Variable))) {
      throw badArgument('variables', 'a list of variables', variables);
    }
    this.#trainable = [...variables];
    if (this.settings.useEma) this.addOptimizerVariables(variables, 'average');
    if (this.settings.gradientAccumulationSteps !== null) this.addOptimizerVariables(variables, 'gradient_accumulator');
    this.#bookkeeping = this.#own.length;
    this.buildSlots(variables);
  }

  /** Overridden by optimizers that remember something about each variable, with `addOptimizerVariables`. */
  protected buildSlots(_variables: readonly Variable[]): void {}

  /** One slot of the shape of each variable, under each name; those of a variable stand together. Found by `slot`. */
  protected addOptimizerVariables(
    variables: readonly Variable[],
    names: string | readonly string[],
    initial?: (like: Variable) => TensorLike,
  ): void {
    for (const variable of variables) {
      for (const name of typeof names === 'string' ? [names] : names) {
        this.addSlot(variable, name, () => initial?.(variable) ?? ops.zeros(variable.shape, { dtype: variable.dtype }));
      }
    }
  }

  /** A slot of any shape for one variable. */
  protected addSlot(variable: Variable, name: string, initial: () => TensorLike): Variable {
    const slot = this.addVariable(initial, `${variable.path.replaceAll('/', '_')}_${name}`);
    const slots = this.#slots.get(variable) ?? new Map<string, Variable>();
    this.#slots.set(variable, slots.set(name, slot));
    return slot;
  }

  /** State that belongs to no variable in particular. */
  protected addVariable(initial: () => TensorLike, name: string): Variable {
    const variable = new Variable(initial, { name, path: `${this.name}/${name}`, trainable: false });
    this.#own.push(variable);
    return variable;
  }

  /** What `addOptimizerVariables` made for a variable under a name. */
  protected slot(variable: Variable, name: string): Variable {
    const slot = this.#slots.get(variable)?.get(name);
    if (slot === undefined)
      throw new StateError(
        `${classNameOf(this)} has no slot ${describe(name)} for this variable. Received: ${describe(variable.path)}`,
      );
    return slot;
  }

  /** The update of one variable. Either this or `updateRule` is overridden. */
  updateStep(gradient: Tensor, variable: Variable, learningRate: Tensor): void {
    if (this.updateRule === Optimizer.prototype.updateRule) {
      throw new StateError(
        `An optimizer must override \`updateStep\` or \`updateRule\`. Received: ${classNameOf(this)}`,
      );
    }
    this.updateRule(learningRate)(gradient, variable);
  }

  /** Called once per step; gives the update of one variable. What all variables share is computed before. */
  protected updateRule(learningRate: Tensor): UpdateRule {
    return (gradient, variable) => this.updateStep(gradient, variable, learningRate);
  }

  /**
   * Changes the variables as their gradients say.
   *
   * @param gradients one per variable, of its shape; null where the loss does not depend on it
   * @param variables may be left out once the optimizer is built
   * @throws ArgumentError when lengths or shapes differ, or for variables the optimizer was not built with
   */
  apply(gradients: readonly (Tensor | null)[], variables?: readonly Variable[]): void {
    if (variables === undefined && !this.built)
      throw new StateError(
        '`apply` without variables needs an optimizer that is built. Received: an optimizer before `build`',
      );
    const targets = variables ?? this.#trainable ?? [];
    if (gradients.length !== targets.length) {
      throw badArgument('gradients', `a list of ${targets.length} gradients, one for each variable`, gradients);
    }
    if (gradients.length === 0) return;
    this.build(targets);
    const updates = this.#checkedUpdates(gradients, targets);
    const { gradientAccumulationSteps: steps } = this.settings;
    if (steps === null) this.#update(updates);
    else this.#accumulate(updates, steps);
    if (this.settings.useEma) this.#updateAverages();
    for (const { variable } of updates) {
      if (variable.constraint !== null) variable.assign(variable.constraint.apply(variable.value));
    }
    this.#iterations.assign(ops.add(this.#iterations, 1));
  }

  #checkedUpdates(gradients: readonly (Tensor | null)[], variables: readonly Variable[]): Update[] {
    const { lossScaleFactor } = this.settings;
    const updates: Update[] = [];
    const missing: string[] = [];
    variables.forEach((variable, i) => {
      if (!this.#trainable?.includes(variable)) {
        throw new ArgumentError(
          `An optimizer changes only the variables it was built with; make a new one for others. Received: ${describe(variable.path)}`,
        );
      }
      const gradient = at(gradients, i);
      if (gradient === null) missing.push(variable.path);
      else if (!sameShape(gradient.shape, variable.shape)) {
        throw badArgument(
          `gradients[${i}]`,
          `of the shape of variable ${describe(variable.path)}, ${describe(variable.shape)}`,
          gradient,
        );
      } else
        updates.push({
          variable,
          gradient: lossScaleFactor === null ? gradient : ops.divide(gradient, lossScaleFactor),
        });
    });
    if (updates.length === 0)
      throw new ArgumentError(
        '`gradients` must have a gradient for at least one variable. Received: null for all of them',
      );
    if (missing.length > 0 && !this.#warned) {
      this.#warned = true;
      console.warn(`The loss does not depend on these variables, so they do not change: ${missing.join(', ')}`);
    }
    return updates;
  }

  /** Clips, decays and updates. */
  #update(updates: readonly Update[]): void {
    const learningRate = this.learningRate;
    const gradients = this.#clip(updates.map(({ gradient }) => gradient));
    this.applyWeightDecay(
      updates.map(({ variable }) => variable),
      learningRate,
    );
    const rule = this.updateRule(learningRate);
    updates.forEach(({ variable }, i) => {
      rule(at(gradients, i), variable);
    });
  }

  #clip(gradients: readonly Tensor[]): readonly Tensor[] {
    const { clipnorm, globalClipnorm, clipvalue } = this.settings;
    if (clipnorm !== null) return gradients.map((gradient) => clipByNorm(gradient, clipnorm));
    if (globalClipnorm !== null) return clipByGlobalNorm(gradients, globalClipnorm);
    if (clipvalue !== null) return gradients.map((gradient) => clipByValue(gradient, clipvalue));
    return gradients;
  }

  /** Decoupled weight decay (Loshchilov and Hutter 2019): w -= w * decay * learningRate. */
  protected applyWeightDecay(variables: readonly Variable[], learningRate: Tensor): void {
    const { weightDecay } = this.settings;
    if (weightDecay === null) return;
    const share = ops.multiply(learningRate, weightDecay);
    for (const variable of variables) {
      if (this.decays(variable)) variable.assign(ops.subtract(variable, ops.multiply(variable, share)));
    }
  }

  /** Whether weight decay applies to a variable. */
  protected decays(variable: Variable): boolean {
    return !this.#excluded.variables.has(variable) && !this.#excluded.names?.test(variable.name);
  }

  /**
   * Leaves variables out of weight decay: those of a list, and those whose name has a match for one of some regular
   * expressions. To be called before the optimizer is built; a second call replaces the first.
   *
   * @example
   * ```ts
   * import { optimizers } from 'keratin';
   * const optimizer = new optimizers.AdamW();
   * optimizer.excludeFromWeightDecay({ varNames: ['bias', 'gamma'] });
   * ```
   */
  excludeFromWeightDecay(options: { varList?: readonly Variable[]; varNames?: readonly string[] }): void {
    if (this.built)
      throw new StateError(
        '`excludeFromWeightDecay` must be called before the optimizer is built. Received: a built optimizer',
      );
    const { varList = [], varNames = [] } = options;
    this.#excluded = {
      variables: new Set(varList),
      names: varNames.length === 0 ? null : new RegExp(varNames.join('|')),
    };
  }

  /**
   * Steps that do not complete a group only add to the accumulators. The whole update is computed in any case, and
   * taken or not by a select, so that all steps are the same program.
   */
  #accumulate(updates: readonly Update[], steps: number): void {
    const isUpdate = ops.equal(ops.mod(ops.add(this.#iterations, 1), steps), 0);
    const means = updates.map(({ variable, gradient }) => {
      const accumulator = this.slot(variable, 'gradient_accumulator');
      const total = ops.add(accumulator, gradient);
      accumulator.assign(ops.where(isUpdate, ops.zerosLike(total), total));
      return { variable, gradient: ops.divide(total, steps) };
    });
    const changing = [...updates.map(({ variable }) => variable), ...this.#own.slice(this.#bookkeeping)];
    const before = changing.map((variable) => variable.value);
    this.#update(means);
    changing.forEach((variable, i) => {
      variable.assign(ops.where(isUpdate, variable, at(before, i)));
    });
  }

  /** The first step copies the variables into their averages. */
  #updateAverages(): void {
    const { emaMomentum, emaOverwriteFrequency } = this.settings;
    const { iterations } = this;
    const stays = ops.where(ops.equal(iterations, 0), 0, emaMomentum);
    const comes = ops.subtract(1, stays);
    const overwrite =
      emaOverwriteFrequency === null ? null : ops.equal(ops.mod(ops.add(iterations, 1), emaOverwriteFrequency), 0);
    for (const variable of this.#trainable ?? []) {
      const average = this.slot(variable, 'average');
      average.assign(ops.add(ops.multiply(stays, average), ops.multiply(comes, variable)));
      if (overwrite !== null) variable.assign(ops.where(overwrite, average, variable));
    }
  }

  /** Replaces variables by their moving averages, if there are any: the end of training. */
  finalizeVariableValues(variables: readonly Variable[]): void {
    if (!this.settings.useEma) return;
    for (const variable of variables) {
      if (this.#slots.has(variable)) variable.assign(this.slot(variable, 'average'));
    }
  }

  /** The loss times the loss-scale factor: what gradients are to be taken of. */
  scaleLoss(loss: Tensor): Tensor {
    const { lossScaleFactor } = this.settings;
    return lossScaleFactor === null ? loss : ops.multiply(loss, lossScaleFactor);
  }

  /** Keras's config. Subclasses add their own options. */
  getConfig(): Config {
    const { settings } = this;
    return {
      name: this.name,
      learning_rate: this.#learningRate.getConfig(),
      weight_decay: settings.weightDecay,
      clipnorm: settings.clipnorm,
      global_clipnorm: settings.globalClipnorm,
      clipvalue: settings.clipvalue,
      use_ema: settings.useEma,
      ema_momentum: settings.emaMomentum,
      ema_overwrite_frequency: settings.emaOverwriteFrequency,
      loss_scale_factor: settings.lossScaleFactor,
      gradient_accumulation_steps: settings.gradientAccumulationSteps,
    };
  }

  /** Makes an optimizer from Keras's config. */
  static fromConfig<T extends Optimizer>(this: new (options: never) => T, config: Config): T {
    const { decay: _, is_legacy_optimizer: __, jit_compile: ___, ...options } = config;
    // The values come from JSON; the constructor checks names and values.
    return new this(optionsFromConfig(options) as never);
  }

  toString(): string {
    return `<${classNameOf(this)} name=${this.name}>`;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}
