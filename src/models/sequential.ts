import { withNameScope } from '../layers/call-context.ts';
import { InputLayer } from '../layers/core/input.ts';
import { withoutFill } from '../layers/infer-outputs.ts';
import {
  isKerasTensor,
  isPartialShape,
  type KerasTensor,
  type ShapeStructure,
  shapesOf,
} from '../layers/keras-tensor.ts';
import { type CallOptions, Layer } from '../layers/layer.ts';
import type { LayerOptions } from '../layers/layer-options.ts';
import type { LayerState } from '../layers/layer-state.ts';
import type { Structure } from '../layers/structure.ts';
import { ArgumentError, badArgument, describe, StateError } from '../support/errors.ts';
import { type Config, deserializeObject, serializeObject } from '../support/registry.ts';
import { formatShape, type PartialShape } from '../support/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { FunctionGraph } from './function-graph.ts';
import { Model } from './model.ts';

export interface SequentialOptions extends Pick<LayerOptions, 'name' | 'trainable' | 'dtype'> {
  /** The layers, when they aren't given as the first argument. */
  layers?: readonly (Layer | KerasTensor)[];
}

/** The layer that an element of the list stands for: an Input stands for the InputLayer behind it. */
function layerOf(item: unknown): Layer {
  if (item instanceof Layer) return item;
  const origin = isKerasTensor(item) ? item.history?.layer : undefined;
  if (origin instanceof InputLayer) return origin;
  throw badArgument('layers', 'layers, the first of which may be an Input', item);
}

/**
 * A model whose layers follow each other. Its weights are made when the shape of the input is known: from an `Input`
 * in front, from the first layer's `inputShape`, from `build(inputShape)`, or from the first data.
 *
 * @param layers an optional Input, then layers that take one tensor and give one
 * @param options `name`, `trainable`
 * @throws ArgumentError when something isn't a layer, or two layers have one name
 * @see https://keras.io/api/models/sequential/
 *
 * @example
 * ```ts
 * import { layers, Sequential } from 'keratin';
 * const model = new Sequential([
 *   new layers.Input({ shape: [28, 28] }),
 *   new layers.Flatten(),
 *   new layers.Dense(10, { activation: 'softmax' }),
 * ]);
 * console.log(model.outputShape, model.countParams()); // => [null, 10] 7850
 * ```
 */
export class Sequential extends Model {
  static override readonly className: string = 'Sequential';
  /** With the InputLayer in front, if there is one. */
  #stack: Layer[] = [];

  constructor(layers: readonly (Layer | KerasTensor)[] | SequentialOptions = [], options: SequentialOptions = {}) {
    if (layers instanceof Layer)
      throw badArgument('layers', 'a list of layers, such as [new layers.Input({ shape: [4] }), ...]', layers);
    const given = isList(layers) ? options : layers;
    const { layers: listed, ...base } = given;
    const items = (isList(layers) ? layers : listed) ?? [];
    super(base);
    for (const item of items) this.#push(layerOf(item));
    this.#rebuild();
    if (base.trainable === false) this.trainable = false;
  }

  /** The layers, without the InputLayer. */
  override get layers(): Layer[] {
    return this.#stack.filter((layer) => !(layer instanceof InputLayer));
  }

  override subLayers(): LayerState[] {
    return [...this.#stack];
  }

  override get isFunctional(): boolean {
    return false;
  }

  /**
   * Adds a layer at the end.
   *
   * @throws ArgumentError when it isn't a layer, doesn't fit the one before, or has another's name
   */
  add(layer: Layer | KerasTensor, options: { rebuild?: boolean } = {}): void {
    const before = this.#stack;
    const { graph } = this;
    try {
      this.#push(layerOf(layer));
      if (options.rebuild ?? true) this.#rebuild();
    } catch (error) {
      this.#stack = before;
      this.setGraph(graph);
      throw error;
    }
  }

  #push(layer: Layer): void {
    if (layer instanceof InputLayer && this.#stack.length > 0) {
      throw new ArgumentError(
        `An Input stands at the beginning of a Sequential model. Received: a model that has ${this.#stack.length} layers already`,
      );
    }
    if (this.#stack.some((other) => other.name === layer.name)) {
      throw new ArgumentError(
        `The layers of a Sequential model must have different names. Received: two layers named "${layer.name}"`,
      );
    }
    const front =
      this.#stack.length === 0 && layer.batchInputShape !== undefined
        ? [new InputLayer({ batchShape: layer.batchInputShape })]
        : [];
    this.#stack = [...this.#stack, ...front, layer];
  }

  /** Removes the last layer and returns it. */
  pop(options: { rebuild?: boolean } = {}): Layer {
    const layer = this.#stack.at(-1);
    if (layer === undefined)
      throw new StateError(`Sequential model "${this.name}" has no layer to remove. Received: pop()`);
    this.#stack = this.#stack.slice(0, -1);
    this.setGraph(undefined);
    if (options.rebuild ?? true) this.#rebuild();
    return layer;
  }

  /** Connects the layers when the shape of the input is known. */
  #rebuild(): void {
    this.setGraph(undefined);
    const [first] = this.#stack;
    if (first === undefined || this.#stack.length < 2) return;
    const shape = first instanceof InputLayer ? first.batchShape : knownInputShape(first);
    if (shape !== undefined) this.build(shape);
  }

  /**
   * Makes the weights.
   *
   * @param inputShape with null on the batch axis
   */
  override build(inputShape: ShapeStructure): void {
    if (!isPartialShape(inputShape))
      throw badArgument('inputShape', `one shape, as Sequential model "${this.name}" takes one input`, inputShape);
    const [first] = this.#stack;
    if (first === undefined)
      throw new StateError(
        `Sequential model "${this.name}" can't be built without layers. Received: build(${formatShape(inputShape)})`,
      );
    const input =
      first instanceof InputLayer ? first : new InputLayer({ batchShape: inputShape, dtype: first.computeDtype });
    const rest = this.#stack.filter((layer) => layer !== input);
    const start = input.output;
    const end = rest.reduce<Structure<KerasTensor>>(
      (tensor, layer) => layer.apply<Structure<KerasTensor>>(tensor),
      start,
    );
    this.#stack = [input, ...rest];
    this.setGraph(new FunctionGraph(start, end));
  }

  protected override buildFor(inputs: Structure<KerasTensor | Tensor>): void {
    const shape = withoutFill(shapesOf(inputs));
    if (!isPartialShape(shape))
      throw badArgument('inputs', `one tensor, as Sequential model "${this.name}" takes one input`, shape);
    // The batch size of the first data says nothing about what comes later.
    this.build(shape.length === 0 ? shape : [null, ...shape.slice(1)]);
  }

  override call(inputs: Structure<Tensor>, options: CallOptions): Structure<Tensor> {
    if (this.#stack.length === 0)
      throw new StateError(`Sequential model "${this.name}" has no layers. Received: apply(...)`);
    return super.call(inputs, options);
  }

  override getConfig(): Config {
    const [first] = this.#stack;
    return {
      ...this.baseConfig(),
      layers: this.#stack.map(serializeObject),
      ...(this.built && first instanceof InputLayer ? { build_input_shape: first.batchShape } : {}),
    };
  }

  static override fromConfig(config: Config): Layer {
    const { layers, name, trainable, build_input_shape: shape } = config;
    if (!Array.isArray(layers))
      throw new ArgumentError(`The config of a Sequential model has a list of layers. Received: ${describe(layers)}`);
    const scope = typeof name === 'string' ? name : 'sequential';
    // Layers that the config says are built have the path that they had.
    const stack = withNameScope(layers, scope, () =>
      layers.map((layer: unknown) => deserializeObject(layer, { module: 'keras.layers' })),
    );
    const model = new this(
      stack.map((layer) => layerOf(layer)),
      { ...(typeof name === 'string' ? { name } : {}), trainable: trainable !== false },
    );
    if (!model.built && isPartialShape(shape)) model.build(shape);
    return model;
  }

  override getBuildConfig(): Config | null {
    const [first] = this.#stack;
    return this.built && first instanceof InputLayer ? { input_shape: first.batchShape } : null;
  }
}

const isList = (x: unknown): x is readonly (Layer | KerasTensor)[] => Array.isArray(x);

/** The input shape of a layer that knows it: a model that is built. */
function knownInputShape(layer: Layer): PartialShape | undefined {
  if (!(layer instanceof Model) || layer.graph === undefined) return undefined;
  const shape = layer.inputShape;
  return isPartialShape(shape) ? shape : undefined;
}
