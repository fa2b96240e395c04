import { nodeOf } from '../../layers/inbound-node.ts';
import { isPartialShape } from '../../layers/keras-tensor.ts';
import type { Layer } from '../../layers/layer.ts';
import { flattenStructure } from '../../layers/structure.ts';
import { badArgument } from '../../support/errors.ts';
import { classNameOf } from '../../support/naming.ts';
import { formatShape, type PartialShape } from '../../support/shape.ts';
import type { FunctionGraph } from '../function-graph.ts';
import type { Model } from '../model.ts';

export interface RowOptions {
  readonly connected: boolean;
  readonly expandNested: boolean;
  readonly showTrainable: boolean;
  readonly layerRange: readonly [string, string] | null;
}

/** Whether a table without connections tells the whole story: each layer has one input and follows the one before. */
export function isSequentialLike(model: Model): boolean {
  const graph = model.graph;
  if (graph === undefined || !model.isFunctional) return true;
  if (graph.nodesByDepth.some((nodes) => nodes.length > 1 || (nodes[0]?.inputTensors.length ?? 0) > 1)) return false;
  return graph.layers.every((layer) => layer.inboundNodes.filter((node) => graph.includes(node)).length <= 1);
}

function shapeOf(layer: Layer): string {
  const outputs = layer.inboundNodes.at(-1)?.outputTensors.map((tensor) => tensor.shape) ?? inferredShapes(layer);
  if (outputs === undefined) return '?';
  const [only] = outputs;
  return outputs.length === 1 && only !== undefined ? formatShape(only) : `[${outputs.map(formatShape).join(', ')}]`;
}

/** Output shapes of a layer that was built but never applied symbolically. */
function inferredShapes(layer: Layer): PartialShape[] | undefined {
  const shape = layer.buildShape;
  if (shape === undefined) return undefined;
  return flattenStructure<PartialShape>(layer.computeOutputShape(shape), isPartialShape);
}

function connectionsOf(layer: Layer, graph: FunctionGraph | undefined): string {
  const tensors = layer.inboundNodes.filter((node) => graph?.includes(node)).flatMap((node) => node.inputTensors);
  const names = tensors.map(
    (tensor) => `${nodeOf(tensor)?.layer.name}[${tensor.history?.nodeIndex}][${tensor.history?.tensorIndex}]`,
  );
  return names.length === 0 ? '-' : names.join(', ');
}

function parametersOf(layer: Layer): string {
  return layer.built ? layer.countParams().toLocaleString('en-US') : '0 (unbuilt)';
}

function rowOf(layer: Layer, model: Model, prefix: string, options: RowOptions): string[] {
  const row = [`${prefix}${layer.name} (${classNameOf(layer)})`, shapeOf(layer), parametersOf(layer)];
  if (options.connected) row.push(connectionsOf(layer, model.graph));
  if (options.showTrainable) row.push(layer.weights.length === 0 ? '-' : layer.trainable ? 'Y' : 'N');
  return row;
}

const innerLayers = (layer: Layer): Layer[] => ('layers' in layer && Array.isArray(layer.layers) ? layer.layers : []);

function rowsOf(layer: Layer, model: Model, level: number, options: RowOptions): string[][] {
  const prefix = level === 0 ? '' : `${'   '.repeat(level)}└ `;
  const inner = options.expandNested
    ? innerLayers(layer).flatMap((child) => rowsOf(child, model, level + 1, options))
    : [];
  return [rowOf(layer, model, prefix, options), ...inner];
}

/** The layers from the first whose name matches one expression to the last whose name matches the other. */
function selected(layers: readonly Layer[], range: readonly [string, string] | null): readonly Layer[] {
  if (range === null) return layers;
  const matching = range.map((pattern) =>
    layers.flatMap((layer, i) => (new RegExp(`^(?:${pattern})`).test(layer.name) ? [i] : [])),
  );
  const indices = matching.flat();
  if (range.length !== 2 || matching.some((found) => found.length === 0)) {
    throw badArgument('layerRange', 'two regular expressions that match names of layers', range);
  }
  return layers.slice(Math.min(...indices), Math.max(...indices) + 1);
}

/** The rows of a model's table. */
export const summaryRows = (model: Model, options: RowOptions): string[][] =>
  selected(model.layers, options.layerRange).flatMap((layer) => rowsOf(layer, model, 0, options));
