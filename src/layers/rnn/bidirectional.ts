import { add, divide, multiply } from '../../ops/arithmetic.ts';
import { concatenate } from '../../ops/joining.ts';
import { flip } from '../../ops/reversal.ts';
import { ArgumentError, badArgument, StateError } from '../../support/errors.ts';
import { type Config, deserializeObject, type SerializedObject, serializeObject } from '../../support/registry.ts';
import { at, type PartialShape } from '../../support/shape.ts';
import type { TensorLike } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Variable } from '../../tensor/variable.ts';
import type { LayerInputs, MaskStructure } from '../call-inputs.ts';
import { isTensor } from '../infer-outputs.ts';
import { isPartialShape, type KerasTensor, type ShapeStructure } from '../keras-tensor.ts';
import { Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';
import type { Structure } from '../structure.ts';
import { RNN, type RNNApplyOptions, type RNNCallOptions } from './rnn.ts';

export interface BidirectionalOptions extends LayerOptions {
  /** How both outputs become one; null: they stay two. Default 'concat'. */
  mergeMode?: MergeMode | null;
  /** Runs from the end. Default: a layer like the given one with other weights. */
  backwardLayer?: RNN | null;
  /** What the weights start as, first those of the forward layer. Default null: what the initializers make. */
  weights?: readonly TensorLike[] | null;
}

export type MergeMode = 'concat' | 'sum' | 'mul' | 'ave';

const MERGE_MODES: readonly unknown[] = ['concat', 'sum', 'mul', 'ave', null];

function recurrent(name: string, value: unknown): RNN {
  const isConfig = typeof value === 'object' && value !== null && !(value instanceof Layer) && 'class_name' in value;
  const layer = isConfig ? deserializeObject(value, { module: 'keras.layers' }) : value;
  if (!(layer instanceof RNN)) throw badArgument(name, 'a recurrent layer, such as LSTM', value);
  return layer;
}

/** Another layer with the same config but for some entries. */
function like(layer: RNN, changes: Config): RNN {
  const serialized: SerializedObject = serializeObject(layer);
  const copy = { ...serialized, config: { ...serialized.config, ...changes } };
  return recurrent('layer', deserializeObject(copy, { module: 'keras.layers' }));
}

const prefixed = (prefix: string, name: string): string => (name.startsWith(prefix) ? name : `${prefix}${name}`);

/**
 * Runs a recurrent layer from the beginning and one from the end (Schuster & Paliwal 1997), and merges what they give,
 * step by step with `returnSequences`.
 *
 * @param layer LSTM, GRU, SimpleRNN or RNN; both layers are made from its config
 * @param options `mergeMode` ('concat', 'sum', 'mul', 'ave' or null), `backwardLayer`, `weights`
 * @returns applied to [batch, time, n]: as the layer gives, with twice the units for 'concat', a list of two for null;
 *   with `returnState` a list of it, the forward and the backward states
 * @throws ArgumentError when layer isn't recurrent, or both layers differ in what they return
 * @see https://keras.io/api/layers/recurrent_layers/bidirectional/
 *
 * @example
 * ```ts
 * import { layers, ops } from 'keratin';
 * const layer = new layers.Bidirectional(new layers.LSTM(4, { returnSequences: true }));
 * console.log(layer.apply(ops.ones([2, 5, 3])).shape); // => [2, 5, 8]
 * ```
 */
export class Bidirectional extends Layer {
  static override readonly className: string = 'Bidirectional';
  static override readonly positional: readonly string[] = ['layer'];
  override readonly takesMask: boolean = true;
  readonly forwardLayer: RNN;
  readonly backwardLayer: RNN;
  readonly mergeMode: MergeMode | null;
  /** Until the layer is built. */
  #firstWeights: readonly TensorLike[] | null;

  constructor(layer: RNN, options: BidirectionalOptions = {}) {
    const { mergeMode = 'concat', backwardLayer = null, weights = null } = options;
    super(options, ['mergeMode', 'backwardLayer', 'weights']);
    if (!MERGE_MODES.includes(mergeMode))
      throw badArgument('mergeMode', "'concat', 'sum', 'mul', 'ave' or null", mergeMode);
    const given = recurrent('layer', layer);
    const other = backwardLayer === null ? null : recurrent('backwardLayer', backwardLayer);
    this.forwardLayer = like(given, { name: prefixed('forward_', given.name) });
    this.backwardLayer =
      other ?? like(given, { name: prefixed('backward_', given.name), go_backwards: !given.goBackwards });
    this.mergeMode = mergeMode;
    if (weights !== null && !Array.isArray(weights)) throw badArgument('weights', 'a list of weights', weights);
    this.#firstWeights = weights;
    this.#check();
    for (const each of [this.forwardLayer, this.backwardLayer]) each.zeroOutputForMask = each.returnSequences;
    this.supportsMasking = true;
  }

  #check(): void {
    const [forward, backward] = [this.forwardLayer, this.backwardLayer];
    if (forward.goBackwards === backward.goBackwards) {
      throw new ArgumentError(
        `Of the two layers of Bidirectional one must go backwards. Received: goBackwards=${forward.goBackwards} for both`,
      );
    }
    for (const key of ['stateful', 'returnSequences', 'returnState'] as const) {
      if (forward[key] === backward[key]) continue;
      throw new ArgumentError(
        `Both layers of Bidirectional must have the same ${key}. Received: ${forward[key]} forwards and ${backward[key]} backwards`,
      );
    }
  }

  get stateful(): boolean {
    return this.forwardLayer.stateful;
  }

  get returnSequences(): boolean {
    return this.forwardLayer.returnSequences;
  }

  get returnState(): boolean {
    return this.forwardLayer.returnState;
  }

  /** What stateful layers remember: the forward one's, then the backward one's; null when they don't. */
  get states(): readonly Structure<Variable>[] | null {
    const [forward, backward] = [this.forwardLayer.states, this.backwardLayer.states];
    if (forward === null || backward === null) return null;
    const list = (states: Structure<Variable>) => (Array.isArray(states) ? states : [states]);
    return [...list(forward), ...list(backward)];
  }

  /** Sets what stateful layers remember to zero. */
  resetState(): void {
    if (!this.stateful)
      throw new StateError(`Layer "${this.name}" isn't stateful and remembers nothing. Received: resetState()`);
    this.forwardLayer.resetState();
    this.backwardLayer.resetState();
  }

  /** The same as `resetState`. */
  resetStates(): void {
    this.resetState();
  }

  override build(inputShape: ShapeStructure): void {
    if (!this.forwardLayer.built) this.forwardLayer.build(inputShape);
    if (!this.backwardLayer.built) this.backwardLayer.build(inputShape);
    if (this.#firstWeights !== null) this.setWeights(this.#firstWeights);
    this.#firstWeights = null;
    this.inputSpec = this.forwardLayer.inputSpec;
  }

  override call(sequences: Tensor, options: RNNCallOptions = {}): Structure<Tensor> {
    const { training = false, mask = null, initialState = null } = options;
    const run = (
      layer: RNN,
      state: RNNCallOptions['initialState'],
    ): readonly [Tensor, readonly Structure<Tensor>[]] => {
      const found: unknown = layer.apply<Structure<Tensor>>(sequences, { training, mask, initialState: state });
      if (isTensor(found)) return [found, []];
      const [output, ...states]: Structure<Tensor>[] = Array.isArray(found) ? found : [];
      if (!isTensor(output)) throw badArgument('layer', 'a layer that gives its output first', found);
      return [output, states];
    };
    const given = Array.isArray(initialState) ? initialState : null;
    const half = given === null ? 0 : given.length / 2;
    const [forward, forwardStates] = run(this.forwardLayer, given === null ? null : given.slice(0, half));
    const [turned, backwardStates] = run(this.backwardLayer, given === null ? null : given.slice(half));
    const backward = this.returnSequences ? flip(turned, 1) : turned;
    const output = this.#merge(forward, backward);
    if (!this.returnState) return output;
    return [...(Array.isArray(output) ? output : [output]), ...forwardStates, ...backwardStates];
  }

  #merge(forward: Tensor, backward: Tensor): Structure<Tensor> {
    switch (this.mergeMode) {
      case 'concat':
        return concatenate([forward, backward], -1);
      case 'sum':
        return add(forward, backward);
      case 'ave':
        return divide(add(forward, backward), 2);
      case 'mul':
        return multiply(forward, backward);
      case null:
        return [forward, backward];
    }
  }

  override computeMask(_inputs: Structure<Tensor>, mask: MaskStructure | null): MaskStructure | null {
    const own = this.returnSequences ? (Array.isArray(mask) ? (mask[0] ?? null) : mask) : null;
    return this.mergeMode === null ? [own, own] : own;
  }

  override computeOutputShape(inputShape: ShapeStructure): ShapeStructure {
    const found = this.forwardLayer.computeOutputShape(inputShape);
    const list: readonly ShapeStructure[] = this.returnState && Array.isArray(found) ? found : [found];
    const [shape, ...states] = list;
    if (!isPartialShape(shape)) throw badArgument('inputShape', 'the shape of sequences', inputShape);
    const doubled: PartialShape = [...shape.slice(0, -1), 2 * (at(shape, shape.length - 1) ?? 0)];
    const outputs = this.mergeMode === null ? [shape, shape] : [this.mergeMode === 'concat' ? doubled : shape];
    if (this.returnState) return [...outputs, ...states, ...states];
    return this.mergeMode === null ? outputs : at(outputs, 0);
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

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      merge_mode: this.mergeMode,
      layer: serializeObject(this.forwardLayer),
      backward_layer: serializeObject(this.backwardLayer),
    };
  }
}
