import { attrsKey } from '../graph/attrs-key.ts';
import { type LoopBody, type Node, topologicalOrder } from '../graph/node.ts';

const bodySignature = ({ carries, steps, constants }: LoopBody, results: readonly Node[]): string => {
  const parameters = [...carries, ...steps, ...constants];
  return `{${carries.length},${steps.length}:${graphSignature([...parameters, ...results], '')}}`;
};

/** What `attrsKey` says by the identity of a loop's body, by its structure. */
function structureKey(node: Node): string {
  const loop = node.inputs[0];
  if (node.op === 'scan') {
    const { body, length, reverse } = node.attrs;
    return `${length},${reverse}${bodySignature(body, body.next)}`;
  }
  if (node.op === 'whileLoop') {
    const { body, condition } = node.attrs;
    return bodySignature(body, [...body.next, condition]);
  }
  if (node.op === 'loopStack' && loop?.op === 'scan') return bodySignature(loop.attrs.body, [node.attrs.value]);
  return attrsKey(node);
}

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
    parts.push(`${node.op}(${inputs})${structureKey(node)}:${node.dtype}[${node.shape.join(',')}]`);
  }
  return `${parts.join(';')}|${results.map((node) => position.get(node)).join(',')}|${extra}`;
}
