import { attrsKey } from '../../graph/attrs-key.ts';
import { type Node, topologicalOrder } from '../../graph/node.ts';
import type { HostArray } from '../../support/dtype.ts';
import { at, formatShape } from '../../support/shape.ts';

/** Allows an absolute error for each element. */
export type Allowance = (expected: number) => number;

const spell = (x: number) => (Object.is(x, -0) ? '-0' : String(x));

/** Describes the first element that is further from the expected one than allowed, or undefined. */
export function firstDifference(
  expected: HostArray,
  actual: HostArray,
  allowed: Allowance | 'bits' | 'number',
): string | undefined {
  if (expected.length !== actual.length) return `${actual.length} elements instead of ${expected.length}`;
  for (let i = 0; i < expected.length; i++) {
    const [x, y] = [at(expected, i), at(actual, i)];
    if (Object.is(x, y)) continue;
    if (allowed !== 'bits' && x === y) continue;
    if (typeof allowed === 'function' && Number.isFinite(x) && Math.abs(x - y) <= allowed(x)) continue;
    return `element ${i} is ${spell(y)} instead of ${spell(x)}`;
  }
  return undefined;
}

/** A graph as a list of its nodes, for the message of a failed test. */
export function listing(results: readonly Node[]): string {
  const order = topologicalOrder(results);
  const name = (node: Node) => `%${order.indexOf(node)}`;
  const lines = order.map((node) => {
    const attrs = node.op === 'parameter' ? '' : ` ${attrsKey(node)}`;
    return `${name(node)} = ${node.op}(${node.inputs.map(name).join(', ')})${attrs}: ${node.dtype} ${formatShape(node.shape)}`;
  });
  return [...lines, `results: ${results.map(name).join(', ')}`].join('\n');
}
