import { ArgumentError, badArgument, describe, StateError } from '../../support/errors.ts';
import { type AnyFunction, registeredFunction, registeredFunctionName } from '../../support/function-registry.ts';
import { isPlainRecord } from '../../support/plain-record.ts';
import type { Config } from '../../support/registry.ts';
import { serializedFunctionName, serializeFunction } from '../../support/serialized-function.ts';
import type { PartialShape } from '../../support/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { MaskStructure } from '../call-inputs.ts';
import type { CallOptions } from '../call-options.ts';
import { isPartialShape, type ShapeStructure } from '../keras-tensor.ts';
import { Layer } from '../layer.ts';
import type { LayerOptions } from '../layer-options.ts';
import { flattenStructure, type Structure } from '../structure.ts';

/** What a Lambda layer's function gets beside the inputs: the layer's `arguments`, the mask and the mode. */
export type LambdaOptions = CallOptions & { readonly [argument: string]: unknown };

/** From tensors to tensors. */
export type LambdaFunction = (inputs: never, options: LambdaOptions) => Structure<Tensor>;

export interface LambdaLayerOptions extends LayerOptions {
  /** The shape of one sample of the output, or a function of the input's shape. Default null: found by tracing. */
  outputShape?: PartialShape | ((inputShape: ShapeStructure) => ShapeStructure) | null;
  /** A function of inputs and mask that gives the mask of the output. Default null: none. */
  mask?: ((inputs: Structure<Tensor>, mask: MaskStructure | null) => MaskStructure | null) | null;
  /** Further arguments of the function, in its options. Default none. */
  arguments?: Readonly<Record<string, unknown>> | null;
}

/** A function of the user's own, or the one that a config names. */
function functionOf(name: string, value: unknown): AnyFunction {
  // A function is taken at its word: its parameters cannot be seen from outside.
  if (typeof value === 'function') return value as AnyFunction;
  if (isPlainRecord(value) && value.class_name === '__lambda__') {
    throw new ArgumentError(
      `A Lambda layer that holds Python code can't be read: write the function in JavaScript, and register it with saving.registerKerasSerializable. Received: ${name} of class __lambda__`,
    );
  }
  const registered = serializedFunctionName(value);
  const found = registered === undefined ? undefined : registeredFunction(registered);
  if (found !== undefined) return found;
  if (registered !== undefined) {
    throw new ArgumentError(
      `No function is registered under the name of \`${name}\`: call saving.registerKerasSerializable(fn, { package, name }) first. Received: ${describe(registered)}`,
    );
  }
  throw badArgument(name, 'a function', value);
}

/** The envelope around a registered function. */
function savedFunction(name: string, fn: AnyFunction): object {
  const registered = registeredFunctionName(fn);
  if (registered !== undefined) return serializeFunction(registered);
  throw new ArgumentError(
    `The function of a Lambda layer is only saved when it is known by a name: register it with saving.registerKerasSerializable(fn, { package, name }), or write a layer of your own. Received: ${name}=${describe(fn)}`,
  );
}

function shapeOf(given: PartialShape | AnyFunction, inputShape: ShapeStructure): ShapeStructure {
  if (typeof given === 'function') return Reflect.apply(given, undefined, [inputShape]) as ShapeStructure;
  const [first] = flattenStructure<PartialShape>(inputShape, isPartialShape);
  return [first?.[0] ?? null, ...given];
}

/**
 * A function as a layer.
 *
 * @param fn from tensors (and options: `training`, `mask` and the layer's `arguments`) to tensors, written with `ops`
 * @param options `outputShape`, `mask`, `arguments`
 * @throws ArgumentError when fn isn't a function; `getConfig` when it isn't registered
 * @see https://keras.io/api/layers/core_layers/lambda/
 *
 * @example
 * ```ts
 * import { layers, ops, type Tensor } from 'keratin';
 * const layer = new layers.Lambda((x: Tensor) => ops.square(x));
 * console.log(await layer.apply([[1, 2, 3]]).array()); // => [[1, 4, 9]]
 * ```
 */
export class Lambda extends Layer {
  static override readonly className: string = 'Lambda';
  static override readonly positional: readonly string[] = ['function'];
  override readonly takesMask: boolean = true;
  readonly function: AnyFunction;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly #mask: AnyFunction | null;
  readonly #outputShape: PartialShape | AnyFunction | null;

  constructor(fn: LambdaFunction, options: LambdaLayerOptions = {}) {
    super(options, ['outputShape', 'mask', 'arguments']);
    this.function = functionOf('function', fn);
    const { outputShape = null, mask = null } = options;
    this.#outputShape =
      outputShape === null || isPartialShape(outputShape) ? outputShape : functionOf('outputShape', outputShape);
    const given = this.#outputShape;
    // Without a shape, the shape rule stays that of all layers: the call is traced.
    if (given !== null) this.computeOutputShape = (inputShape) => shapeOf(given, inputShape);
    this.#mask = mask === null ? null : functionOf('mask', mask);
    this.arguments = options.arguments ?? {};
    if (!isPlainRecord(this.arguments)) throw badArgument('arguments', 'a record', options.arguments);
    this.supportsMasking = this.#mask !== null;
    this.built = true;
  }

  override call(inputs: Structure<Tensor>, { training = false, mask = null }: CallOptions = {}): Structure<Tensor> {
    const outputs: unknown = Reflect.apply(this.function, undefined, [inputs, { ...this.arguments, training, mask }]);
    if (outputs instanceof Promise || outputs === undefined) {
      throw new StateError(
        `The function of layer "${this.name}" must give tensors, and not wait for anything. Received: ${describe(outputs)}`,
      );
    }
    // What else a function gives is found out by whoever takes it.
    return outputs as Structure<Tensor>;
  }

  override computeMask(inputs: Structure<Tensor>, mask: MaskStructure | null): MaskStructure | null {
    return this.#mask === null ? null : (Reflect.apply(this.#mask, undefined, [inputs, mask]) as MaskStructure | null);
  }

  override getConfig(): Config {
    const shape = this.#outputShape;
    return {
      ...super.getConfig(),
      function: savedFunction('function', this.function),
      ...(shape === null
        ? {}
        : { output_shape: typeof shape === 'function' ? savedFunction('outputShape', shape) : shape }),
      ...(this.#mask === null ? {} : { mask: savedFunction('mask', this.#mask) }),
      arguments: this.arguments,
    };
  }
}
