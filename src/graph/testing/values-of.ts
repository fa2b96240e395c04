import { Interpreter } from '../interpret.ts';
import type { Node } from '../node.ts';
import type { HostValue } from '../primitives/rule.ts';

/** Elements of parameters. */
export type Bindings = ReadonlyMap<Node, HostValue['data']>;

/** Values of a graph by its reference rules. */
export function valuesOf(results: readonly Node[], bindings: Bindings): HostValue['data'][] {
  const bound = [...bindings].map(([node, data]) => [node, { shape: node.shape, dtype: node.dtype, data }] as const);
  return new Interpreter(results).run(new Map(bound)).map(({ data }) => data);
}
