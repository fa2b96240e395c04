import * as ops from '../ops/index.ts';
import { ArgumentError, badArgument, checkOptions, StateError } from '../support/errors.ts';
import { type Config, deserializeObject, serializeObject } from '../support/registry.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import { LossScaleOptimizer } from './loss-scale-optimizer.ts';
import { Optimizer } from './optimizer.ts';
import { OptimizerMap } from './optimizer-map.ts';
import type { LearningRateSchedule } from './schedules/index.ts';
import { pairUp } from './updates.ts';

export interface MultiOptimizerOptions {
  /** A factor by which the loss, and so all gradients, are too large. Default null: none. */
  readonly lossScaleFactor?: number | null;
  /** Default: the class name in snake case, numbered. */
  readonly name?: string | null;
}

const OPTIONS = ['lossScaleFactor', 'name'];

/**
 * Several optimizers at once, each for its own variables: such as a smaller learning rate for layers that are reused.
 *
 * @param optimizerMap an OptimizerMap, or a function that gives the optimizer of a variable
 * @see https://keras.io/api/optimizers/
 *
 * @example
 * ```ts
 * import { layers, optimizers, Sequential } from 'keratin';
 * const model = new Sequential([
 *   new layers.Input({ shape: [4] }),
 *   new layers.Dense(8, { activation: 'relu', name: 'reused' }),
 *   new layers.Dense(1, { name: 'head' }),
 * ]);
 * const careful = { '.*reused/.*': new optimizers.SGD({ learningRate: 1e-4 }) };
 * const optimizer = new optimizers.MultiOptimizer(new optimizers.OptimizerMap(new optimizers.Adam(), careful));
 * model.compile({ optimizer, loss: 'mse' });
 * ```
 */
export class MultiOptimizer extends Optimizer {
  static override readonly className: string = 'MultiOptimizer';
  readonly #choose: OptimizerMap | ((variable: Variable) => Optimizer);
  readonly #optimizers: Optimizer[];
  readonly #chosen = new Map<Variable, Optimizer>();

  constructor(optimizerMap: OptimizerMap | ((variable: Variable) => Optimizer), options: MultiOptimizerOptions = {}) {
    checkOptions('MultiOptimizer', options, OPTIONS);
    const { name, lossScaleFactor } = options;
    super({
      learningRate: 0,
      ...(name == null ? {} : { name }),
      ...(lossScaleFactor == null ? {} : { lossScaleFactor }),
    });
    if (!(optimizerMap instanceof OptimizerMap) && typeof optimizerMap !== 'function')
      throw badArgument('optimizerMap', 'an OptimizerMap, or a function from variables to optimizers', optimizerMap);
    this.#choose = optimizerMap;
    const listed =
      optimizerMap instanceof OptimizerMap ? [...optimizerMap.optimizers.values(), optimizerMap.defaultOptimizer] : [];
    this.#optimizers = [...new Set(listed)];
  }

  /** The single optimizers: their learning rates are theirs. */
  get optimizers(): readonly Optimizer[] {
    return this.#optimizers;
  }

  override get averaging(): readonly Optimizer[] {
    return this.#optimizers.flatMap((optimizer) => optimizer.averaging);
  }

  override get variables(): Variable[] {
    return [...super.variables, ...this.#optimizers.flatMap((optimizer) => optimizer.variables)];
  }

  #rateless(): StateError {
    return new StateError(
      'Each of the optimizers has a learning rate of its own: see `optimizers`. Received: learningRate',
    );
  }

  override get learningRate(): Tensor {
    throw this.#rateless();
  }

  override set learningRate(_value: number | LearningRateSchedule) {
    throw this.#rateless();
  }

  override getLearningRate(): number {
    throw this.#rateless();
  }

  #optimizerOf(variable: Variable): Optimizer {
    const known = this.#chosen.get(variable);
    if (known !== undefined) return known;
    const optimizer =
      this.#choose instanceof OptimizerMap ? this.#choose.optimizerFor(variable) : this.#choose(variable);
    if (!(optimizer instanceof Optimizer))
      throw badArgument('optimizerMap', `one with an optimizer for ${variable.path}`, optimizer);
    if (optimizer instanceof LossScaleOptimizer || optimizer instanceof MultiOptimizer)
      throw new ArgumentError(
        `Optimizers that wrap others have no place in a MultiOptimizer. Received: ${optimizer.name}`,
      );
    this.#chosen.set(variable, optimizer);
    if (!this.#optimizers.includes(optimizer)) this.#optimizers.push(optimizer);
    return optimizer;
  }

  /** Variables by optimizer. */
  #groups(variables: readonly Variable[]): Map<Optimizer, Variable[]> {
    const groups = new Map<Optimizer, Variable[]>();
    for (const variable of variables) {
      const optimizer = this.#optimizerOf(variable);
      groups.set(optimizer, [...(groups.get(optimizer) ?? []), variable]);
    }
    return groups;
  }

  protected override buildSlots(variables: readonly Variable[]): void {
    for (const [optimizer, own] of this.#groups(variables)) optimizer.extend(own);
  }

  override apply(gradients: readonly (Tensor | null)[], variables?: readonly Variable[]): void {
    if (gradients.length === 0) return;
    const targets = variables ?? this.targets;
    const { updates } = pairUp(gradients, targets, new Set(this.built ? this.targets : targets));
    this.build(targets);
    const { lossScaleFactor } = this.settings;
    const byVariable = new Map(updates.map(({ variable, gradient }) => [variable, gradient]));
    for (const [optimizer, own] of this.#groups([...byVariable.keys()])) {
      const scaled = own.map((variable) => {
        const gradient = byVariable.get(variable) ?? null;
        return gradient === null || lossScaleFactor === null ? gradient : ops.divide(gradient, lossScaleFactor);
      });
      optimizer.apply(scaled, own);
    }
    this.countStep();
  }

  override finalizeVariableValues(variables: readonly Variable[]): void {
    for (const optimizer of this.#optimizers) optimizer.finalizeVariableValues(variables);
  }

  override getConfig(): Config {
    if (!(this.#choose instanceof OptimizerMap))
      throw new StateError(
        'A MultiOptimizer made of a function has no config: use an OptimizerMap. Received: getConfig()',
      );
    return {
      name: this.name,
      optimizer_map: serializeObject(this.#choose),
      loss_scale_factor: this.settings.lossScaleFactor,
    };
  }

  static override fromConfig<T extends Optimizer>(this: new (map: never, options: never) => T, config: Config): T {
    const { optimizer_map: map, name, loss_scale_factor: lossScaleFactor } = config;
    // The constructor checks that it gets a map, and the options, which come from JSON.
    return new this(
      deserializeObject(map, { module: 'keras.optimizers' }) as never,
      { name, lossScaleFactor } as never,
    );
  }

  override toString(): string {
    return `<MultiOptimizer name=${this.name}, optimizers=[${this.#optimizers.join(', ')}]>`;
  }
}
