import { at } from '../support/shape.ts';
import * as g from './build.ts';
import { type LoopBody, type Node, type PrimitiveName, topologicalOrder } from './node.ts';
import { rewrite } from './rewrite.ts';

/** What costs nothing where it is used, but memory where it is stored. */
const SINKING: ReadonlySet<PrimitiveName> = new Set<PrimitiveName>([
  'constant',
  'iota',
  'reshape',
  'transpose',
  'broadcast',
  'slice',
  'flip',
]);

/** The same results with views and numbers that loops get from outside made inside of them. */
export function sinkIntoLoops(results: readonly Node[]): Node[] {
  const order = topologicalOrder(results);
  if (!order.some((node) => node.op === 'scan' || node.op === 'whileLoop')) return [...results];
  const done = new Map<Node, Node>();
  const get = (node: Node): Node => done.get(node) ?? node;
  for (const node of order) {
    const inputs = node.inputs.map(get);
    const current = inputs.some((input, i) => input !== node.inputs[i]) ? { ...node, inputs } : node;
    if (current.op !== 'scan' && current.op !== 'whileLoop') {
      if (!done.has(node)) done.set(node, current);
      continue;
    }
    const taken = order.filter((other) => other.inputs[0] === node);
    for (const [before, after] of sunk(current, node, taken)) done.set(before, after);
  }
  return results.map(get);
}

/** A loop and what is taken out of it -> the same with a body that makes its own views. */
function sunk(loop: Node<'scan' | 'whileLoop'>, original: Node, taken: readonly Node[]): Map<Node, Node> {
  const { body } = loop.attrs;
  const first = loop.inputs.length - body.constants.length;
  /** Outer values -> parameters. */
  const captured = new Map<Node, Node>();
  const inside = new Map<Node, Node>();
  const sink = (outer: Node): Node => {
    const known = inside.get(outer);
    if (known !== undefined) return known;
    let made: Node;
    if (SINKING.has(outer.op)) {
      made = outer.inputs.length === 0 ? outer : { ...outer, inputs: outer.inputs.map(sink) };
    } else {
      made = g.parameter({}, outer.shape, outer.dtype);
      captured.set(outer, made);
    }
    inside.set(outer, made);
    return made;
  };
  const replacements = new Map(body.constants.map((constant, i) => [constant, sink(at(loop.inputs, first + i))]));
  const stacks = taken.flatMap((node) => (node.op === 'loopStack' ? [node] : []));
  const rest = [...stacks.map((node) => node.attrs.value), ...(loop.op === 'whileLoop' ? [loop.attrs.condition] : [])];
  const rewritten = rewrite([...body.next, ...rest], replacements);
  const changed: LoopBody = {
    ...body,
    constants: [...captured.values()],
    next: rewritten.slice(0, body.next.length),
  };
  const inputs = [...loop.inputs.slice(0, first), ...captured.keys()];
  const made =
    loop.op === 'scan'
      ? g.scanNode(changed, loop.attrs.length, loop.attrs.reverse, inputs)
      : g.whileNode(changed, at(rewritten, rewritten.length - 1), inputs);
  const result = new Map<Node, Node>([[original, made]]);
  let next = body.next.length;
  for (const node of taken) {
    if (node.op === 'loopStack') result.set(node, { ...node, inputs: [made], attrs: { value: at(rewritten, next++) } });
    else result.set(node, { ...node, inputs: [made] });
  }
  return result;
}
