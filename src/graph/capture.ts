import * as g from './build.ts';
import { dependants } from './gradient.ts';
import { type Node, topologicalOrder } from './node.ts';

/** A body's results with what came from outside replaced by parameters. */
export interface Captured {
  readonly results: readonly Node[];
  readonly constants: readonly Node[];
  /** What the constants are outside. */
  readonly inputs: readonly Node[];
}

/**
 * Closes a graph over its parameters: whatever doesn't depend on them is computed outside, once, and becomes a constant
 * of the loop.
 */
export function capture(results: readonly Node[], parameters: readonly Node[]): Captured {
  const order = topologicalOrder(results);
  const inner = dependants(order, new Set(parameters));
  const constants = new Map<Node, Node>();
  const done = new Map<Node, Node>();
  const close = (node: Node): Node => {
    const known = done.get(node);
    if (known !== undefined) return known;
    const closed = closeOne(node);
    done.set(node, closed);
    return closed;
  };
  const closeOne = (node: Node): Node => {
    if (parameters.includes(node)) return node;
    if (inner.has(node)) {
      const inputs = node.inputs.map(close);
      return inputs.some((input, i) => input !== node.inputs[i]) ? { ...node, inputs } : node;
    }
    const parameter = g.parameter({}, node.shape, node.dtype);
    constants.set(node, parameter);
    return parameter;
  };
  // In topological order the recursion is one step deep.
  for (const node of order) if (inner.has(node)) close(node);
  const closed = results.map(close);
  return { results: closed, constants: [...constants.values()], inputs: [...constants.keys()] };
}
