import { cast } from '../../ops/core.ts';
import { zerosLike } from '../../ops/creation.ts';
import { getItem } from '../../ops/get-item.ts';
import { flag } from '../../support/check-values.ts';
import { ArgumentError, describe } from '../../support/errors.ts';
import { type Config, deserializeObject, serializeObject } from '../../support/registry.ts';
import { at, formatShape, type PartialShape } from '../../support/shape.ts';
import type { TensorLike } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { Variable } from '../../tensor/variable.ts';
import type { LayerInputs, MaskStructure } from '../call-inputs.ts';
import type { ApplyOptions, CallOptions } from '../call-options.ts';
import { isTensor } from '../infer-outputs.ts';
import { InputSpec } from '../input-spec.ts';
import { isPartialShape, type KerasTensor, type ShapeStructure } from '../keras-tensor.ts';
import { Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';
import { flattenStructure, mapStructure, type Structure } from '../structure.ts';
import { type Cell, cellOption, initialStates, outputSizeOf, type StateSize, type States, sizesOf } from './cell.ts';
import { givenStates } from './initial-state.ts';
import { runCell } from './run-cell.ts';
import { StackedRNNCells } from './stacked-rnn-cells.ts';

/** What every recurrent layer takes beside its cell's options. */
export interface RNNOptions extends LayerOptions {
  /** Whether to give the output of every step instead of the last one. Default false. */
  returnSequences?: boolean;
  /** Whether to give the last states, too. Default false. */
  returnState?: boolean;
  /** Whether to begin with the last step; outputs come in the order of computation. Default false. */
  goBackwards?: boolean;
  /** Whether each batch begins with the states that the one before left. Default false. */
  stateful?: boolean;
  /** Whether a masked step gives zeros where there was no output yet. The loop is compiled once either way. Default false. */
  unroll?: boolean;
  /** Whether a masked step gives zeros instead of the output before. Default false. */
  zeroOutputForMask?: boolean;
}

export const rnnOptionNames: readonly string[] = [
  'returnSequences',
  'returnState',
  'goBackwards',
  'stateful',
  'unroll',
  'zeroOutputForMask',
];

/** How a recurrent layer is applied. */
export interface RNNApplyOptions extends ApplyOptions {
  /** The states before the first step, one for each of the cell's. Default: zeros, or what a stateful layer remembers. */
  initialState?: Structure<TensorLike | KerasTensor> | null | undefined;
}

/** What `call` of a recurrent layer gets beside the inputs. */
export interface RNNCallOptions extends CallOptions {
  initialState?: Structure<TensorLike> | null | undefined;
}

const isVariable = (x: unknown): x is Variable => x instanceof Variable;

/** A cell, several that are stacked, or a cell from its config. */
function asCell(cell: unknown): unknown {
  if (Array.isArray(cell)) return new StackedRNNCells(cell);
  const isConfig = typeof cell === 'object' && cell !== null && !(cell instanceof Layer) && 'class_name' in cell;
  return isConfig ? deserializeObject(cell, { module: 'keras.layers' }) : cell;
}

/** The mask of the sequences: [batch, time]. */
function maskOf(mask: MaskStructure | null): Tensor | null {
  const first = mask === null || isTensor(mask) ? mask : flattenStructure<Tensor | null>(mask, isMask)[0];
  return first === undefined || first === null ? null : cast(first, 'bool');
}
const isMask = (x: unknown): x is Tensor | null => x === null || isTensor(x);

/** The shape of sequences, [batch, time, ...]. */
function sequenceShape(shape: ShapeStructure, layerName: string): PartialShape {
  const own: unknown = isPartialShape(shape) ? shape : Array.isArray(shape) ? shape[0] : undefined;
  if (!isPartialShape(own) || own.length < 3) {
    throw new ArgumentError(
      `Layer "${layerName}" takes sequences, of shape (batch, time, ...). Received: ${describe(shape)}`,
    );
  }
  return own;
}

/**
 * Runs a cell along the time axis: [output, states] = cell([x[t], states]). The loop is compiled once, whatever its
 * length; products of all inputs with constants become one product before it.
 *
 * @param cell a cell (LSTMCell, GRUCell, SimpleRNNCell or a layer of your own with a `stateSize`), a list of cells, which
 *   are stacked, or a cell's config
 * @param options `returnSequences`, `returnState`, `goBackwards`, `stateful`, `unroll`, `zeroOutputForMask`
 * @returns applied to [batch, time, ...]: the last output [batch, units], or all of them [batch, time, units]; with
 *   `returnState` a list of it and the last states
 * @throws ArgumentError when cell isn't one, or a stateful layer gets another batch size
 * @see https://keras.io/api/layers/recurrent_layers/rnn/
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * const layer = new layers.RNN([new layers.LSTMCell(8), new layers.LSTMCell(4)], { returnSequences: true });
 * console.log(layer.apply(ops.ones([2, 5, 3])).shape); // => [2, 5, 4]
 * ```
 */
export class RNN extends Layer {
  static override readonly className: string = 'RNN';
  static override readonly positional: readonly string[] = ['cell'];
  override readonly takesMask: boolean = true;

  readonly cell: Cell;
  readonly returnSequences: boolean;
  readonly returnState: boolean;
  readonly goBackwards: boolean;
  readonly stateful: boolean;
  readonly unroll: boolean;
  zeroOutputForMask: boolean;
  /** In a private field: states are no weights. */
  #states: Structure<Variable> | null = null;

  constructor(cell: Cell | readonly Cell[], options: RNNOptions = {}, ownOptions: readonly string[] = []) {
    super(options, [...rnnOptionNames, ...ownOptions]);
    this.cell = cellOption('cell', asCell(cell));
    this.returnSequences = flag('returnSequences', options.returnSequences ?? false);
    this.returnState = flag('returnState', options.returnState ?? false);
    this.goBackwards = flag('goBackwards', options.goBackwards ?? false);
    this.stateful = flag('stateful', options.stateful ?? false);
    this.unroll = flag('unroll', options.unroll ?? false);
    this.zeroOutputForMask = flag('zeroOutputForMask', options.zeroOutputForMask ?? false);
    this.supportsMasking = true;
  }

  /** What a stateful layer remembers, one variable for each state; null before it is built, or when it isn't stateful. */
  get states(): Structure<Variable> | null {
    return this.#states;
  }

  override build(inputShape: ShapeStructure): void {
    const shape = sequenceShape(inputShape, this.name);
    if (!this.cell.built) this.cell.build([at(shape, 0), ...shape.slice(2)]);
    if (shape.length === 3) this.inputSpec = new InputSpec({ ndim: 3, axes: { [-1]: at(shape, 2) } });
    if (!this.stateful) return;
    const [batch] = shape;
    if (batch === null || batch === undefined) {
      throw new ArgumentError(
        `Layer "${this.name}" is stateful, so the batch size must be known: give the model's Input a batchSize. Received: inputs of shape ${formatShape(shape)}`,
      );
    }
    this.#states = mapStructure(
      initialStates(this.cell, batch),
      isTensor,
      (zero) => new Variable(zero, { name: 'rnn_state', trainable: false }),
    );
  }

  /** Sets what a stateful layer remembers to zero. */
  resetState(): void {
    if (this.#states === null) return;
    for (const state of flattenStructure(this.#states, isVariable)) state.assign(zerosLike(state));
  }

  /** The same as `resetState`. */
  resetStates(): void {
    this.resetState();
  }

  override call(sequences: Tensor, options: RNNCallOptions = {}): Structure<Tensor> {
    const { training = false, mask = null, initialState = null } = options;
    sequenceShape(sequences.shape, this.name);
    const init = this.#initialState(at(sequences.shape, 0), initialState);
    const release = this.cell.prepare?.(getItem(sequences, [{}, 0]), init) ?? (() => {});
    try {
      const { last, outputs, states } = runCell(this.cell, sequences, init, {
        mask: maskOf(mask),
        training,
        goBackwards: this.goBackwards,
        zeroOutputForMask: this.zeroOutputForMask,
        repeatOutput: this.unroll,
      });
      if (this.#states !== null) {
        const values = flattenStructure<Tensor>(states, isTensor);
        flattenStructure(this.#states, isVariable).forEach((state, i) => {
          state.assign(at(values, i));
        });
      }
      const output = this.returnSequences ? outputs : last;
      return this.returnState ? [output, ...states] : output;
    } finally {
      release();
    }
  }

  #initialState(batch: number, given: RNNCallOptions['initialState']): States {
    if (this.#states !== null) {
      const expected = flattenStructure(this.#states, isVariable)[0]?.shape[0];
      if (expected !== batch) {
        throw new ArgumentError(
          `Layer "${this.name}" is stateful: every batch must have the size of the first one, ${expected}. Received: ${batch}`,
        );
      }
    }
    if (given !== null && given !== undefined) return givenStates(given, this.cell, batch, this.name);
    if (this.#states === null) return initialStates(this.cell, batch);
    const remembered = mapStructure(this.#states, isVariable, (state) => state.value);
    return Array.isArray(remembered) ? remembered : [remembered];
  }

  override computeMask(_inputs: Structure<Tensor>, mask: MaskStructure | null): MaskStructure | null {
    const own = this.returnSequences ? maskOf(mask) : null;
    return this.returnState ? [own, ...sizesOf(this.cell).map(() => null)] : own;
  }

  override computeOutputShape(inputShape: ShapeStructure): ShapeStructure {
    const shape = sequenceShape(inputShape, this.name);
    const [batch = null, time = null] = shape;
    const stateShape = (size: StateSize): ShapeStructure =>
      typeof size === 'number' ? [batch, size] : size.map(stateShape);
    const units = outputSizeOf(this.cell);
    const output: PartialShape = this.returnSequences ? [batch, time, units] : [batch, units];
    return this.returnState ? [output, ...sizesOf(this.cell).map(stateShape)] : output;
  }

  override apply<Out extends Structure<KerasTensor> = KerasTensor>(
    inputs: Structure<KerasTensor>,
    options?: RNNApplyOptions,
  ): NoInfer<Out>;
  override apply<Out extends Structure<Tensor> = Tensor>(inputs: LayerInputs, options?: RNNApplyOptions): NoInfer<Out>;
  override apply(
    inputs: Structure<KerasTensor> | LayerInputs,
    options?: RNNApplyOptions,
  ): Structure<KerasTensor> | Structure<Tensor>;
  override apply(
    inputs: Structure<KerasTensor> | LayerInputs,
    options: RNNApplyOptions = {},
  ): Structure<KerasTensor> | Structure<Tensor> {
    return super.apply(inputs, options);
  }

  /** @internal The part of the config that is not the cell's. */
  protected rnnConfig(): Config {
    return {
      return_sequences: this.returnSequences,
      return_state: this.returnState,
      go_backwards: this.goBackwards,
      stateful: this.stateful,
      unroll: this.unroll,
      zero_output_for_mask: this.zeroOutputForMask,
    };
  }

  override getConfig(): Config {
    return { ...super.getConfig(), ...this.rnnConfig(), cell: serializeObject(this.cell) };
  }
}
