import { InputLayer } from '../layers/core/input.ts';
import { isKerasTensor, type KerasTensor } from '../layers/keras-tensor.ts';
import { type ApplyOptions, Layer } from '../layers/layer.ts';
import { flattenStructure, mapStructure, type Structure } from '../layers/structure.ts';
import { flag } from '../support/check-values.ts';
import { badArgument, checkOptions, describe } from '../support/errors.ts';
import { at } from '../support/shape.ts';
import { assertSameStructure } from '../tree/compare.ts';
import { flatten } from '../tree/flatten.ts';
import type { FunctionGraph } from './function-graph.ts';
import { Model } from './model.ts';
import { replaceSymbolic } from './replace-symbolic.ts';
import { Sequential } from './sequential.ts';

export interface CloneModelOptions {
  /** Makes the copy of a layer (Inputs excepted). Default: a new layer of the same class and config. */
  cloneFunction?: ((layer: Layer) => Layer) | null;
  /** Symbolic tensors that take the place of the model's inputs, structured like them. Default null: new Inputs. */
  inputTensors?: Structure<KerasTensor> | null;
  /**
   * Applies the copy of each layer of a functional model, so that others may come before or after it. Default:
   * `layer.apply(inputs, options)`.
   */
  callFunction?: CallFunction | null;
  /** Whether models inside the model are copied layer by layer in the same way. Default false: as one layer each. */
  recursive?: boolean;
}

/** What applies the copy of a layer. */
export type CallFunction = (
  layer: Layer,
  inputs: Structure<KerasTensor>,
  options: ApplyOptions,
) => Structure<KerasTensor>;

/** A new layer of the same class and config, with weights of its own. */
function copyLayer(layer: Layer): Layer {
  const cls = layer.constructor;
  const copy: unknown =
    'fromConfig' in cls && typeof cls.fromConfig === 'function' ? cls.fromConfig(layer.getConfig()) : undefined;
  if (!(copy instanceof Layer))
    throw badArgument(
      'model',
      `made of layers that can be made from their config, which ${describe(layer)} can't`,
      layer,
    );
  return copy;
}

const copyInput = (layer: InputLayer): InputLayer =>
  new InputLayer({ batchShape: layer.batchShape, dtype: layer.dtype, name: layer.name, optional: layer.optional });

const applied: CallFunction = (layer, inputs, options) => layer.apply<Structure<KerasTensor>>(inputs, options);

/** The given tensors in the place of a graph's inputs. */
function givenInputs(
  graph: FunctionGraph,
  given: Structure<KerasTensor>,
): [original: KerasTensor, other: KerasTensor][] {
  const list = flatten(given).filter((tensor) => isKerasTensor(tensor));
  const originals = flatten(graph.inputs).filter((tensor) => isKerasTensor(tensor));
  assertSameStructure(given, graph.inputs);
  if (list.length !== originals.length)
    throw badArgument('inputTensors', 'symbolic tensors, structured like the inputs of the model', given);
  return originals.map((original, i) => [original, at(list, i)]);
}

function cloneGraph(
  graph: FunctionGraph,
  clone: (layer: Layer) => Layer,
  call: CallFunction,
  given: Structure<KerasTensor> | null,
): { inputs: Structure<KerasTensor>; outputs: Structure<KerasTensor> } {
  const tensors = new Map<KerasTensor, KerasTensor>(given === null ? [] : givenInputs(graph, given));
  const layers = new Map(
    graph.layers.map((layer) => [layer, layer instanceof InputLayer ? copyInput(layer) : clone(layer)]),
  );
  const copyOf = (tensor: KerasTensor): KerasTensor => tensors.get(tensor) ?? tensor;
  for (const node of graph.nodes) {
    const layer = layers.get(node.layer);
    if (layer === undefined || (node.inputs === null && given !== null)) continue;
    const outputs: Structure<KerasTensor> =
      node.inputs === null
        ? layer.output
        : call(layer, mapStructure(node.inputs, isKerasTensor, copyOf), replaceSymbolic(node.options, copyOf));
    flattenStructure(outputs, isKerasTensor).forEach((output, i) => {
      const original = node.outputTensors[i];
      if (original !== undefined) tensors.set(original, output);
    });
  }
  return {
    inputs: mapStructure(graph.inputs, isKerasTensor, copyOf),
    outputs: mapStructure(graph.outputs, isKerasTensor, copyOf),
  };
}

/** The one tensor that a Sequential is built upon, as an Input of its shape and dtype. */
function inputLike(given: Structure<KerasTensor>): InputLayer {
  const [tensor, ...others] = flatten(given);
  if (!isKerasTensor(tensor) || others.length > 0)
    throw badArgument('inputTensors', 'one symbolic tensor, for a Sequential model', given);
  return new InputLayer({ batchShape: tensor.shape, dtype: tensor.dtype });
}

/**
 * A model of the same layers with new weights. The copy is not compiled.
 *
 * @param model a Sequential or functional model
 * @param options `cloneFunction`: what makes the copy of each layer; `callFunction`: what applies it; `inputTensors`: what
 *   the copy is built upon; `recursive`: whether models inside are copied in the same way
 * @throws ArgumentError for a model that extends Model, whose `call` can't be copied; for `callFunction` with a Sequential,
 *   whose layers are not applied one by one
 * @see https://keras.io/api/models/model_saving_apis/model_config_serialization/#clone_model-function
 *
 * @example
 * ```ts
 * import { layers, models, Sequential } from 'keratin';
 * const model = new Sequential([new layers.Input({ shape: [4] }), new layers.Dense(2)]);
 * console.log(models.cloneModel(model).countParams()); // => 10
 * ```
 */
export function cloneModel(model: Sequential, options?: CloneModelOptions): Sequential;
export function cloneModel(model: Model, options?: CloneModelOptions): Model;
export function cloneModel(model: Model, options: CloneModelOptions = {}): Model {
  checkOptions('cloneModel', options, ['cloneFunction', 'inputTensors', 'callFunction', 'recursive']);
  const { inputTensors = null, callFunction = null } = options;
  const cloneOne = functionOption('cloneFunction', options.cloneFunction) ?? copyLayer;
  const call = functionOption('callFunction', callFunction);
  const recursive = flag('recursive', options.recursive ?? false);
  const copies = new Map<Layer, Layer>();
  /** Layers that several models share are copied once. */
  const clone = (layer: Layer): Layer => {
    const known = copies.get(layer);
    if (known !== undefined) return known;
    const copy = recursive && isCopied(layer) ? cloneWhole(layer, clone, call, null) : cloneOne(layer);
    copies.set(layer, copy);
    return copy;
  };
  if (model instanceof Sequential && call !== null)
    throw badArgument('callFunction', 'null for a Sequential model, whose layers are not applied one by one', call);
  return cloneWhole(model, clone, call, inputTensors);
}

/** Whether the layers of a model are known, so that they can be copied. */
const isCopied = (layer: Layer): layer is Model =>
  layer instanceof Sequential || (layer instanceof Model && layer.graph !== undefined);

function functionOption<F extends (...args: never[]) => unknown>(name: string, given: F | null | undefined): F | null {
  if (given !== null && given !== undefined && typeof given !== 'function')
    throw badArgument(name, 'a function, or null', given);
  return given ?? null;
}

function cloneWhole(
  model: Model,
  clone: (layer: Layer) => Layer,
  call: CallFunction | null,
  given: Structure<KerasTensor> | null,
): Model {
  const { name, trainable } = model;
  if (model instanceof Sequential) {
    const copies = model.subLayers().flatMap((layer) => {
      if (layer instanceof InputLayer) return given === null ? [copyInput(layer)] : [];
      return layer instanceof Layer ? [clone(layer)] : [];
    });
    return new Sequential([...(given === null ? [] : [inputLike(given)]), ...copies], { name, trainable });
  }
  if (!(model instanceof Model) || model.graph === undefined)
    throw badArgument('model', 'a Sequential or functional model', model);
  return new Model({ name, trainable, ...cloneGraph(model.graph, clone, call ?? applied, given) });
}
