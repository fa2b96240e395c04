import { at, range, sameShape, sizeOf } from '../support/shape.ts';
import * as g from './build.ts';
import type { Node, PrimitiveName } from './node.ts';
import { freeAxes } from './primitives/contraction.ts';

const VIEWS: ReadonlySet<PrimitiveName> = new Set<PrimitiveName>([
  'reshape',
  'transpose',
  'broadcast',
  'slice',
  'windows',
]);

/** Whether a value is windows over something, perhaps moved: to store them would multiply it. */
export function isWindowView(node: Node | undefined): boolean {
  let source = node;
  while (source !== undefined && VIEWS.has(source.op)) {
    if (source.op === 'windows') return true;
    // Other reshapes need a buffer of what they reshape.
    if (source.op === 'reshape' && !dropsOnes(source)) return false;
    source = source.inputs[0];
  }
  return false;
}

const dropsOnes = (node: Node<'reshape'>): boolean => {
  const proper = (x: Node | undefined) => x?.shape.filter((n) => n !== 1).join();
  return proper(node) === proper(node.inputs[0]);
};

/**
 * A product whose left operand is windows: left [batch, rows, sums], right [batch, sums, column], each with as many axes
 * as there are, so that the windows stay a view. Where there is one column or one term, a sum of elementwise products.
 */
export function canonicalizeWindowedDot(node: Node<'dot'>): Node {
  const { leftBatch, rightBatch, leftContract, rightContract } = node.attrs;
  const left = at(node.inputs, 0);
  const right = at(node.inputs, 1);
  const leftFree = freeAxes(left.shape.length, leftBatch, leftContract);
  const rightFree = freeAxes(right.shape.length, rightBatch, rightContract);
  const extents = (x: Node, axes: readonly number[]) => axes.map((axis) => at(x.shape, axis));
  const [batch, rows, sums] = [extents(left, leftBatch), extents(left, leftFree), extents(left, leftContract)];
  const columns = sizeOf(extents(right, rightFree));
  const a = g.transpose(left, [...leftBatch, ...leftFree, ...leftContract]);
  const ordered = g.transpose(right, [...rightBatch, ...rightContract, ...rightFree]);
  const b = g.reshape(ordered, [...batch, ...sums, columns]);
  if (node.dtype !== 'float32' || columns === 1 || sizeOf(sums) <= 1) {
    const shape = [...batch, ...rows, ...sums, columns];
    const ones = rows.map(() => 1);
    const product = g.mul(
      g.broadcast(g.reshape(a, [...batch, ...rows, ...sums, 1]), shape),
      g.broadcast(g.reshape(b, [...batch, ...ones, ...sums, columns]), shape),
    );
    const axes = sums.map((_, i) => batch.length + rows.length + i);
    return g.reshape(g.reduceSum(product, axes), node.shape);
  }
  if (a === left && b === right && sameShape(right.shape, b.shape)) return node;
  const product = g.dot(a, b, {
    leftBatch: range(batch.length),
    rightBatch: range(batch.length),
    leftContract: sums.map((_, i) => batch.length + rows.length + i),
    rightContract: sums.map((_, i) => batch.length + i),
  });
  return g.reshape(product, node.shape);
}
