import { at, range } from '../support/shape.ts';
import * as g from './build.ts';
import type { Node, PrimitiveName } from './node.ts';
import { freeAxes } from './primitives/contraction.ts';
import { elementwiseRules } from './primitives/elementwise.ts';

const MOVES: ReadonlySet<PrimitiveName> = new Set<PrimitiveName>([
  'reshape',
  'transpose',
  'broadcast',
  'slice',
  'pad',
  'flip',
  'concat',
  'reduceSum',
  'reduceProd',
  'reduceMax',
  'reduceMin',
  'argmax',
  'argmin',
  'argsort',
  'dot',
  'windows',
]);

const later = (axes: readonly number[]) => axes.map((axis) => axis + 1);

/** Whether `batchNode` can compute a node for all rows at once, given which of its inputs have rows. */
export function canBatch(node: Node, batched: readonly boolean[]): boolean {
  if (node.op === 'gather') return batched[0] !== true;
  return isElementwise(node) || MOVES.has(node.op);
}

export const isElementwise = (node: Node): boolean => Object.hasOwn(elementwiseRules, node.op);

/**
 * The node of all rows at once: `inputs` are its inputs, those that are `batched` with a first axis of `rows` more.
 */
export function batchNode(node: Node, inputs: readonly Node[], batched: readonly boolean[], rows: number): Node {
  const spread = (i: number): Node => {
    const input = at(inputs, i);
    return batched[i] === true ? input : g.broadcastTo(input, [rows, ...input.shape]);
  };
  const x = () => spread(0);
  const front = (values: readonly number[], first: number) => [first, ...values];
  switch (node.op) {
    case 'reshape':
      return g.reshape(x(), [rows, ...node.attrs.shape]);
    case 'broadcast':
      return g.broadcast(x(), [rows, ...node.attrs.shape]);
    case 'transpose':
      return g.transpose(x(), [0, ...later(node.attrs.permutation)]);
    case 'slice': {
      const { starts, limits, strides } = node.attrs;
      return g.slice(x(), front(starts, 0), front(limits, rows), front(strides, 1));
    }
    case 'pad': {
      const { low, high, interior, value } = node.attrs;
      return g.pad(x(), front(low, 0), front(high, 0), value, front(interior, 0));
    }
    case 'flip':
      return g.flip(x(), later(node.attrs.axes));
    case 'concat':
      return g.concat(
        inputs.map((_, i) => spread(i)),
        node.attrs.axis + 1,
      );
    case 'reduceSum':
    case 'reduceProd':
    case 'reduceMax':
    case 'reduceMin':
      return g.reduce(node.op, x(), later(node.attrs.axes));
    case 'argmax':
    case 'argmin':
      return g.argReduce(node.op, x(), node.attrs.axis + 1);
    case 'argsort':
      return g.argsort(x(), node.attrs.axis + 1);
    case 'gather':
      return g.gather(at(inputs, 0), at(inputs, 1));
    case 'windows':
      return g.windows(x(), { ...node.attrs, first: node.attrs.first + 1 });
    case 'dot':
      return batchDot(node, at(inputs, 0), at(inputs, 1), batched);
    default:
      return g.sameOperation(
        node,
        inputs.map((_, i) => spread(i)),
      );
  }
}

/** A product of operands of which one or both have rows: rows of one are a free axis, rows of both a batch axis. */
function batchDot(node: Node<'dot'>, left: Node, right: Node, batched: readonly boolean[]): Node {
  const { leftBatch, rightBatch, leftContract, rightContract } = node.attrs;
  const [inLeft, inRight] = [batched[0] === true, batched[1] === true];
  const both = inLeft && inRight;
  const shift = (axes: readonly number[], rows: boolean) => (rows ? later(axes) : axes);
  const attrs = {
    leftBatch: [...(both ? [0] : []), ...shift(leftBatch, inLeft)],
    rightBatch: [...(both ? [0] : []), ...shift(rightBatch, inRight)],
    leftContract: shift(leftContract, inLeft),
    rightContract: shift(rightContract, inRight),
  };
  const product = g.dot(left, right, attrs);
  if (both) return product;
  const leftFree = freeAxes(at(node.inputs, 0).shape.length, leftBatch, leftContract).length;
  const rows = leftBatch.length + (inLeft ? 0 : leftFree);
  const rest = range(product.shape.length).filter((axis) => axis !== rows);
  return g.transpose(product, [rows, ...rest]);
}
