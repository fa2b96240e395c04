import type { ActivationFunction, ActivationIdentifier } from '../../activations/index.ts';
import * as activations from '../../activations/index.ts';
import type { Constraint, ConstraintIdentifier } from '../../constraints/index.ts';
import * as constraints from '../../constraints/index.ts';
import type { Initializer, InitializerIdentifier } from '../../initializers/index.ts';
import * as initializers from '../../initializers/index.ts';
import { onesLike, zeros, zerosLike } from '../../ops/creation.ts';
import { dropout, SeedGenerator } from '../../random/index.ts';
import type { Regularizer, RegularizerIdentifier } from '../../regularizers/index.ts';
import * as regularizers from '../../regularizers/index.ts';
import { flag, fraction, positiveInteger } from '../../support/check-values.ts';
import { badArgument } from '../../support/errors.ts';
import type { Config } from '../../support/registry.ts';
import type { PartialShape } from '../../support/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Variable } from '../../tensor/variable.ts';
import { builtWeight } from '../built-weight.ts';
import { isPartialShape, type ShapeStructure } from '../keras-tensor.ts';
import { Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';
import { optional } from '../serialize-member.ts';
import { type States, stateTensor } from './cell.ts';

/** The options of SimpleRNN, GRU and LSTM that their cells take. */
export interface CellOptions extends LayerOptions {
  /** Default 'tanh'; null: none. */
  activation?: ActivationIdentifier;
  /** Default true. */
  useBias?: boolean;
  /** Default 'glorot_uniform'. */
  kernelInitializer?: InitializerIdentifier;
  /** Default 'orthogonal'. */
  recurrentInitializer?: InitializerIdentifier;
  /** Default 'zeros'. */
  biasInitializer?: InitializerIdentifier;
  kernelRegularizer?: RegularizerIdentifier | null;
  recurrentRegularizer?: RegularizerIdentifier | null;
  biasRegularizer?: RegularizerIdentifier | null;
  kernelConstraint?: ConstraintIdentifier | null;
  recurrentConstraint?: ConstraintIdentifier | null;
  biasConstraint?: ConstraintIdentifier | null;
  /** The share of inputs that training drops, the same ones in all steps of a sequence. Default 0. */
  dropout?: number;
  /** The share of the state that training drops, the same ones in all steps of a sequence. Default 0. */
  recurrentDropout?: number;
  /** Of dropout. Default null: from the seeded stream. */
  seed?: number | null;
}

/** Names of CellOptions that not every layer has. */
export const cellOptionNames: readonly string[] = [
  'activation',
  'useBias',
  'kernelInitializer',
  'recurrentInitializer',
  'biasInitializer',
  'kernelRegularizer',
  'recurrentRegularizer',
  'biasRegularizer',
  'kernelConstraint',
  'recurrentConstraint',
  'biasConstraint',
  'dropout',
  'recurrentDropout',
  'seed',
];

/** What a class of cells has to say of itself. */
export interface CellTraits {
  /** Names of further options. */
  readonly options: readonly string[];
  /** Whether the seed of dropout is drawn before those of the initializers. */
  readonly seedFirst: boolean;
}

/** What the cells of SimpleRNN, GRU and LSTM have in common: weights and their options, dropout. */
export abstract class RecurrentCell extends Layer {
  static override readonly positional: readonly string[] = ['units'];
  override readonly callArguments: readonly string[] = ['inputs', 'states'];

  readonly units: number;
  readonly activation: ActivationFunction;
  readonly useBias: boolean;
  readonly kernelInitializer: Initializer;
  readonly recurrentInitializer: Initializer;
  readonly biasInitializer: Initializer;
  readonly kernelRegularizer: Regularizer | null;
  readonly recurrentRegularizer: Regularizer | null;
  readonly biasRegularizer: Regularizer | null;
  readonly kernelConstraint: Constraint | null;
  readonly recurrentConstraint: Constraint | null;
  readonly biasConstraint: Constraint | null;
  readonly dropout: number;
  readonly recurrentDropout: number;
  readonly seed: number | null;
  readonly seedGenerator: SeedGenerator;
  #kernel: Variable | undefined;
  #recurrentKernel: Variable | undefined;
  #bias: Variable | undefined;
  #masks: { input: readonly Tensor[]; recurrent: readonly Tensor[] } | undefined;

  constructor(units: number, options: CellOptions, traits: CellTraits) {
    super(options, [...cellOptionNames, ...traits.options]);
    this.units = positiveInteger('units', units);
    this.activation = activations.get(options.activation === undefined ? 'tanh' : options.activation);
    this.useBias = flag('useBias', options.useBias ?? true);
    this.seed = options.seed ?? null;
    // Whoever has no seed draws one when it is made: the order decides which.
    const early = traits.seedFirst ? new SeedGenerator({ seed: this.seed }) : undefined;
    this.kernelInitializer = initializers.get(options.kernelInitializer ?? 'glorot_uniform');
    this.recurrentInitializer = initializers.get(options.recurrentInitializer ?? 'orthogonal');
    this.biasInitializer = initializers.get(options.biasInitializer ?? 'zeros');
    this.kernelRegularizer = regularizers.get(options.kernelRegularizer);
    this.recurrentRegularizer = regularizers.get(options.recurrentRegularizer);
    this.biasRegularizer = regularizers.get(options.biasRegularizer);
    this.kernelConstraint = constraints.get(options.kernelConstraint);
    this.recurrentConstraint = constraints.get(options.recurrentConstraint);
    this.biasConstraint = constraints.get(options.biasConstraint);
    this.dropout = fraction('dropout', options.dropout ?? 0);
    this.recurrentDropout = fraction('recurrentDropout', options.recurrentDropout ?? 0);
    this.seedGenerator = early ?? new SeedGenerator({ seed: this.seed });
  }

  get outputSize(): number {
    return this.units;
  }

  /** The weights [inputs, gates * units] that the inputs are multiplied by. */
  get kernel(): Variable {
    return builtWeight(this.#kernel, 'kernel', this.name);
  }

  /** The weights [units, gates * units] that the state is multiplied by. */
  get recurrentKernel(): Variable {
    return builtWeight(this.#recurrentKernel, 'recurrent_kernel', this.name);
  }

  /** The biases; null with `useBias: false`. */
  get bias(): Variable | null {
    return this.useBias ? builtWeight(this.#bias, 'bias', this.name) : null;
  }

  /** Shape of the bias. */
  protected abstract biasShape(): readonly number[];

  /** How many blocks of `units` columns the kernels have. */
  protected abstract readonly gates: number;

  /** The initializer of the bias as a whole. */
  protected biasStart(): Initializer {
    return this.biasInitializer;
  }

  /** The extents that come before [inputs, columns] in the shapes of the kernels. */
  protected get kernelWindow(): readonly number[] {
    return [];
  }

  /** Which axis of the input the kernel depends on. */
  protected get inputAxis(): number {
    return -1;
  }

  override build(inputShape: ShapeStructure): void {
    const own: unknown = isPartialShape(inputShape) ? inputShape : Array.isArray(inputShape) ? inputShape[0] : null;
    const inputs = isPartialShape(own) ? own.at(this.inputAxis) : null;
    if (inputs === null || inputs === undefined) {
      const axis = this.inputAxis === -1 ? 'last extent' : `extent of axis ${this.inputAxis}`;
      throw badArgument('inputShape', `a shape whose ${axis} is known, as the kernel depends on it`, inputShape);
    }
    const columns = this.units * this.gates;
    this.#kernel = this.addWeight({
      name: 'kernel',
      shape: [...this.kernelWindow, inputs, columns],
      initializer: this.kernelInitializer,
      regularizer: this.kernelRegularizer,
      constraint: this.kernelConstraint,
    });
    this.#recurrentKernel = this.addWeight({
      name: 'recurrent_kernel',
      shape: [...this.kernelWindow, this.units, columns],
      initializer: this.recurrentInitializer,
      regularizer: this.recurrentRegularizer,
      constraint: this.recurrentConstraint,
    });
    if (!this.useBias) return;
    this.#bias = this.addWeight({
      name: 'bias',
      shape: this.biasShape(),
      initializer: this.biasStart(),
      regularizer: this.biasRegularizer,
      constraint: this.biasConstraint,
    });
  }

  /** The states before the first step: zeros. */
  getInitialState(batchSize: number): States {
    return [zeros([batchSize, this.units], this.computeDtype)];
  }

  override computeOutputShape(inputShape: ShapeStructure): ShapeStructure {
    const [x, states] = Array.isArray(inputShape) ? inputShape : [];
    const batch = isPartialShape(x) ? (x[0] ?? null) : null;
    const output: PartialShape = [batch, this.units];
    return [output, states];
  }

  /** How many masks dropout draws: one for each gate where inputs of gates are multiplied one by one. */
  protected get maskCount(): number {
    return 1;
  }

  /** @internal Draws the dropout masks of a sequence; the result forgets them. */
  prepare(inputs: Tensor, states: States): () => void {
    this.#masks = this.#drawMasks(inputs, stateTensor(states, 0, this.name));
    return () => {
      this.#masks = undefined;
    };
  }

  #drawMasks(inputs: Tensor, state: Tensor): { input: readonly Tensor[]; recurrent: readonly Tensor[] } {
    const draw = (like: Tensor, rate: number): Tensor[] => {
      if (rate === 0) return [];
      const one = () => (rate === 1 ? zerosLike(like) : dropout(onesLike(like), rate, { seed: this.seedGenerator }));
      return Array.from({ length: this.maskCount }, one);
    };
    return { input: draw(inputs, this.dropout), recurrent: draw(state, this.recurrentDropout) };
  }

  /** The masks that inputs and state are multiplied by; none where nothing is dropped. */
  protected masks(
    inputs: Tensor,
    state: Tensor,
    training: boolean,
  ): { input: readonly Tensor[]; recurrent: readonly Tensor[] } {
    const drops = this.dropout > 0 || this.recurrentDropout > 0;
    return training && drops ? (this.#masks ?? this.#drawMasks(inputs, state)) : { input: [], recurrent: [] };
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      units: this.units,
      activation: activations.serialize(this.activation),
      use_bias: this.useBias,
      kernel_initializer: initializers.serialize(this.kernelInitializer),
      recurrent_initializer: initializers.serialize(this.recurrentInitializer),
      bias_initializer: initializers.serialize(this.biasInitializer),
      kernel_regularizer: optional(this.kernelRegularizer, regularizers.serialize),
      recurrent_regularizer: optional(this.recurrentRegularizer, regularizers.serialize),
      bias_regularizer: optional(this.biasRegularizer, regularizers.serialize),
      kernel_constraint: optional(this.kernelConstraint, constraints.serialize),
      recurrent_constraint: optional(this.recurrentConstraint, constraints.serialize),
      bias_constraint: optional(this.biasConstraint, constraints.serialize),
      dropout: this.dropout,
      recurrent_dropout: this.recurrentDropout,
      seed: this.seed,
    };
  }
}
