import * as ops from '../ops/index.ts';
import { badArgument, StateError } from '../support/errors.ts';
import { autoName, classNameOf } from '../support/naming.ts';
import { type Config, type Configurable, optionsFromConfig } from '../support/registry.ts';
import { withScope } from '../support/scope.ts';
import { at } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Variable } from '../tensor/variable.ts';
import { clip } from './clipping.ts';
import { LearningRate } from './learning-rate.ts';
import { updateAverages } from './moving-average.ts';
import { checkedSettings, type OptimizerOptions, type OptimizerSettings, settingsConfig } from './options.ts';
import type { LearningRateSchedule } from './schedules/index.ts';
import { Slots } from './slots.ts';
import { updateWhen } from './update-when.ts';
import { pairUp, type Update } from './updates.ts';
import { WeightDecay, type WeightDecayExclusion } from './weight-decay.ts';

/** Updates one variable, and what the optimizer remembers about it, given its gradient. */
export type UpdateRule = (gradient: Tensor, variable: Variable) => void;

const AVERAGE = 'average';
const ACCUMULATOR = 'gradient_accumulator';

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
  #slots: Slots;
  /** How many of the slots are the base's own: averages and accumulators. */
  #bookkeeping = 0;
  /** The variables that are optimized, in the order given to `build`; null before. */
  #targets: ReadonlySet<Variable> | null = null;
  readonly #weightDecay = new WeightDecay();
  #warned = false;

  /** @param ownOptions names of the options of the subclass, for the check of option names */
  constructor(options: OptimizerOptions = {}, ownOptions: readonly string[] = []) {
    this.settings = checkedSettings(classNameOf(this), options, ownOptions);
    this.name = options.name ?? autoName(classNameOf(this));
    this.#learningRate = new LearningRate(options.learningRate, `${this.name}/learning_rate`);
    this.#slots = new Slots(this.name);
    const path = `${this.name}/iteration`;
    this.#iterations = new Variable(() => ops.cast(0, 'int32'), { name: 'iteration', path, trainable: false });
  }

  /** Number of updates of the variables so far (steps that only accumulated gradients don't count): int32 scalar. */
  get iterations(): Tensor {
    const { gradientAccumulationSteps: steps } = this.settings;
    return steps === null ? this.#iterations.value : ops.floorDivide(this.#iterations, steps);
  }

  /** The learning rate as a tensor: the value of the schedule, if there is one, at the current step. */
  get learningRate(): Tensor {
    return this.#learningRate.at(this.#iterations.value);
  }

  /** A number takes effect at the next step, also in compiled programs. Throws when there is a schedule. */
  set learningRate(value: number | LearningRateSchedule) {
    this.#learningRate.set(value);
  }

  /** The learning rate as a number, read at once. */
  getLearningRate(): number {
    return this.#learningRate.read(this.#iterations);
  }

  /** @internal The learning rate in configs: a number, or the config of a schedule. */
  get rateConfig(): unknown {
    return this.#learningRate.getConfig();
  }

  /** The variables that the optimizer was built with. */
  protected get targets(): readonly Variable[] {
    return [...(this.#targets ?? [])];
  }

  protected get followsSchedule(): boolean {
    return this.#learningRate.variable === null;
  }

  get built(): boolean {
    return this.#targets !== null;
  }

  /** The optimizer's state in the order of Keras's files: iteration, learning rate, averages, accumulators, slots. */
  get variables(): Variable[] {
    const { variable } = this.#learningRate;
    return [this.#iterations, ...(variable === null ? [] : [variable]), ...this.#slots.variables];
  }

  /** Makes the state for these variables; done by the first `apply` otherwise. A second call has no effect. */
  build(variables: readonly Variable[]): void {
    if (this.built) return;
    if (!Array.isArray(variables) || variables.some((variable) => !(variable instanceof Variable))) {
      throw badArgument('variables', 'a list of variables', variables);
    }
    this.#targets = new Set(variables);
    if (this.settings.useEma) this.addOptimizerVariables(variables, AVERAGE);
    if (this.settings.gradientAccumulationSteps !== null) this.addOptimizerVariables(variables, ACCUMULATOR);
    this.#bookkeeping = this.#slots.variables.length;
    this.buildSlots(variables);
  }

  /**
   * Makes room for variables that the optimizer has not met, as when layers are unfrozen between two trainings. What it
   * remembers of the others stays.
   */
  extend(variables: readonly Variable[]): void {
    const known = this.#targets;
    if (known === null) {
      this.build(variables);
      return;
    }
    if (variables.every((variable) => known.has(variable))) return;
    const before = this.#slots;
    this.#slots = new Slots(this.name);
    this.#targets = null;
    this.build([...new Set([...known, ...variables])]);
    this.#slots.inherit(before);
  }

  /** Overridden by optimizers that remember something about each variable, with `addOptimizerVariables`. */
  protected buildSlots(_variables: readonly Variable[]): void {}

  /**
   * Adds a slot of the shape of each variable, under each name; those of one variable stand together. `slot` finds them.
   *
   * @param initial gives the first value of a variable's slots; zeros by default
   */
  protected addOptimizerVariables(
    variables: readonly Variable[],
    names: string | readonly string[],
    initial: (like: Variable) => TensorLike = ({ shape, dtype }) => ops.zeros(shape, { dtype }),
  ): void {
    for (const variable of variables) {
      for (const name of typeof names === 'string' ? [names] : names)
        this.addSlot(variable, name, () => initial(variable));
    }
  }

  /** Adds a slot of any shape for one variable. */
  protected addSlot(variable: Variable, name: string, initial: () => TensorLike): Variable {
    return this.#slots.add(variable, name, initial);
  }

  /** Adds state that belongs to no variable in particular. */
  protected addVariable(initial: () => TensorLike, name: string): Variable {
    return this.#slots.addShared(initial, name);
  }

  /** A variable's slot of that name. */
  protected slot(variable: Variable, name: string): Variable {
    return this.#slots.get(variable, name);
  }

  /** The update of one variable. Either this or `updateRule` is overridden. */
  updateStep(gradient: Tensor, variable: Variable, learningRate: Tensor): void {
    if (this.updateRule === Optimizer.prototype.updateRule) {
      const className = classNameOf(this);
      throw new StateError(`An optimizer must override \`updateStep\` or \`updateRule\`. Received: ${className}`);
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
    if (variables === undefined && !this.built) {
      throw new StateError(
        '`apply` without `variables` needs a built optimizer. Received: an optimizer before `build`',
      );
    }
    const targets = variables ?? this.targets;
    if (gradients.length !== targets.length) {
      throw badArgument('gradients', `a list of ${targets.length} gradients, one for each variable`, gradients);
    }
    if (gradients.length === 0) return;
    const { updates, missing } = pairUp(gradients, targets, this.#targets ?? new Set(targets));
    this.build(targets);
    this.#warnOnce(missing);
    const { gradientAccumulationSteps: steps } = this.settings;
    const unscaled = this.#unscale(updates);
    if (steps === null) this.#update(unscaled);
    else this.#accumulate(unscaled, steps);
    if (this.settings.useEma) {
      const pairs = this.targets.map((variable) => [variable, this.slot(variable, AVERAGE)] as const);
      updateAverages(pairs, this.iterations, this.settings);
    }
    for (const { variable } of updates) {
      if (variable.constraint !== null) variable.assign(variable.constraint.apply(variable.value));
    }
    this.countStep();
  }

  /** Counts the step that has been made. */
  protected countStep(): void {
    this.#iterations.assign(ops.add(this.#iterations, 1));
  }

  #warnOnce(missing: readonly string[]): void {
    if (missing.length === 0 || this.#warned) return;
    this.#warned = true;
    console.warn(`The loss does not depend on these variables, so they do not change: ${missing.join(', ')}`);
  }

  #unscale(updates: readonly Update[]): readonly Update[] {
    const { lossScaleFactor } = this.settings;
    if (lossScaleFactor === null) return updates;
    return updates.map(({ variable, gradient }) => ({ variable, gradient: ops.divide(gradient, lossScaleFactor) }));
  }

  /** Clips, decays and updates. */
  #update(updates: readonly Update[]): void {
    const { learningRate } = this;
    const gradients = clip(
      updates.map(({ gradient }) => gradient),
      this.settings,
    );
    const variables = updates.map(({ variable }) => variable);
    this.applyWeightDecay(variables, learningRate);
    const rule = this.updateRule(learningRate);
    variables.forEach((variable, i) => {
      withScope(`update of ${variable.path}`, () => rule(at(gradients, i), variable));
    });
  }

  /** Steps that do not complete a group only add to the accumulators. */
  #accumulate(updates: readonly Update[], steps: number): void {
    const isUpdate = ops.equal(ops.mod(ops.add(this.#iterations, 1), steps), 0);
    const means = updates.map(({ variable, gradient }) => {
      const accumulator = this.slot(variable, ACCUMULATOR);
      const total = ops.add(accumulator, gradient);
      accumulator.assign(ops.where(isUpdate, ops.zerosLike(total), total));
      return { variable, gradient: ops.divide(total, steps) };
    });
    const state = this.#slots.variables.slice(this.#bookkeeping);
    updateWhen(isUpdate, [...updates.map(({ variable }) => variable), ...state], () => this.#update(means));
  }

  /** Called before the update of the variables; overridden where not all of them decay alike. */
  protected applyWeightDecay(variables: readonly Variable[], learningRate: Tensor): void {
    this.decay(variables, learningRate, this.settings.weightDecay);
  }

  /** Takes weightDecay * learningRate of each variable that is not excluded off it. */
  protected decay(variables: readonly Variable[], learningRate: Tensor, weightDecay: number | null): void {
    if (weightDecay !== null) this.#weightDecay.apply(variables, learningRate, weightDecay);
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
  excludeFromWeightDecay(options: WeightDecayExclusion): void {
    if (this.built) {
      throw new StateError('`excludeFromWeightDecay` must come before `build`. Received: a built optimizer');
    }
    this.#weightDecay.exclude(options);
  }

  /** Replaces variables by their moving averages, if there are any: the end of training. */
  finalizeVariableValues(variables: readonly Variable[]): void {
    if (!this.settings.useEma) return;
    for (const variable of variables) {
      if (this.#targets?.has(variable)) variable.assign(this.slot(variable, AVERAGE));
    }
  }

  /** @internal The optimizers that keep moving averages: this one, or others that it is made of. */
  get averaging(): readonly Optimizer[] {
    return this.settings.useEma ? [this] : [];
  }

  #eachAverage(act: (variable: Variable, average: Variable) => void): void {
    const { averaging } = this;
    if (averaging.length === 0)
      throw new StateError('Moving averages need an optimizer with `useEma: true`. Received: useEma=false');
    for (const optimizer of averaging)
      for (const variable of optimizer.targets) act(variable, optimizer.slot(variable, AVERAGE));
  }

  /**
   * Exchanges the variables and their moving averages.
   *
   * @throws StateError without `useEma`
   */
  swapAverages(): void {
    this.#eachAverage((variable, average) => {
      const { value } = variable;
      variable.assign(average.value);
      average.assign(value);
    });
  }

  /**
   * Makes each variable its own moving average.
   *
   * @throws StateError without `useEma`
   */
  resetAverages(): void {
    this.#eachAverage((variable, average) => {
      average.assign(variable.value);
    });
  }

  /** The loss times the loss-scale factor: what gradients are to be taken of. */
  scaleLoss(loss: Tensor): Tensor {
    const { lossScaleFactor } = this.settings;
    return lossScaleFactor === null ? loss : ops.multiply(loss, lossScaleFactor);
  }

  /** Keras's config. Subclasses add their own options. */
  getConfig(): Config {
    return { name: this.name, learning_rate: this.#learningRate.getConfig(), ...settingsConfig(this.settings) };
  }

  /** Makes an optimizer from Keras's config; keys that only older versions wrote are ignored. */
  static fromConfig<T extends Optimizer>(this: new (options: never) => T, config: Config): T {
    const { decay: _decay, is_legacy_optimizer: _legacy, jit_compile: _jit, ...options } = config;
    // The values come from JSON; the constructor checks names and values.
    return new this(optionsFromConfig(options) as never);
  }

  toString(): string {
    return `<${classNameOf(this)} name=${this.name}, learningRate=${this.getLearningRate()}>`;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}
