import { at, range } from '../../support/shape.ts';
import * as g from '../build.ts';
import type { Node } from '../node.ts';

/** Stacks of matrices: what gradients of decompositions are written with. */

/** The transposes of matrices [..., m, n]. */
export function swapLast(x: Node): Node {
  const rank = x.shape.length;
  return g.transpose(x, [...range(rank - 2), rank - 1, rank - 2]);
}

/** Products of matrices [..., m, k] and [..., k, n]. */
export function matrixProduct(a: Node, b: Node): Node {
  const rank = a.shape.length;
  const batch = range(rank - 2);
  return g.dot(a, b, { leftBatch: batch, rightBatch: batch, leftContract: [rank - 1], rightContract: [rank - 2] });
}

/** Vectors [..., n] as columns of matrices of a shape [..., m, n], the same in each row. */
export const asColumns = (vector: Node, shape: readonly number[]): Node =>
  g.broadcast(g.reshape(vector, [...vector.shape.slice(0, -1), 1, at(vector.shape, vector.shape.length - 1)]), shape);

/** Vectors [..., m] as rows of matrices of a shape [..., m, n]: the same in each column. */
export const asRows = (vector: Node, shape: readonly number[]): Node =>
  g.broadcast(g.reshape(vector, [...vector.shape, 1]), shape);

/** Where row and column compare so. */
export const whereIndices = (shape: readonly number[], op: 'eq' | 'gt' | 'ge'): Node =>
  g.compare(op, g.iota(shape, shape.length - 2), g.iota(shape, shape.length - 1));

/** Identity matrices of a shape [..., n, n]. */
export const identity = (shape: readonly number[]): Node => g.cast(whereIndices(shape, 'eq'), 'float32');

/** The parts of packed matrices [..., size], one behind the other. */
export function unpack(packed: Node, shapes: readonly (readonly number[])[]): Node[] {
  const batch = packed.shape.slice(0, -1);
  let offset = 0;
  return shapes.map((shape) => {
    const size = shape.reduce((product, n) => product * n, 1);
    const start = offset;
    offset += size;
    const part = g.slice(packed, [...batch.map(() => 0), start], [...batch, offset]);
    return g.reshape(part, [...batch, ...shape]);
  });
}
