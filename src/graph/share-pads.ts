import { at, sameShape, sizeOf } from '../support/shape.ts';
import * as g from './build.ts';
import { isElementwise } from './elementwise.ts';
import { type Node, topologicalOrder } from './node.ts';

/** Elements from which a second copy of a value costs more than reading around edges. */
const WORTH_SHARING = 4096;

const onlyGrows = ({ attrs: { low, high, interior } }: Node<'pad'>): boolean =>
  [...low, ...high].every((n) => n >= 0) && interior.every((n) => n === 0);

/**
 * Values that are computed and then padded are read from the padded buffer by all who use them: what would be stored
 * twice (a cotangent for the gradients of operand, kernel and bias) is stored once.
 */
export function sharePads(results: readonly Node[]): Node[] {
  const order = topologicalOrder(results);
  const pads = new Map<Node, Node<'pad'>>();
  const wanted = new Set(results);
  for (const node of order) {
    if (node.op !== 'pad' || !onlyGrows(node)) continue;
    const x = at(node.inputs, 0);
    const computed = isElementwise(x) || x.op === 'reshape';
    if (computed && !pads.has(x) && !wanted.has(x) && sizeOf(x.shape) >= WORTH_SHARING) pads.set(x, node);
  }
  if (pads.size === 0) return [...results];
  const done = new Map<Node, Node>();
  const inside = new Map<Node, Node>();
  const rebuilt = (node: Node, inputs: readonly Node[]): Node =>
    inputs.some((input, i) => input !== node.inputs[i]) ? { ...node, inputs } : node;
  for (const node of order) {
    if (done.has(node)) continue;
    const next = rebuilt(
      node,
      node.inputs.map(
        (input) => (pads.get(input) === node ? undefined : inside.get(input)) ?? done.get(input) ?? input,
      ),
    );
    done.set(node, next);
    const pad = pads.get(node);
    if (pad === undefined) continue;
    const { low } = pad.attrs;
    const padded = rebuilt(pad, [next]);
    done.set(pad, padded);
    const limits = node.shape.map((n, axis) => n + at(low, axis));
    inside.set(node, sameShape(pad.shape, node.shape) ? next : g.slice(padded, low, limits));
  }
  return results.map((result) => done.get(result) ?? result);
}
