import { snakeCase } from '../support/case.ts';
import { noteChange } from '../support/changes.ts';
import { ArgumentError, badArgument, describe, StateError } from '../support/errors.ts';
import { classNameOf } from '../support/naming.ts';
import { sizeOf } from '../support/shape.ts';
import { convertToTensor, type TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { currentTrace, type Trace } from '../tensor/trace.ts';
import { Variable } from '../tensor/variable.ts';
import { fieldsOf } from './tracked.ts';
import { assignWeights } from './weights.ts';

const isVariable = (x: object): x is Variable => x instanceof Variable;
const isState = (x: object): x is LayerState => x instanceof LayerState;
const isSeedGenerator = (x: object): x is { readonly state: Variable } =>
  'next' in x && 'state' in x && x.state instanceof Variable;

const unique = <T>(items: readonly T[]): T[] => [...new Set(items)];

/** A weight to which others add something: files hold the sum alone, as Keras's do. */
export interface MergedWeight {
  /** What is added to it; not in files. */
  readonly parts: readonly Variable[];
  /** The one of them that is zero once a file is read, so that nothing is added. */
  readonly zeroed: Variable;
  /** What files hold in place of a variable's own value: (a part of) the sum; undefined for others. */
  value(variable: Variable): Tensor | undefined;
}

/** What a layer holds: variables, sub-layers and losses. `Layer` adds how it is built and called. */
export abstract class LayerState {
  abstract readonly name: string;
  abstract readonly built: boolean;
  #trainable: boolean;
  /** Own variables in the order of their creation, and whether they were created as trainable. */
  #own: { readonly variable: Variable; readonly trainable: boolean }[] = [];
  #merged: MergedWeight | null = null;
  #losses: { readonly loss: Tensor; readonly trace: Trace | undefined }[] = [];

  constructor(trainable: boolean) {
    this.#trainable = trainable;
    noteChange();
  }

  /** @internal Takes a variable in. */
  protected addVariable(variable: Variable): Variable {
    this.#own.push({ variable, trainable: variable.trainable });
    noteChange();
    if (!this.#trainable) variable.trainable = false;
    return variable;
  }

  /** @internal Gives a weight up that another takes the place of. */
  removeWeight(weight: Variable): void {
    this.#own = this.#own.filter(({ variable }) => variable !== weight);
    noteChange();
  }

  /** @internal Runs `body`; when it throws, the variables that it added are gone again. */
  protected addingVariables<T>(body: () => T): T {
    const before = [...this.#own];
    try {
      return body();
    } catch (error) {
      this.#own = before;
      throw error;
    }
  }

  /** Own variables: those made by `addWeight`, and those that public fields hold; created as trainable first. */
  #ownVariables(): Variable[] {
    const known = new Set(this.#own.map(({ variable }) => variable));
    for (const variable of fieldsOf(this, isVariable)) if (!known.has(variable)) this.addVariable(variable);
    const of = (trainable: boolean) =>
      this.#own.filter((entry) => entry.trainable === trainable).map(({ variable }) => variable);
    return [...of(true), ...of(false)];
  }

  /** @internal The layers that public fields hold, also in lists and records, in declaration order. */
  subLayers(): LayerState[] {
    return fieldsOf(this, isState);
  }

  /** @internal This layer and all layers below it, each once. */
  flattenLayers(): LayerState[] {
    const found = new Set<LayerState>();
    const visit = (layer: LayerState): void => {
      if (found.has(layer)) return;
      found.add(layer);
      layer.subLayers().forEach(visit);
    };
    visit(this);
    return [...found];
  }

  /** @internal The name of the class in Python, after which files name the groups of layers in lists. */
  get pythonName(): string {
    return classNameOf(this);
  }

  /** @internal Takes what a model's file holds of this layer beside weights: contents by name, such as `vocabulary.txt`. */
  loadAssets(_files: ReadonlyMap<string, Uint8Array>): void {}

  /** @internal What files hold of this layer itself: its own weights, in the order of `weights`. */
  get ownWeights(): Variable[] {
    return this.#ownVariables().filter((variable) => !this.#merged?.parts.includes(variable));
  }

  /** @internal Sums that files hold as one weight; null for none. */
  get merged(): MergedWeight | null {
    return this.#merged;
  }

  /** @internal Makes files hold one weight in place of several. */
  mergeWhenSaved(merged: MergedWeight): void {
    this.#merged = merged;
  }

  /**
   * @internal Keras's names of the attributes in which the layer may hold other layers, and what they hold: files name
   * weights after them. By default the public fields in snake case; overridden where Keras names them otherwise.
   */
  savedAttributes(): readonly (readonly [name: string, held: unknown])[] {
    return Object.entries(this).map(([name, held]) => [snakeCase(name), held]);
  }

  /** Own variables and the states of own random generators. */
  #ownState(): Variable[] {
    return [...this.#ownVariables(), ...fieldsOf(this, isSeedGenerator).map((generator) => generator.state)];
  }

  /** All variables of the layer and its sub-layers, the states of random generators included. */
  get variables(): Variable[] {
    return unique(this.flattenLayers().flatMap((layer) => layer.#ownState()));
  }

  get trainableVariables(): Variable[] {
    return this.#trainable ? this.variables.filter((variable) => variable.trainable) : [];
  }

  get nonTrainableVariables(): Variable[] {
    return this.#trainable ? this.variables.filter((variable) => !variable.trainable) : this.variables;
  }

  /**
   * The weights: own ones that were created as trainable, own others, then those of sub-layers. Freezing doesn't change
   * the order.
   */
  get weights(): Variable[] {
    return unique(this.flattenLayers().flatMap((layer) => layer.#ownVariables()));
  }

  get trainableWeights(): Variable[] {
    return this.#trainable ? this.weights.filter((variable) => variable.trainable) : [];
  }

  get nonTrainableWeights(): Variable[] {
    return this.#trainable ? this.weights.filter((variable) => !variable.trainable) : this.weights;
  }

  /** Whether training changes the weights. Setting it also sets it for all sub-layers. */
  get trainable(): boolean {
    return this.#trainable;
  }

  set trainable(value: boolean) {
    if (typeof value !== 'boolean') throw badArgument('trainable', 'a boolean', value);
    noteChange();
    for (const layer of this.flattenLayers()) {
      layer.#trainable = value;
      layer.#ownVariables();
      for (const { variable, trainable } of layer.#own) if (trainable) variable.trainable = value;
    }
  }

  /** The current values of `weights`; they stay as they are when the weights change. */
  async getWeights(): Promise<Tensor[]> {
    return this.weights.map((weight) => weight.value);
  }

  /**
   * Sets all weights, in the order of `weights`, or none.
   *
   * @param values tensors, nested arrays, or typed arrays with the elements in row-major order
   * @throws ArgumentError when the number of values or a shape does not fit
   */
  setWeights(values: readonly TensorLike[]): void {
    assignWeights(this.weights, values, `layer ${describe(this.name)}`);
  }

  /** The number of elements in all weights. */
  countParams(): number {
    if (!this.built) {
      throw new StateError(
        `Layer ${describe(this.name)} has no weights before it is built: apply it, or call build(inputShape). Received: countParams()`,
      );
    }
    return this.weights.reduce((sum, weight) => sum + sizeOf(weight.shape), 0);
  }

  /** Keras 2's list of pending updates; always empty: updates happen in the step. */
  get updates(): readonly never[] {
    return [];
  }

  /**
   * Adds a term to the loss of training; to be called from `call`. The terms of one call are dropped when the next
   * one begins.
   *
   * @param loss a scalar, or several
   */
  addLoss(loss: Tensor | readonly Tensor[]): void {
    const terms: readonly Tensor[] = Array.isArray(loss) ? loss : [loss];
    for (const term of terms) {
      const tensor = convertToTensor(term);
      if (tensor.rank !== 0)
        throw new ArgumentError(
          `addLoss takes scalars: reduce the loss with ops.sum or ops.mean. Received: a tensor of rank ${tensor.rank}`,
        );
      this.#losses.push({ loss: tensor, trace: currentTrace() });
    }
  }

  /**
   * The terms that this layer and those below it add to the loss: those of the last call, then the regularizers of
   * all trainable weights.
   */
  get losses(): Tensor[] {
    const trace = currentTrace();
    const added = this.flattenLayers().flatMap((layer) =>
      layer.#losses.filter((entry) => entry.trace === trace).map((entry) => entry.loss),
    );
    const penalties = this.trainableWeights.flatMap((weight) =>
      weight.regularizer === null ? [] : [weight.regularizer.apply(weight.value)],
    );
    return [...added, ...penalties];
  }

  /** @internal Forgets the losses that earlier calls added. */
  clearLosses(): void {
    for (const layer of this.flattenLayers()) layer.#losses = [];
  }
}
