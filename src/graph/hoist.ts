import { at } from '../support/shape.ts';
import { batchNode, canBatch } from './batch.ts';
import * as g from './build.ts';
import { dependants } from './gradient.ts';
import { type Node, type PrimitiveName, topologicalOrder } from './node.ts';
import { rewrite } from './rewrite.ts';

/** What is worth more done at once for all rows than row by row. */
const HEAVY: ReadonlySet<PrimitiveName> = new Set<PrimitiveName>(['dot', 'gather']);
const VIEWS: ReadonlySet<PrimitiveName> = new Set<PrimitiveName>([
  'reshape',
  'transpose',
  'broadcast',
  'slice',
  'flip',
]);

/** A loop that is being made: its parameters, and what they are outside. */
export interface LoopInputs {
  readonly carries: readonly Node[];
  readonly steps: readonly Node[];
  readonly xs: readonly Node[];
  readonly constants: readonly Node[];
  readonly inputs: readonly Node[];
  readonly length: number;
}

export interface Hoisted {
  readonly results: readonly Node[];
  readonly steps: readonly Node[];
  readonly xs: readonly Node[];
  /** Results that need no loop: their index, and all rows of them. */
  readonly outside: ReadonlyMap<number, Node>;
}

/**
 * Moves out of a loop what doesn't depend on carried values: products of rows with constants become one large product
 * over all rows, and results that need no carry need no loop.
 */
export function hoist(results: readonly Node[], loop: LoopInputs): Hoisted {
  const order = topologicalOrder(results);
  const carried = dependants(order, new Set(loop.carries));
  const stepped = dependants(order, new Set(loop.steps));
  const free = new Set<Node>();
  const heavy = new Set<Node>();
  for (const node of order) {
    const row = stepped.has(node) && !carried.has(node);
    if (!row) continue;
    if (!loop.steps.includes(node)) {
      const batched = node.inputs.map((input) => stepped.has(input));
      if (!canBatch(node, batched) || node.inputs.some((input) => stepped.has(input) && !free.has(input))) continue;
      if (HEAVY.has(node.op) || node.inputs.some((input) => heavy.has(input))) heavy.add(node);
    }
    free.add(node);
  }
  const outer = new Map<Node, Node>();
  loop.steps.forEach((step, i) => {
    outer.set(step, at(loop.xs, i));
  });
  loop.constants.forEach((constant, i) => {
    outer.set(constant, at(loop.inputs, i));
  });
  const outside = (node: Node): Node => {
    for (const inner of topologicalOrder([node])) {
      if (outer.has(inner)) continue;
      const inputs = inner.inputs.map((input) => outer.get(input) ?? input);
      const batched = inner.inputs.map((input) => stepped.has(input));
      const same = inputs.every((input, i) => input === inner.inputs[i]);
      outer.set(
        inner,
        stepped.has(inner)
          ? batchNode(inner, inputs, batched, loop.length)
          : same
            ? inner
            : g.sameOperation(inner, inputs),
      );
    }
    return outer.get(node) ?? node;
  };
  const done = new Map<number, Node>();
  results.forEach((node, i) => {
    if (free.has(node) && i >= loop.carries.length) done.set(i, outside(node));
  });
  const frontier = new Set<Node>();
  const settle = (node: Node) => {
    let source = node;
    while (VIEWS.has(source.op) && heavy.has(at(source.inputs, 0))) source = at(source.inputs, 0);
    frontier.add(source);
  };
  for (const node of order) {
    if (free.has(node)) continue;
    for (const input of node.inputs) if (heavy.has(input)) settle(input);
  }
  results.forEach((node, i) => {
    if (heavy.has(node) && !done.has(i)) settle(node);
  });
  const rows = new Map([...frontier].map((node) => [node, g.parameter({}, node.shape, node.dtype)]));
  return {
    results: rewrite(results, rows),
    steps: [...loop.steps, ...rows.values()],
    xs: [...loop.xs, ...[...rows.keys()].map(outside)],
    outside: done,
  };
}
