import { type InboundNode, nodeOf } from '../layers/inbound-node.ts';
import { isKerasTensor, type KerasTensor } from '../layers/keras-tensor.ts';
import type { Layer } from '../layers/layer.ts';
import { Operation } from '../layers/operations/operation.ts';
import { camelCase, snakeCase } from '../support/case.ts';
import { standardizeDtype } from '../support/dtype.ts';
import { ArgumentError, badArgument, describe } from '../support/errors.ts';
import { isPlainRecord } from '../support/plain-record.ts';
import { convertToTensor, isTensorLike } from '../tensor/convert.ts';
import { toNested } from '../tensor/nested.ts';
import { Tensor } from '../tensor/tensor.ts';
import type { FunctionGraph } from './function-graph.ts';

/** Where a tensor comes from in a config: layer, number of the call, number of the output. */
export type TensorPlace = readonly [layer: string, call: number, output: number];

/** One call in a config, with places where its tensors go. */
export interface SavedCall {
  readonly inputs: unknown;
  readonly options: Readonly<Record<string, unknown>>;
}

/** True for `["dense", 0, 0]`. */
export const isPlace = (x: unknown): x is TensorPlace =>
  Array.isArray(x) &&
  x.length === 3 &&
  typeof x[0] === 'string' &&
  typeof x[1] === 'number' &&
  typeof x[2] === 'number';

/** A tensor in the arguments of a saved call. */
class SavedTensor {
  readonly place: TensorPlace;
  constructor(place: TensorPlace) {
    this.place = place;
  }
}

/** A constant among the arguments of an operation. */
function readTensor({ value, dtype }: { readonly [key: string]: unknown }): unknown {
  if (!isTensorLike(value)) throw badArgument('value', 'the elements of a tensor', value);
  return convertToTensor(value, typeof dtype === 'string' ? standardizeDtype(dtype) : undefined);
}

function readValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readValue);
  if (!isPlainRecord(value)) return value;
  const config = isPlainRecord(value.config) ? value.config : undefined;
  if (value.class_name === '__keras_tensor__' && isPlace(config?.keras_history))
    return new SavedTensor(config.keras_history);
  if (value.class_name === '__slice__') return config;
  if (value.class_name === '__ellipsis__') return 'ellipsis';
  if ((value.class_name === '__tensor__' || value.class_name === '__numpy__') && config !== undefined)
    return readTensor(config);
  if (value.class_name === '__tuple__' && Array.isArray(config?.value)) return config.value.map(readValue);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, readValue(item)]));
}

/** Keras 2's form of a call: a list of `[layer, call, output, options]`. */
function readLegacyCall(call: readonly unknown[], layerName: string): SavedCall {
  const tensors = (isPlace(call.slice(0, 3)) ? [call] : call).map((entry) => {
    const place: unknown = Array.isArray(entry) ? entry.slice(0, 3) : undefined;
    if (!isPlace(place))
      throw new ArgumentError(
        `The calls of layer "${layerName}" in this config can't be read. Received: ${describe(call)}`,
      );
    return new SavedTensor(place);
  });
  return { inputs: tensors.length === 1 ? tensors[0] : tensors, options: {} };
}

/** Reads `inbound_nodes` of a layer's config. */
export function readCalls(nodes: unknown, layer: Layer): SavedCall[] {
  const layerName = layer.name;
  if (!Array.isArray(nodes))
    throw new ArgumentError(`inbound_nodes of layer "${layerName}" must be a list. Received: ${describe(nodes)}`);
  return nodes.map((node: unknown) => {
    if (Array.isArray(node)) return readLegacyCall(node, layerName);
    const { args: given, kwargs } = isPlainRecord(node) ? node : {};
    if (layer instanceof Operation) {
      const [args, named] = [readValue(given ?? []), readValue(kwargs ?? {})];
      const byName = layer.named(Array.isArray(args) ? args : [args], isPlainRecord(named) ? named : {});
      return { inputs: [], options: { arguments: byName } };
    }
    const names = layer.callArguments ?? [];
    const named = isPlainRecord(kwargs) ? names.flatMap((name) => (kwargs[name] == null ? [] : [kwargs[name]])) : [];
    // What Keras passes as several arguments is one list of inputs.
    const args = layer.callArguments !== null && Array.isArray(given) ? [[...given, ...named]] : given;
    if (!Array.isArray(args) || args.length !== 1) {
      throw new ArgumentError(
        `Layer "${layerName}" must be called with one argument (a tensor, a list or a record), and options. Received: ${describe(args)}`,
      );
    }
    const options = Object.entries(isPlainRecord(kwargs) ? kwargs : {}).filter(([key]) => !names.includes(key));
    return {
      inputs: readValue(args[0]),
      options: Object.fromEntries(options.map(([key, value]) => [camelCase(key), readValue(value)])),
    };
  });
}

/** A saved call's arguments with tensors in their places; undefined while one of them does not exist yet. */
export function resolveCall(
  call: SavedCall,
  tensorAt: (place: TensorPlace) => KerasTensor | undefined,
): SavedCall | undefined {
  let missing = false;
  const resolve = (value: unknown): unknown => {
    if (value instanceof SavedTensor) {
      const tensor = tensorAt(value.place);
      missing ||= tensor === undefined;
      return tensor;
    }
    if (Array.isArray(value)) return value.map(resolve);
    return isPlainRecord(value)
      ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item)]))
      : value;
  };
  const inputs = resolve(call.inputs);
  const options = Object.fromEntries(Object.entries(call.options).map(([key, value]) => [key, resolve(value)]));
  return missing ? undefined : { inputs, options };
}

/** A node's number among those of its layer that belong to the graph. */
export function callNumber(graph: FunctionGraph, node: InboundNode): number {
  return node.layer.inboundNodes.slice(0, node.index).filter((other) => graph.includes(other)).length;
}

/** Writes one call as `inbound_nodes` of a config hold it. */
export function writeCall(graph: FunctionGraph, node: InboundNode): object {
  const { takesMask, callArguments } = node.layer;
  const write = (value: unknown): unknown => {
    if (isKerasTensor(value)) {
      const origin = nodeOf(value);
      const history = [
        origin?.layer.name ?? '',
        origin === undefined ? 0 : callNumber(graph, origin),
        value.history?.tensorIndex ?? 0,
      ];
      return {
        class_name: '__keras_tensor__',
        config: { shape: value.shape, dtype: value.dtype, keras_history: history },
      };
    }
    if (value instanceof Tensor)
      return {
        class_name: '__tensor__',
        config: { value: toNested(value.dataSync(), value.shape), dtype: value.dtype },
      };
    if (Array.isArray(value)) return value.map(write);
    return isPlainRecord(value)
      ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, write(item)]))
      : value;
  };
  if (node.layer instanceof Operation) {
    const { arguments: named } = node.options;
    return { args: node.layer.positional(isPlainRecord(named) ? named : {}).map(write), kwargs: {} };
  }
  const options = Object.fromEntries(
    Object.entries(node.options).map(([key, value]) => [snakeCase(key), write(value)]),
  );
  const inputs = write(node.inputs);
  return {
    args: callArguments !== null && Array.isArray(inputs) ? inputs : [inputs],
    kwargs: { ...options, ...(takesMask && !('mask' in options) ? { mask: null } : {}) },
  };
}
