import * as ops from '../ops/index.ts';
import { tanh } from '../ops/trigonometric.ts';
import { customMember, isConfigurableClass } from '../support/custom-members.ts';
import { ArgumentError, describe, unknownName } from '../support/errors.ts';
import {
  type Configurable,
  deserializeObject,
  isSerialized,
  type SerializedObject,
  serializeObject,
} from '../support/registry.ts';
import {
  type SerializedFunction,
  serializedFunctionName,
  serializeOwnFunction,
} from '../support/serialized-function.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { exponential, gelu, linear, relu } from './activations.ts';

/** A function of one tensor that keeps its shape, as a rule. */
export type ActivationFunction = (x: TensorLike) => Tensor;

/** Every activation that can be named, under Keras's name. Of two names of one function the first is the one written. */
const named = {
  celu: ops.celu,
  elu: ops.elu,
  exponential,
  gelu,
  glu: ops.glu,
  hard_shrink: ops.hardShrink,
  hard_sigmoid: ops.hardSigmoid,
  hard_silu: ops.hardSilu,
  hard_swish: ops.hardSilu,
  hard_tanh: ops.hardTanh,
  leaky_relu: ops.leakyRelu,
  linear,
  log_sigmoid: ops.logSigmoid,
  log_softmax: ops.logSoftmax,
  mish: ops.mish,
  relu,
  relu6: ops.relu6,
  selu: ops.selu,
  sigmoid: ops.sigmoid,
  silu: ops.silu,
  swish: ops.silu,
  soft_shrink: ops.softShrink,
  softmax: ops.softmax,
  softplus: ops.softplus,
  softsign: ops.softsign,
  sparse_plus: ops.sparsePlus,
  sparse_sigmoid: ops.sparseSigmoid,
  sparsemax: ops.sparsemax,
  squareplus: ops.squareplus,
  tanh,
  tanh_shrink: ops.tanhShrink,
} satisfies Record<string, ActivationFunction>;

export type ActivationName = keyof typeof named;

/** A layer that stands for an activation, such as `new layers.LeakyReLU()`. */
export interface ActivationObject extends Configurable {
  apply(x: TensorLike): Tensor;
}

/** What takes the place of an activation: a name, a function, a layer, a config, or null (linear). */
export type ActivationIdentifier =
  | ActivationName
  | ActivationFunction
  | ActivationObject
  | SerializedObject
  | SerializedFunction
  | null;

/** Functions that stand for an object, so that the object is found again when they are serialized. */
const objects = new WeakMap<ActivationFunction, ActivationObject>();

const isName = (name: string): name is ActivationName => Object.hasOwn(named, name);

const isObject = (x: unknown): x is object => typeof x === 'object' && x !== null;

const isActivationObject = (x: unknown): x is ActivationObject =>
  isObject(x) && 'apply' in x && typeof x.apply === 'function' && 'getConfig' in x && typeof x.getConfig === 'function';

function functionOf(object: ActivationObject): ActivationFunction {
  const fn: ActivationFunction = (x) => object.apply(x);
  objects.set(fn, object);
  return fn;
}

type CustomFunctions = Readonly<Record<string, ActivationFunction>>;

function byName(name: string, custom: CustomFunctions = {}): ActivationFunction {
  const own = customMember(custom, name);
  if (own !== undefined && !isConfigurableClass(own)) return own;
  if (isName(name)) return named[name];
  if (name === 'threshold') {
    throw new ArgumentError(
      'The activation threshold has arguments of its own: pass (x) => activations.threshold(x, threshold, defaultValue). Received: "threshold"',
    );
  }
  throw unknownName('activation', name, Object.keys(named));
}

/**
 * The activation that a name, a function, a layer or a config stands for; `linear` for null.
 *
 * @throws ArgumentError when the name is unknown, with the nearest known one
 * @see https://keras.io/api/layers/activations/
 *
 * @example
 * ```ts
 * import { activations } from 'keratin';
 * console.log(await activations.get('relu')([-1, 1]).array()); // => [0, 1]
 * ```
 */
export function get(identifier: ActivationIdentifier | undefined): ActivationFunction {
  if (identifier === null || identifier === undefined) return linear;
  if (typeof identifier === 'function') return identifier;
  if (typeof identifier === 'string') return byName(identifier);
  if (isActivationObject(identifier)) return functionOf(identifier);
  return deserialize(identifier);
}

/**
 * Keras's name of a built-in activation; the envelope of a layer or of a function of one's own.
 *
 * @see https://keras.io/api/layers/activations/#serialize-function
 *
 * @example
 * ```ts
 * import { activations } from 'keratin';
 * console.log(activations.serialize(activations.relu)); // => relu
 * ```
 */
export function serialize(activation: ActivationFunction): ActivationName | SerializedObject | SerializedFunction {
  for (const name of Object.keys(named)) if (isName(name) && named[name] === activation) return name;
  const object = objects.get(activation);
  if (object !== undefined) return serializeObject(object);
  return serializeOwnFunction('an activation', activation);
}

/**
 * The activation that `serialize` wrote; functions of one's own are looked up in `customObjects`.
 *
 * @see https://keras.io/api/layers/activations/#deserialize-function
 *
 * @example
 * ```ts
 * import { activations } from 'keratin';
 * console.log(await activations.deserialize('relu')([-1, 2]).array()); // => [ 0, 2 ]
 * ```
 */
export function deserialize(config: unknown, options: { customObjects?: CustomFunctions } = {}): ActivationFunction {
  const name = typeof config === 'string' ? config : serializedFunctionName(config);
  if (name !== undefined) return byName(name, options.customObjects);
  if (!isSerialized(config))
    throw new ArgumentError(`Expected the name or the config of an activation. Received: ${describe(config)}`);
  const object = deserializeObject(config, { module: 'keras.layers' });
  if (!isActivationObject(object))
    throw new ArgumentError(
      `Expected the config of a layer that can serve as an activation. Received: ${describe(config.class_name)}`,
    );
  return functionOf(object);
}
