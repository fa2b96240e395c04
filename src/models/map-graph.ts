import { type InboundNode, nodeOf } from '../layers/inbound-node.ts';
import type { KerasTensor } from '../layers/keras-tensor.ts';
import type { Layer } from '../layers/layer.ts';
import { ArgumentError } from '../support/errors.ts';
import { formatShape } from '../support/shape.ts';

/** The part of the graph between a model's inputs and outputs. */
export interface GraphMap {
  /** Each call after those that make its inputs. */
  readonly nodes: readonly InboundNode[];
  /** Calls by their distance from the outputs, farthest first. */
  readonly nodesByDepth: readonly (readonly InboundNode[])[];
  /** In Keras's order: by the layer's largest distance from the outputs, then by the order of traversal. */
  readonly layers: readonly Layer[];
}

/** The calls that outputs depend on, each after its parents, and the layers in the order in which they are met. */
function traverse(
  inputs: ReadonlySet<KerasTensor>,
  outputs: readonly KerasTensor[],
): { nodes: InboundNode[]; order: Map<Layer, number> } {
  const finished = new Set<InboundNode>();
  const order = new Map<Layer, number>();
  const visit = (tensor: KerasTensor): void => {
    const node = nodeOf(tensor);
    if (node === undefined)
      throw new ArgumentError(`A model's outputs must come from layers applied to its inputs. Received: ${tensor}`);
    if (finished.has(node)) return;
    if (!order.has(node.layer)) order.set(node.layer, order.size);
    if (node.inputs !== null && !inputs.has(tensor)) node.inputTensors.forEach(visit);
    finished.add(node);
  };
  outputs.forEach(visit);
  return { nodes: [...finished], order };
}

/** Checks that everything can be computed from the inputs. */
function checkConnected(inputs: readonly KerasTensor[], nodes: readonly InboundNode[]): void {
  const computable = new Set(inputs);
  for (const node of nodes) {
    for (const tensor of node.inputs === null ? node.outputTensors : node.inputTensors) {
      if (!computable.has(tensor)) {
        const name = tensor.history?.layer.name ?? tensor.name;
        throw new ArgumentError(
          `The graph is disconnected: layer "${node.layer.name}" needs the tensor of shape ${formatShape(tensor.shape)} from "${name}", which isn't among the inputs. Received: inputs=${inputs.map((input) => input.history?.layer.name ?? input.name).join(', ')}`,
        );
      }
    }
    for (const tensor of node.outputTensors) computable.add(tensor);
  }
}

function checkUniqueNames(layers: readonly Layer[]): void {
  const seen = new Set<string>();
  for (const { name } of layers) {
    if (seen.has(name))
      throw new ArgumentError(`The layers of a model must have different names. Received: two layers named "${name}"`);
    seen.add(name);
  }
}

/**
 * Finds the calls between inputs and outputs and sorts them as Keras does, which fixes the order of `model.layers` and
 * `model.weights`. (Keras: `keras/src/ops/function.py`, `map_graph`.)
 */
export function mapGraph(inputs: readonly KerasTensor[], outputs: readonly KerasTensor[]): GraphMap {
  const { nodes, order } = traverse(new Set(inputs), outputs);
  checkConnected(inputs, nodes);
  const nodeDepths = new Map<InboundNode, number>();
  const layerDepths = new Map<Layer, number>();
  for (const node of nodes.toReversed()) {
    // A layer that is called at several depths counts with the largest.
    const depth = Math.max(nodeDepths.get(node) ?? 0, layerDepths.get(node.layer) ?? 0);
    nodeDepths.set(node, depth);
    layerDepths.set(node.layer, depth);
    for (const parent of node.parents) nodeDepths.set(parent, Math.max(depth + 1, nodeDepths.get(parent) ?? 0));
  }
  for (const input of inputs) {
    const node = nodeOf(input);
    if (node === undefined || layerDepths.has(node.layer)) continue;
    layerDepths.set(node.layer, 0);
    order.set(node.layer, -1);
    nodeDepths.set(node, 0);
  }
  const byDepth = new Map<number, InboundNode[]>();
  for (const [node, depth] of nodeDepths) byDepth.set(depth, [...(byDepth.get(depth) ?? []), node]);
  const layers = [...layerDepths.keys()].sort(
    (a, b) => (layerDepths.get(b) ?? 0) - (layerDepths.get(a) ?? 0) || (order.get(a) ?? 0) - (order.get(b) ?? 0),
  );
  checkUniqueNames(layers);
  const nodesByDepth = [...byDepth.keys()].sort((a, b) => b - a).map((depth) => byDepth.get(depth) ?? []);
  return { nodes: nodesByDepth.flat(), nodesByDepth, layers };
}
