import { type Node, topologicalOrder } from './node.ts';

/** The same results with some nodes replaced. Untouched parts of the graph are shared with the original. */
export function rewrite(results: readonly Node[], replacements: ReadonlyMap<Node, Node>): Node[] {
  const done = new Map<Node, Node>(replacements);
  for (const node of topologicalOrder(results)) {
    if (done.has(node)) continue;
    const inputs = node.inputs.map((input) => done.get(input) ?? input);
    done.set(node, inputs.some((input, i) => input !== node.inputs[i]) ? { ...node, inputs } : node);
  }
  return results.map((result) => done.get(result) ?? result);
}
