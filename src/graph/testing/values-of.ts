import { at } from '../../support/shape.ts';
import { type Node, type PrimitiveName, topologicalOrder } from '../node.ts';
import type { HostValue } from '../primitives/rule.ts';
import { ruleOf } from '../rules.ts';

/** Elements of parameters. */
export type Bindings = ReadonlyMap<Node, HostValue['data']>;

const evaluate = <P extends PrimitiveName>(node: Node<P>, inputs: readonly HostValue[]) =>
  ruleOf<P>(node.op).evaluate(inputs, node.attrs, node);

/** Values of a graph by its reference rules. */
export function valuesOf(results: readonly Node[], bindings: Bindings): HostValue['data'][] {
  const values = new Map<Node, HostValue>();
  for (const node of topologicalOrder(results)) {
    const inputs = node.inputs.map((input) => {
      const value = values.get(input);
      if (value === undefined) throw new Error(`${input.op} comes after its user ${node.op}.`);
      return value;
    });
    const data = bindings.get(node) ?? evaluate(node, inputs);
    values.set(node, { shape: node.shape, dtype: node.dtype, data });
  }
  return results.map((result) => values.get(result)?.data ?? at([], 0));
}
