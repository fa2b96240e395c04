import { attrsKey } from '../graph/attrs-key.ts';
import { type Node, topologicalOrder } from '../graph/node.ts';

/**
 * A key that two graphs share exactly when one compiled program serves both: the same primitives, attributes, shapes
 * and wiring; parameters count by position, not by identity.
 */
export function graphSignature(results: readonly Node[], extra: string): string {
  const position = new Map<Node, number>();
  const parts: string[] = [];
  for (const node of topologicalOrder(results)) {
    position.set(node, position.size);
    const inputs = node.inputs.map((input) => position.get(input)).join(',');
    parts.push(`${node.op}(${inputs})${attrsKey(node)}:${node.dtype}[${node.shape.join(',')}]`);
  }
  return `${parts.join(';')}|${results.map((node) => position.get(node)).join(',')}|${extra}`;
}
