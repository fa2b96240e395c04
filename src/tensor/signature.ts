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
    const attrs =
      node.op === 'parameter'
        ? ''
        : node.op === 'constant'
          ? constantKey(node.attrs.value)
          : JSON.stringify(node.attrs);
    parts.push(`${node.op}(${inputs})${attrs}:${node.dtype}[${node.shape.join(',')}]`);
  }
  return `${parts.join(';')}|${results.map((node) => position.get(node)).join(',')}|${extra}`;
}

/** JSON has no NaN, infinities or -0. */
const constantKey = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));
