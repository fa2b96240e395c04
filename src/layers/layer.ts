import { serialize } from '../dtype-policies/index.ts';
import type { Regularizer } from '../regularizers/index.ts';
import * as regularizers from '../regularizers/index.ts';
import { ArgumentError, StateError } from '../support/errors.ts';
import { autoName, classNameOf } from '../support/naming.ts';
import { type Config, optionsFromConfig } from '../support/registry.ts';
import type { PartialShape } from '../support/shape.ts';
import { warnOnce } from '../support/warn-once.ts';
import { currentAutocast, withAutocast } from '../tensor/autocast.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import { activityLoss } from './activity-loss.ts';
import { castFloats, castTarget, readingDtype } from './autocast.ts';
import { currentPath, currentTraining, withCall, withNameScope } from './call-context.ts';
import {
  assertAllSymbolic,
  attachMasks,
  hasSymbolic,
  type LayerInputs,
  type MaskStructure,
  masksOf,
  toMasks,
  toTensors,
} from './call-inputs.ts';
import type { ApplyOptions, CallOptions } from './call-options.ts';
import { InboundNode } from './inbound-node.ts';
import { inferOutputs, isTensor, withoutFill } from './infer-outputs.ts';
import { assertInputCompatibility, type InputSpecs } from './input-spec.ts';
import {
  isKerasTensor,
  isPartialShape,
  KerasTensor,
  type ShapeStructure,
  shapesOf,
  symbolicInputs,
} from './keras-tensor.ts';
import { describeInputs, explainError } from './layer-error.ts';
import { batchShapeOf, checkLayerOptions, type LayerOptions } from './layer-options.ts';
import { LayerPrecision } from './layer-precision.ts';
import { type AddWeightOptions, makeWeight } from './make-weight.ts';
import { currentObserver } from './observation.ts';
import { flattenStructure, mapStructure, type Structure } from './structure.ts';

export type { AddWeightOptions, ApplyOptions, CallOptions };

/**
 * The base of all layers: state (weights, losses, sub-layers) and a computation. A custom layer overrides `call`; with
 * weights also `build`, which is run once, before the first call, with the shape of the inputs; with constructor
 * parameters also `getConfig`. Sub-layers and variables are found in public fields (not in `#private` ones).
 *
 * @see https://keras.io/api/layers/base_layer/
 *
 * @example
 * ```ts
 * import { layers, ops, type Tensor, type Variable } from 'keratin';
 * class Scale extends layers.Layer {
 *   static override readonly className = 'Scale';
 *   factor!: Variable;
 *   override build(inputShape: readonly (number | null)[]): void {
 *     this.factor = this.addWeight({ name: 'factor', shape: [inputShape.at(-1) ?? 1], initializer: 'ones' });
 *   }
 *   override call(inputs: Tensor): Tensor {
 *     return ops.multiply(inputs, this.factor);
 *   }
 * }
 * const layer = new Scale();
 * console.log(await layer.apply([[1, 2, 3]]).array()); // => [[1, 2, 3]]
 * console.log(layer.countParams()); // => 3
 * ```
 */
export class Layer extends LayerPrecision {
  static readonly className: string = 'Layer';
  /** Names of the constructor's positional parameters, in order; configs hold them beside the options. */
  static readonly positional: readonly string[] = [];

  readonly name: string;
  readonly activityRegularizer: Regularizer | null;
  /** What the inputs must look like; null when anything goes. */
  inputSpec: InputSpecs | null = null;
  /** Whether the layer passes masks on. */
  supportsMasking = false;
  /** @internal Whether outputs have the dtype of the input, where that is no float that is cast. */
  protected readonly keepsDtype: boolean = false;
  /** @internal Whether Keras's `call` of this layer has a parameter `mask`, which configs of graphs then mention. */
  readonly takesMask: boolean = false;
  /** @internal Whether the layer runs in training mode where nobody says otherwise. */
  protected readonly trainingDefault: boolean = false;
  /** @internal Keras's names of the tensors that this layer takes by position; null for one, or one list or record. */
  readonly callArguments: readonly string[] | null = null;
  /** The batch shape that the old spelling (`inputShape: [784]`) asked for. */
  readonly batchInputShape: PartialShape | undefined;
  #path: string;
  #built = false;
  #buildShape: ShapeStructure | undefined;
  #nodes: InboundNode[] = [];

  /**
   * @param options those of every layer
   * @param ownOptions names of further options that the subclass takes
   */
  constructor(options: LayerOptions = {}, ownOptions: readonly string[] = []) {
    checkLayerOptions(classNameOf(new.target.prototype), options, ownOptions);
    super(options);
    this.batchInputShape = batchShapeOf(options);
    this.activityRegularizer = regularizers.get(options.activityRegularizer);
    this.name = options.name ?? autoName(this.pythonName);
    this.#path = this.name;
    // Subclasses override build; what must happen around it is wrapped around whatever they wrote.
    const build = this.build;
    Object.defineProperty(this, 'build', {
      value: (shape: ShapeStructure) => this.#build(shape, build),
      configurable: true,
      writable: true,
    });
  }

  /** The names of the layers around this one when it was built, and its own: `sequential/dense`. */
  get path(): string {
    return this.#path;
  }

  get built(): boolean {
    return this.#built;
  }

  set built(value: boolean) {
    this.#built = value;
  }

  /** @internal The input shape that the layer was built for; undefined when it needed none or isn't built. */
  get buildShape(): ShapeStructure | undefined {
    return this.#buildShape;
  }

  /** @internal The symbolic calls of this layer. */
  get inboundNodes(): InboundNode[] {
    return this.#nodes;
  }

  /** The symbolic inputs of the layer's first symbolic call. */
  get input(): Structure<KerasTensor> {
    return this.#firstNode('input').inputs ?? this.#firstNode('input').outputs;
  }

  /** The symbolic outputs of the layer's first symbolic call. */
  get output(): Structure<KerasTensor> {
    return this.#firstNode('output').outputs;
  }

  #firstNode(what: string): InboundNode {
    const [node] = this.#nodes;
    if (node === undefined)
      throw new StateError(
        `Layer "${this.name}" has no ${what} before it is applied to a symbolic tensor. Received: layer.${what}`,
      );
    return node;
  }

  /**
   * Makes the weights; overridden by layers that have some. Called once, before the first call, with the shape of the
   * input (null on the batch axis), or a list of shapes for a list of inputs.
   */
  build(_inputShape: ShapeStructure): void {
    this.#built = true;
  }

  #build(inputShape: ShapeStructure, build: (inputShape: ShapeStructure) => void): void {
    if (this.#built) return;
    withNameScope(this, this.name, () => {
      this.#path = currentPath();
      this.addingVariables(() => build.call(this, inputShape));
    });
    this.#built = true;
    this.#buildShape = inputShape;
  }

  /**
   * Makes a weight and adds it to the layer; to be called from `build` or the constructor.
   *
   * @returns the weight
   */
  addWeight(options: AddWeightOptions = {}): Variable {
    return withNameScope(this, this.name, () => this.addVariable(makeWeight(options, this.name, this.dtype)));
  }

  /**
   * The computation: from tensors to tensors. Overridden by every layer; called through `apply`.
   */
  call(_inputs: Structure<Tensor>, _options: CallOptions): Structure<Tensor> {
    throw new StateError(
      `Layer "${this.name}" has no computation: class ${classNameOf(this)} must override call(inputs, options). Received: apply(...)`,
    );
  }

  /** The shape of the output. Layers that don't override it are traced instead. */
  computeOutputShape(inputShape: ShapeStructure): ShapeStructure {
    return shapesOf(this.computeOutputSpec(symbolicInputs(inputShape, this.computeDtype)));
  }

  /** The symbolic outputs of a symbolic call. */
  computeOutputSpec(inputs: Structure<KerasTensor>, options: ApplyOptions = {}): Structure<KerasTensor> {
    if (this.computeOutputShape === Layer.prototype.computeOutputShape) return this.#infer(inputs, options);
    const [first] = flattenStructure(inputs, isKerasTensor);
    const dtype = (this.keepsDtype ? first && castTarget(this, first.dtype) : undefined) ?? this.computeDtype;
    const shapes = this.computeOutputShape(shapesOf(inputs));
    return mapStructure<PartialShape, KerasTensor>(
      shapes,
      isPartialShape,
      (shape) => new KerasTensor(shape, { dtype }),
    );
  }

  #infer(inputs: Structure<KerasTensor>, options: ApplyOptions): Structure<KerasTensor> {
    return inferOutputs(
      (tensors: Structure<Tensor>, filled: ApplyOptions) => this.#call(tensors, filled),
      inputs,
      options,
    );
  }

  /** The masks of the outputs, given those of the inputs; by default the same. */
  computeMask(_inputs: Structure<Tensor>, mask: MaskStructure | null): MaskStructure | null {
    return mask;
  }

  /**
   * Applies the layer: builds it first if need be. On symbolic tensors it gives symbolic tensors and becomes part of
   * a functional model's graph.
   *
   * @param inputs a tensor (or nested arrays), or a list or record of tensors, as the layer takes them
   * @throws ArgumentError when the inputs don't fit the layer
   */
  apply<Out extends Structure<KerasTensor> = KerasTensor>(
    inputs: Structure<KerasTensor>,
    options?: ApplyOptions,
  ): NoInfer<Out>;
  apply<Out extends Structure<Tensor> = Tensor>(inputs: LayerInputs, options?: ApplyOptions): NoInfer<Out>;
  apply(
    inputs: Structure<KerasTensor> | LayerInputs,
    options?: ApplyOptions,
  ): Structure<KerasTensor> | Structure<Tensor>;
  apply(
    inputs: Structure<KerasTensor> | LayerInputs,
    options: ApplyOptions = {},
  ): Structure<KerasTensor> | Structure<Tensor> {
    if (hasSymbolic(inputs)) return this.#applySymbolic(inputs, options);
    return this.#call(toTensors(inputs as LayerInputs, this.name), options);
  }

  #applySymbolic(inputs: unknown, options: ApplyOptions): Structure<KerasTensor> {
    assertAllSymbolic(inputs, this.name);
    this.#prepare(inputs);
    // A layer without a build of its own may hold layers that are built by calling them.
    const indirect =
      this.computeOutputShape !== Layer.prototype.computeOutputShape &&
      this.flattenLayers().some((layer) => !layer.built);
    if (indirect) this.#infer(inputs, options);
    const outputs = this.computeOutputSpec(inputs, options);
    return new InboundNode(this, inputs, { ...options }, outputs).outputs;
  }

  /** @internal Checks the inputs of a call, before and after the layer is built. */
  protected checkInputs(inputs: Structure<KerasTensor | Tensor>): void {
    assertInputCompatibility(this.inputSpec, inputs, this.name);
  }

  /** @internal The inputs of a call as `call` gets them: floats in the dtype that the layer computes in. */
  protected castInputs(inputs: Structure<Tensor>): Structure<Tensor> {
    return castFloats(inputs, (dtype) => castTarget(this, dtype));
  }

  /** @internal Builds the layer for its first call. */
  protected buildFor(inputs: Structure<KerasTensor | Tensor>): void {
    this.build(withoutFill(shapesOf(inputs)));
  }

  #prepare(inputs: Structure<KerasTensor | Tensor>): void {
    this.checkInputs(inputs);
    if (this.#built) return;
    try {
      this.buildFor(inputs);
    } catch (error) {
      explainError(error, `the build of ${this.#describe(inputs)}`);
      throw error;
    }
    this.checkInputs(inputs);
  }

  #describe(inputs: Structure<KerasTensor | Tensor>): string {
    return `layer "${this.name}" (${classNameOf(this)}), inputs of shape ${describeInputs(shapesOf(inputs))}`;
  }

  #call(tensors: Structure<Tensor>, options: ApplyOptions): Structure<Tensor> {
    this.#prepare(tensors);
    const outermost = currentTraining() === undefined;
    if (outermost) this.clearLosses();
    const attached = masksOf(tensors);
    if (attached !== null && !this.supportsMasking && !this.takesMask) {
      warnOnce(`Layer "${this.name}" (${classNameOf(this)}) doesn't support masks: the mask of its input ends here.`);
    }
    const mask = options.mask === undefined || options.mask === null ? attached : toMasks(options.mask);
    const training = options.training ?? currentTraining() ?? this.trainingDefault;
    try {
      return withCall(training, () => {
        const outputs = withAutocast(readingDtype(this, currentAutocast()), () =>
          withNameScope(this, this.name, () => this.call(this.castInputs(tensors), { ...options, training, mask })),
        );
        this.#penalizeActivity(outputs);
        currentObserver()?.called(this, tensors, outputs);
        if (this.supportsMasking) attachMasks(outputs, this.computeMask(tensors, attached));
        return outputs;
      });
    } catch (error) {
      explainError(error, this.#describe(tensors));
      throw error;
    }
  }

  #penalizeActivity(outputs: Structure<Tensor>): void {
    const regularizer = this.activityRegularizer;
    if (regularizer === null) return;
    for (const output of flattenStructure(outputs, isTensor)) this.addLoss(activityLoss(regularizer, output));
  }

  /** Keras's config: what the constructor takes, in snake case. Subclasses add their own options. */
  getConfig(): Config {
    return this.baseConfig();
  }

  /** @internal The part of the config that all layers have. */
  protected baseConfig(): Config {
    const regularizer = this.activityRegularizer;
    return {
      name: this.name,
      trainable: this.trainable,
      dtype: serialize(this.dtypePolicy),
      ...(regularizer === null ? {} : { activity_regularizer: regularizers.serialize(regularizer) }),
    };
  }

  /** Makes a layer from its config. */
  static fromConfig(config: Config): Layer {
    return construct(this, config);
  }

  /** What `buildFromConfig` needs to build the layer again; null when it is not built. */
  getBuildConfig(): Config | null {
    return this.#buildShape === undefined ? null : { input_shape: this.#buildShape };
  }

  buildFromConfig(config: Config): void {
    const shape = config.input_shape;
    // Shapes that JSON holds; build checks what it gets.
    if (shape !== null && shape !== undefined) this.build(shape as ShapeStructure);
  }

  /** @internal What printing the layer shows beside its name. */
  protected printed(): Readonly<Record<string, unknown>> {
    return {};
  }

  override toString(): string {
    const shown = Object.entries({ name: this.name, ...this.printed(), built: this.built }).map(
      ([key, value]) => `${key}=${String(value)}`,
    );
    return `<${classNameOf(this)} ${shown.join(', ')}>`;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

/** Makes a layer of a class: positional parameters first, everything else in the options. */
function construct(cls: typeof Layer, config: Config): Layer {
  const options = optionsFromConfig(config);
  const positional = cls.positional.map((name) => options[name]);
  for (const name of cls.positional) delete options[name];
  const layer: unknown = Reflect.construct(cls, [...positional, options]);
  if (!(layer instanceof Layer)) throw new ArgumentError(`A layer's class makes layers. Received: ${cls.className}`);
  return layer;
}
