import * as g from '../graph/build.ts';
import { type Node, topologicalOrder } from '../graph/node.ts';

/** Results that are parameters, or the same value twice, become copies: each result has a buffer of its own. */
export function distinctResults(results: readonly Node[]): Node[] {
  const taken = new Set<Node>();
  return results.map((result) => {
    if (result.op !== 'parameter' && !taken.has(result)) {
      taken.add(result);
      return result;
    }
    return g.unary('stopGradient', result);
  });
}

/**
 * Topological order by distance from the leaves, so that a value comes as early as it can: small values that many
 * kernels need (a learning rate) are there before the first kernel that could take them in.
 */
export function byDepth(results: readonly Node[]): Node[] {
  const depth = new Map<Node, number>();
  const order = topologicalOrder(results);
  for (const node of order) depth.set(node, 1 + Math.max(-1, ...node.inputs.map((input) => depth.get(input) ?? 0)));
  return order.sort((a, b) => (depth.get(a) ?? 0) - (depth.get(b) ?? 0));
}
