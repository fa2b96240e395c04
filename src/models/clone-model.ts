import { InputLayer } from '../layers/core/input.ts';
import { isKerasTensor, type KerasTensor } from '../layers/keras-tensor.ts';
import { Layer } from '../layers/layer.ts';
import { flattenStructure, mapStructure, type Structure } from '../layers/structure.ts';
import { badArgument, checkOptions, describe } from '../support/errors.ts';
import type { FunctionGraph } from './function-graph.ts';
import { Model } from './model.ts';
import { replaceSymbolic } from './replace-symbolic.ts';
import { Sequential } from './sequential.ts';

export interface CloneModelOptions {
  /** Makes the copy of a layer (Inputs excepted). Default: a new layer of the same class and config. */
  cloneFunction?: (layer: Layer) => Layer;
}

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

function cloneGraph(
  graph: FunctionGraph,
  clone: (layer: Layer) => Layer,
): { inputs: Structure<KerasTensor>; outputs: Structure<KerasTensor> } {
  const layers = new Map(
    graph.layers.map((layer) => [layer, layer instanceof InputLayer ? copyInput(layer) : clone(layer)]),
  );
  const tensors = new Map<KerasTensor, KerasTensor>();
  const copyOf = (tensor: KerasTensor): KerasTensor => tensors.get(tensor) ?? tensor;
  for (const node of graph.nodes) {
    const layer = layers.get(node.layer);
    if (layer === undefined) continue;
    const outputs: Structure<KerasTensor> =
      node.inputs === null
        ? layer.output
        : layer.apply<Structure<KerasTensor>>(
            mapStructure(node.inputs, isKerasTensor, copyOf),
            replaceSymbolic(node.options, copyOf),
          );
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

/**
 * A model of the same layers with new weights. The copy is not compiled.
 *
 * @param model a Sequential or functional model
 * @param options `cloneFunction`: what makes the copy of each layer
 * @throws ArgumentError for a model that extends Model, whose `call` can't be copied
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
  checkOptions('cloneModel', options, ['cloneFunction']);
  const clone = options.cloneFunction ?? copyLayer;
  if (model instanceof Sequential) {
    const copies = model
      .subLayers()
      .flatMap((layer) =>
        layer instanceof InputLayer ? [copyInput(layer)] : layer instanceof Layer ? [clone(layer)] : [],
      );
    return new Sequential(copies, { name: model.name, trainable: model.trainable });
  }
  if (!(model instanceof Model) || model.graph === undefined)
    throw badArgument('model', 'a Sequential or functional model', model);
  return new Model({ name: model.name, trainable: model.trainable, ...cloneGraph(model.graph, clone) });
}
