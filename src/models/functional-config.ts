import { nodeOf } from '../layers/inbound-node.ts';
import { isKerasTensor, type KerasTensor } from '../layers/keras-tensor.ts';
import { Layer } from '../layers/layer.ts';
import { mapStructure, type Structure } from '../layers/structure.ts';
import { ArgumentError, describe } from '../support/errors.ts';
import { isPlainRecord } from '../support/plain-record.ts';
import { type Config, deserializeObject, serializeObject } from '../support/registry.ts';
import type { FunctionGraph } from './function-graph.ts';
import {
  callNumber,
  isPlace,
  readCalls,
  resolveCall,
  type SavedCall,
  type TensorPlace,
  writeCall,
} from './saved-calls.ts';

/** True for the config of a graph, as opposed to that of a class that extends Model. */
export const isFunctionalConfig = (config: Config): boolean =>
  Array.isArray(config.layers) && 'input_layers' in config && 'output_layers' in config;

/** Where Keras's `input_layers` and `output_layers` begin to count the calls of a layer: at 1 for a functional model. */
const firstCall = (layer: Layer): number => ('isFunctional' in layer && layer.isFunctional === true ? 1 : 0);

function placeOf(graph: FunctionGraph, tensor: KerasTensor): (string | number)[] {
  const node = nodeOf(tensor);
  if (node === undefined) throw new Error('A tensor of a graph comes from a layer.');
  return [node.layer.name, callNumber(graph, node) + firstCall(node.layer), tensor.history?.tensorIndex ?? 0];
}

/** Keras's config of a functional model: its layers with their calls, and which tensors are inputs and outputs. */
export function functionalConfig(model: Layer, graph: FunctionGraph): Config {
  const places = (tensors: Structure<KerasTensor>) =>
    mapStructure(tensors, isKerasTensor, (tensor) => placeOf(graph, tensor));
  return {
    name: model.name,
    trainable: model.trainable,
    layers: graph.layers.map((layer) => ({
      ...serializeObject(layer),
      name: layer.name,
      inbound_nodes: layer.inboundNodes
        .filter((node) => graph.includes(node) && node.inputs !== null)
        .map((node) => writeCall(graph, node)),
    })),
    input_layers: places(graph.inputs),
    output_layers: places(graph.outputs),
  };
}

interface SavedLayer {
  readonly layer: Layer;
  readonly calls: readonly SavedCall[];
  done: number;
}

function readLayers(configs: readonly unknown[]): Map<string, SavedLayer> {
  const saved = new Map<string, SavedLayer>();
  for (const config of configs) {
    const layer = deserializeObject(config, { module: 'keras.layers' });
    if (!(layer instanceof Layer)) throw new ArgumentError(`A model consists of layers. Received: ${describe(config)}`);
    const nodes = isPlainRecord(config) ? config.inbound_nodes : undefined;
    saved.set(layer.name, { layer, calls: readCalls(nodes ?? [], layer), done: 0 });
  }
  return saved;
}

/** Makes the calls of all layers, each as soon as its inputs exist. */
function replayCalls(saved: ReadonlyMap<string, SavedLayer>): void {
  const tensorAt = ([name, call, output]: TensorPlace): KerasTensor | undefined =>
    saved.get(name)?.layer.inboundNodes[call]?.outputTensors[output];
  for (let progress = true; progress; ) {
    progress = false;
    for (const entry of saved.values()) {
      for (let call = entry.calls[entry.done]; call !== undefined; call = entry.calls[entry.done]) {
        const resolved = resolveCall(call, tensorAt);
        if (resolved === undefined) break;
        // resolveCall has put symbolic tensors into the places that the config names.
        entry.layer.apply(resolved.inputs as Structure<KerasTensor>, resolved.options);
        entry.done++;
        progress = true;
      }
    }
  }
  const stuck = [...saved.values()].find((entry) => entry.done < entry.calls.length);
  if (stuck !== undefined)
    throw new ArgumentError(
      `The calls in this config depend on each other or on a layer that isn't there. Received: layer "${stuck.layer.name}"`,
    );
}

function tensorsAt(places: unknown, saved: ReadonlyMap<string, SavedLayer>): Structure<KerasTensor> {
  if (isPlace(places)) {
    const [name, call, output] = places;
    const layer = saved.get(name)?.layer;
    const tensor = layer?.inboundNodes[Math.max(0, call - firstCall(layer))]?.outputTensors[output];
    if (tensor === undefined) throw new ArgumentError(`This config has no such tensor. Received: ${describe(places)}`);
    return tensor;
  }
  if (Array.isArray(places)) return places.map((place: unknown) => tensorsAt(place, saved));
  if (isPlainRecord(places))
    return Object.fromEntries(Object.entries(places).map(([key, place]) => [key, tensorsAt(place, saved)]));
  throw new ArgumentError(
    `Inputs and outputs in a config are ["layer", call, output], lists or records of these. Received: ${describe(places)}`,
  );
}

/** What `functionalConfig` wrote, as the options of a new model. */
export function functionalFromConfig(config: Config): {
  name?: string;
  trainable: boolean;
  inputs: Structure<KerasTensor>;
  outputs: Structure<KerasTensor>;
} {
  const saved = readLayers(Array.isArray(config.layers) ? config.layers : []);
  replayCalls(saved);
  return {
    ...(typeof config.name === 'string' ? { name: config.name } : {}),
    trainable: config.trainable !== false,
    inputs: tensorsAt(config.input_layers, saved),
    outputs: tensorsAt(config.output_layers, saved),
  };
}
