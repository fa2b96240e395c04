import { isKerasTensor, type KerasTensor, type ShapeStructure, symbolicInputs } from '../layers/keras-tensor.ts';
import { type ApplyOptions, type CallOptions, Layer } from '../layers/layer.ts';
import type { LayerOptions } from '../layers/layer-options.ts';
import type { LayerState } from '../layers/layer-state.ts';
import { Operation } from '../layers/operations/operation.ts';
import { mapStructure, type Structure } from '../layers/structure.ts';
import type { QuantizationMode } from '../quantizers/index.ts';
import { modelBytes, type SaveOptions, saveModel } from '../saving/save-model.ts';
import { type LoadWeightsOptions, loadWeights, type SaveWeightsOptions, saveWeights } from '../saving/weights.ts';
import { noteChange } from '../support/changes.ts';
import { ArgumentError, badArgument, checkOptions, unknownName } from '../support/errors.ts';
import type { FileSource } from '../support/files/file-source.ts';
import type { FileTarget } from '../support/files/write-file.ts';
import { type Config, serializeObject } from '../support/registry.ts';
import type { PartialShape } from '../support/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { FunctionGraph } from './function-graph.ts';
import { functionalConfig, functionalFromConfig, isFunctionalConfig } from './functional-config.ts';
import { fitInputs, matchInputs } from './graph-inputs.ts';
import { type QuantizeModelOptions, quantizeLayers } from './quantize-model.ts';
import { type SummaryOptions, summary } from './summary/summary.ts';
import { Trainer } from './trainer.ts';
import { type ModelSlots, slotsOfGraph } from './training/model-slots.ts';

export interface ModelOptions extends Pick<LayerOptions, 'name' | 'trainable' | 'dtype'> {
  /** One symbolic tensor, a list or a record of them. */
  inputs?: Structure<KerasTensor>;
  /** What layers give when they are applied to the inputs: one symbolic tensor, a list or a record. */
  outputs?: Structure<KerasTensor>;
}

/** Inputs and outputs by position or by name, as options. */
function byName(
  first: ModelOptions | Structure<KerasTensor>,
  second: Structure<KerasTensor> | undefined,
  more: Omit<ModelOptions, 'inputs' | 'outputs'>,
): ModelOptions {
  if (second !== undefined) return { ...more, inputs: first as Structure<KerasTensor>, outputs: second };
  if (isKerasTensor(first) || Array.isArray(first))
    throw badArgument('outputs', 'given after the inputs: new Model(inputs, outputs)', second);
  return first as ModelOptions;
}

/**
 * A model: layers with `fit`, `evaluate`, `predict`, `summary`. Two ways lead to one. The functional one gives the
 * symbolic inputs and outputs of a graph of layers, with branches, skips, shared layers and several inputs and outputs
 * as need be. The other extends `Model` and writes `call`.
 *
 * @param options `{ inputs, outputs }` for a functional model, which may also come by position: `new Model(inputs,
 *   outputs)`; `name`, `trainable`
 * @throws ArgumentError when an output does not depend on the inputs alone
 * @see https://keras.io/api/models/model/
 *
 * @example
 * ```ts
 * import { layers, Model } from 'keratin';
 * const x = new layers.Input({ shape: [8] });
 * const h = new layers.Dense(8, { activation: 'relu' }).apply(x);
 * const model = new Model({ inputs: x, outputs: new layers.Dense(1).apply(new layers.Add().apply([x, h])) });
 * console.log(model.countParams()); // => 81
 * ```
 */
export class Model extends Trainer {
  static override readonly className: string = 'Functional';
  #graph: FunctionGraph | undefined;
  #building = false;
  override readonly takesMask: boolean = true;

  constructor(options?: ModelOptions);
  constructor(
    inputs: Structure<KerasTensor>,
    outputs: Structure<KerasTensor>,
    options?: Omit<ModelOptions, 'inputs' | 'outputs'>,
  );
  constructor(
    first: ModelOptions | Structure<KerasTensor> = {},
    second?: Structure<KerasTensor>,
    more: Omit<ModelOptions, 'inputs' | 'outputs'> = {},
  ) {
    const options = byName(first, second, more);
    const { inputs, outputs, ...base } = options;
    checkOptions('Model', options, ['inputs', 'outputs', 'name', 'trainable', 'dtype']);
    if ((inputs === undefined) !== (outputs === undefined)) {
      throw badArgument(
        inputs === undefined ? 'inputs' : 'outputs',
        'given together with the other of inputs and outputs',
        undefined,
      );
    }
    const graph = inputs === undefined || outputs === undefined ? undefined : new FunctionGraph(inputs, outputs);
    super(base);
    if (graph === undefined) return;
    this.setGraph(graph);
    if (options.trainable === false) this.trainable = false;
  }

  /** @internal The graph of a functional model. */
  get graph(): FunctionGraph | undefined {
    return this.#graph;
  }

  /** @internal */
  protected setGraph(graph: FunctionGraph | undefined): void {
    this.#graph = graph;
    this.built = graph !== undefined;
    noteChange();
  }

  override slots(): ModelSlots {
    return this.#graph === undefined ? super.slots() : slotsOfGraph(this.#graph);
  }

  #requireGraph(what: string): FunctionGraph {
    if (this.#graph !== undefined) return this.#graph;
    throw new ArgumentError(
      `Model "${this.name}" has no ${what}: it is not made of symbolic inputs and outputs, or not built yet. Received: model.${what}`,
    );
  }

  /** @internal Whether the model is a graph of calls, which does not change without being noted. */
  override get isGraph(): boolean {
    return this.#graph !== undefined;
  }

  /** @internal Whether configs write this model as a graph of calls. */
  get isFunctional(): boolean {
    return this.#graph !== undefined;
  }

  /** The layers, in the order of the graph; of a model that extends Model, those in its public fields. */
  get layers(): Layer[] {
    return this.operations.filter((layer) => !(layer instanceof Operation));
  }

  /** The layers, and the functions of `ops` that were applied to symbolic tensors, in the order of the graph. */
  get operations(): Layer[] {
    return this.subLayers().filter((layer) => layer instanceof Layer);
  }

  override savedAttributes(): readonly (readonly [name: string, held: unknown])[] {
    return [
      ...(this.isGraph || this.isFunctional ? [['layers', this.layers] as const] : []),
      ...super.savedAttributes(),
      ['optimizer', this.optimizer],
    ];
  }

  override subLayers(): LayerState[] {
    return [...new Set([...(this.#graph?.layers ?? []), ...super.subLayers()])];
  }

  /** The symbolic inputs, as a list. */
  get inputs(): readonly KerasTensor[] {
    return this.#requireGraph('inputs').inputList;
  }

  /** The symbolic outputs, as a list. */
  get outputs(): readonly KerasTensor[] {
    return this.#requireGraph('outputs').outputList;
  }

  /** The symbolic inputs as they were given: one, a list or a record. */
  override get input(): Structure<KerasTensor> {
    return this.#requireGraph('input').inputs;
  }

  /** The symbolic outputs as they were given: one, a list or a record. */
  override get output(): Structure<KerasTensor> {
    return this.#requireGraph('output').outputs;
  }

  get inputShape(): ShapeStructure {
    return mapStructure<KerasTensor, PartialShape>(this.input, isKerasTensor, (tensor) => tensor.shape);
  }

  get outputShape(): ShapeStructure {
    return mapStructure<KerasTensor, PartialShape>(this.output, isKerasTensor, (tensor) => tensor.shape);
  }

  /** The names of the input layers, in the order of `inputs`. */
  get inputNames(): string[] {
    return this.#requireGraph('inputNames').inputNames;
  }

  /** The names of the layers that make the outputs, in the order of `outputs`. */
  get outputNames(): string[] {
    return this.#requireGraph('outputNames').outputNames;
  }

  /**
   * One layer, by its name or its place.
   *
   * @throws ArgumentError with the nearest name when there is none of that name
   */
  getLayer(which: string | { readonly name?: string; readonly index?: number }): Layer {
    const { name, index } = typeof which === 'string' ? { name: which, index: undefined } : which;
    if ((name === undefined) === (index === undefined))
      throw badArgument('which', 'a name, or an object with either name or index', which);
    const layers = this.layers;
    const found = index === undefined ? layers.find((layer) => layer.name === name) : layers.at(index);
    if (found !== undefined) return found;
    if (name !== undefined)
      throw unknownName(
        `layer of model "${this.name}"`,
        name,
        layers.map((layer) => layer.name),
      );
    throw badArgument(
      'index',
      `an integer below ${layers.length}, the number of layers of model "${this.name}"`,
      index,
    );
  }

  protected override checkInputs(inputs: Structure<KerasTensor | Tensor>): void {
    if (this.#graph === undefined) super.checkInputs(inputs);
    else matchInputs(this.#graph, inputs, this.name);
  }

  /**
   * Makes the weights of a model that extends Model, by tracing its `call` for inputs of a shape.
   *
   * @param inputShape with null on the batch axis
   */
  override build(inputShape: ShapeStructure): void {
    if (this.#graph !== undefined || this.#building) return;
    // The trace below calls this model, which must not build again.
    this.built = true;
    try {
      this.computeOutputSpec(symbolicInputs(inputShape, 'float32'));
    } catch (error) {
      this.built = false;
      throw error;
    }
  }

  protected override buildFor(inputs: Structure<KerasTensor | Tensor>): void {
    // The call that follows builds the layers.
    this.#building = true;
    try {
      super.buildFor(inputs);
    } finally {
      this.#building = false;
    }
  }

  /** @internal A graph casts its inputs to the dtypes of its Inputs, and each layer casts its own. */
  protected override castInputs(inputs: Structure<Tensor>): Structure<Tensor> {
    return this.#graph === undefined ? super.castInputs(inputs) : inputs;
  }

  override call(inputs: Structure<Tensor>, options: CallOptions): Structure<Tensor> {
    if (this.#graph === undefined) return super.call(inputs, options);
    return this.#graph.run(fitInputs(this.#graph, inputs, options.mask ?? null, this.name));
  }

  override computeOutputSpec(inputs: Structure<KerasTensor>, options: ApplyOptions = {}): Structure<KerasTensor> {
    if (this.#graph === undefined) return super.computeOutputSpec(inputs, options);
    return this.#graph.computeOutputSpec(matchInputs(this.#graph, inputs, this.name).filter(isKerasTensor));
  }

  /**
   * Prints a table of the layers with output shapes and numbers of parameters, as Keras does.
   *
   * @param options `lineLength`, `positions`, `printFn`, `expandNested`, `showTrainable`, `layerRange`
   */
  summary(options: SummaryOptions = {}): void {
    summary(this, options);
  }

  override getConfig(): Config {
    return this.#graph === undefined ? super.getConfig() : functionalConfig(this, this.#graph);
  }

  /** Makes a model from its config. */
  static override fromConfig(config: Config): Layer {
    if (!isFunctionalConfig(config)) return super.fromConfig(config);
    return new this(functionalFromConfig(config));
  }

  override getBuildConfig(): Config | null {
    return this.#graph === undefined ? super.getBuildConfig() : { input_shape: null };
  }

  /**
   * Saves the model: config, weights, and, when it is compiled, how and the state of its optimizer. Python Keras opens
   * the file as it is. At every moment there is either the old file or the whole new one, even when the process is
   * killed.
   *
   * @param filepath ends in `.keras` (or in `.h5`, for programs that only read the format of Keras 2): a path, or `indexeddb://name` or `opfs://name` in a browser's own storage
   * @param options `overwrite`: false makes it an error that there is a file already
   * @throws FileError when the file can't be written; StateError when the model isn't built
   * @see https://keras.io/api/models/model_saving_apis/model_saving_and_loading/#save-method
   *
   * @example
   * ```ts
   * import { layers, models, Sequential } from 'keratin';
   * const model = new Sequential([new layers.Input({ shape: [4] }), new layers.Dense(2)]);
   * await model.save('/tmp/example.keras');
   * const again = await models.loadModel('/tmp/example.keras');
   * ```
   */
  override save(filepath: FileTarget, options: SaveOptions = {}): Promise<void> {
    return saveModel(this, filepath, options);
  }

  /** The bytes of the file that `save` writes: to send, or to offer for download. */
  toBytes(): Promise<Uint8Array<ArrayBuffer>> {
    return modelBytes(this);
  }

  /**
   * Saves the weights, and the state of the optimizer when the model is compiled.
   *
   * @param filepath ends in `.weights.h5`; with `maxShardSize` in `.weights.json`, beside which there are then files of
   *   at most that size
   * @param options `overwrite`: false makes it an error that there is a file already; `maxShardSize`: in GiB
   */
  override saveWeights(filepath: FileTarget, options: SaveWeightsOptions = {}): Promise<void> {
    return saveWeights(this, filepath, options);
  }

  /**
   * Loads weights from `.weights.h5`, from several files (`.weights.json`), from a `.keras` archive, or from Keras 2's
   * `.h5`. When something does not fit,
   * the model stays as it is.
   *
   * @param filepath what `models.loadModel` takes
   * @param options `skipMismatch`: layers that don't fit are left as they are; `byName`: each layer gets the weights of
   *   the layer of its name
   * @throws FileError when the file is damaged or does not fit
   *
   * @example
   * ```ts
   * import { layers, Sequential } from 'keratin';
   * const make = () => new Sequential([new layers.Input({ shape: [4] }), new layers.Dense(2)]);
   * const [model, other] = [make(), make()];
   * await other.loadWeights(await model.toBytes());
   * ```
   */
  loadWeights(filepath: FileSource, options: LoadWeightsOptions = {}): Promise<void> {
    return loadWeights(this, filepath, options);
  }

  /**
   * Puts integers of 8 or 4 bits in the place of the largest weights: those of Dense, EinsumDense, Embedding and
   * ReversibleEmbedding layers, also inside of others. Files become smaller; in memory numbers take 32 bits all the same.
   *
   * @param mode 'int8' or 'int4'; may be left out with a config
   * @param options `config`: by which quantizers; `filters`: which layers; `typeCheck`: whether classes of one's own that
   *   extend such a layer are left out
   * @throws StateError when the model isn't built, or a layer is quantized already; ArgumentError when the mode is none
   * @see https://keras.io/api/models/model/
   *
   * @example
   * ```ts
   * import { layers, Sequential } from 'keratin';
   * const model = new Sequential([new layers.Input({ shape: [64] }), new layers.Dense(32), new layers.Dense(4)]);
   * const before = (await model.toBytes()).length;
   * model.quantize('int8', { filters: (layer) => layer.countParams() > 1000 });
   * console.log((await model.toBytes()).length < before); // => true
   * ```
   */
  override quantize(mode: QuantizationMode | null = null, options: QuantizeModelOptions = {}): void {
    quantizeLayers(this, mode, options);
  }

  /** The model's config as JSON text, which `models.modelFromJson` reads. */
  toJson(): string {
    return JSON.stringify(serializeObject(this));
  }
}
