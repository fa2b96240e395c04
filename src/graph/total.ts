import { isFloat } from '../support/dtype.ts';
import { at } from '../support/shape.ts';
import { batchNode, canBatch } from './batch.ts';
import * as g from './build.ts';
import { type Node, topologicalOrder } from './node.ts';

const later = (axes: readonly number[]) => axes.map((axis) => axis + 1);

/** Whether the sum of a body's node over all iterations is one product or reduction over values that are kept. */
export function canTotal(node: Node, varying: ReadonlySet<Node>): boolean {
  switch (node.op) {
    case 'add':
    case 'sub':
    case 'concat':
      return node.inputs.every((input) => varying.has(input) && canTotal(input, varying));
    case 'neg':
    case 'reshape':
    case 'transpose':
    case 'flip':
    case 'slice':
      return varying.has(node) && canTotal(at(node.inputs, 0), varying);
    case 'pad':
      return node.attrs.value === 0 && varying.has(node) && canTotal(at(node.inputs, 0), varying);
    case 'reduceSum':
      return varying.has(node);
    case 'dot':
      return isFloat(node.dtype) && node.inputs.every((input) => varying.has(input));
    default:
      return false;
  }
}

/** The loop over which is summed, and what its parameters are outside. */
export interface TotalContext {
  readonly loop: Node<'scan'>;
  readonly outside: ReadonlyMap<Node, Node>;
  readonly stepped: ReadonlySet<Node>;
  /** Nodes that differ from iteration to iteration. */
  readonly varying: ReadonlySet<Node>;
}

/** The sum of a node over all iterations, outside of the loop. */
export function totalOver(node: Node, context: TotalContext): Node {
  const total = (i: number) => totalOver(at(node.inputs, i), context);
  const stack = (i: number) => stackOf(at(node.inputs, i), context);
  switch (node.op) {
    case 'reduceSum':
      return g.reduceSum(stack(0), [0, ...later(node.attrs.axes)]);
    case 'dot': {
      const { leftBatch, rightBatch, leftContract, rightContract } = node.attrs;
      return g.dot(stack(0), stack(1), {
        leftBatch: later(leftBatch),
        rightBatch: later(rightBatch),
        leftContract: [0, ...later(leftContract)],
        rightContract: [0, ...later(rightContract)],
      });
    }
    default:
      return g.sameOperation(
        node,
        node.inputs.map((_, i) => total(i)),
      );
  }
}

/** A node's values in all iterations: computed of stacked inputs where that is a mere view, else kept by the loop. */
function stackOf(node: Node, context: TotalContext): Node {
  const { outside, stepped, loop } = context;
  if (stepped.has(node)) return outside.get(node) ?? node;
  const view = node.op === 'reshape' || node.op === 'transpose' || node.op === 'broadcast' || node.op === 'slice';
  if (view) return batchNode(node, [stackOf(at(node.inputs, 0), context)], [true], loop.attrs.length);
  return isOfSteps(node, context) ? batched(node, context) : g.loopStack(loop, node);
}

/** Whether a node can be computed outside from rows alone. */
function isOfSteps(node: Node, { stepped, outside, varying }: TotalContext): boolean {
  return topologicalOrder([node]).every((inner) => {
    if (stepped.has(inner)) return true;
    if (inner.op === 'parameter') return outside.has(inner);
    return (
      !varying.has(inner) ||
      canBatch(
        inner,
        inner.inputs.map((input) => varying.has(input)),
      )
    );
  });
}

function batched(node: Node, { outside, varying, loop }: TotalContext): Node {
  const done = new Map<Node, Node>(outside);
  for (const inner of topologicalOrder([node])) {
    if (done.has(inner)) continue;
    const inputs = inner.inputs.map((input) => done.get(input) ?? input);
    const rows = inner.inputs.map((input) => varying.has(input));
    const same = inputs.every((input, i) => input === inner.inputs[i]);
    if (varying.has(inner)) done.set(inner, batchNode(inner, inputs, rows, loop.attrs.length));
    else done.set(inner, same ? inner : g.sameOperation(inner, inputs));
  }
  return done.get(node) ?? node;
}
