import type { Node } from '../graph/node.ts';
import { at, range, sizeOf } from '../support/shape.ts';
import type { Affine } from './expression.ts';

/** An axis of a contraction: its extent, and elements from one index to the next in each operand (0: not there). */
export interface ContractionAxis {
  readonly extent: number;
  readonly left: number;
  readonly right: number;
}

/** Where an operand begins. */
export interface ContractionOperand {
  readonly buffer: number;
  readonly offset: number;
}

/**
 * A product over any number of axes: result[batch, rows, column] = sum over `sums` of left · right. Operands are views of
 * buffers, such as the windows of an image. Axes of extent 1 are left out.
 */
export interface Contraction {
  readonly left: ContractionOperand;
  readonly right: ContractionOperand;
  readonly batch: readonly ContractionAxis[];
  readonly rows: readonly ContractionAxis[];
  readonly sums: readonly ContractionAxis[];
  readonly columns: number;
  /** Elements from one column of the right operand to the next. */
  readonly columnStride: number;
}

/** Whether a product has more axes than a batch, rows, columns and one sum: products of windows keep theirs. */
export function isWindowedDot(node: Node): node is Node<'dot'> {
  if (node.op !== 'dot') return false;
  const { leftBatch, leftContract } = node.attrs;
  const [left, right] = node.inputs;
  return leftBatch.length !== 1 || leftContract.length !== 1 || left?.shape.length !== 3 || right?.shape.length !== 3;
}

/** The contraction that a product in canonical form is: left [batch, rows, sums], right [batch, sums, column]. */
export function contractionOf(
  node: Node<'dot'>,
  viewOf: (operand: Node) => { readonly buffer: number; readonly at: Affine },
): Contraction {
  const [leftNode, rightNode] = [at(node.inputs, 0), at(node.inputs, 1)];
  const [left, right] = [viewOf(leftNode), viewOf(rightNode)];
  const { leftBatch, rightBatch, leftContract, rightContract } = node.attrs;
  const batchCount = leftBatch.length;
  const axis = (l: number | undefined, r: number | undefined): ContractionAxis => ({
    extent: l === undefined ? at(rightNode.shape, r ?? 0) : at(leftNode.shape, l),
    left: l === undefined ? 0 : at(left.at.strides, l),
    right: r === undefined ? 0 : at(right.at.strides, r),
  });
  const proper = (axes: readonly ContractionAxis[]) => axes.filter(({ extent }) => extent !== 1);
  const column = rightNode.shape.length - 1;
  const rowCount = leftNode.shape.length - batchCount - leftContract.length;
  return {
    left: { buffer: left.buffer, offset: left.at.offset },
    right: { buffer: right.buffer, offset: right.at.offset },
    batch: proper(leftBatch.map((l, i) => axis(l, at(rightBatch, i)))),
    rows: proper(range(rowCount).map((i) => axis(batchCount + i, undefined))),
    sums: mergeSums(proper(leftContract.map((l, i) => axis(l, at(rightContract, i))))),
    columns: at(rightNode.shape, column),
    columnStride: at(right.at.strides, column),
  };
}

/** Neighbouring axes through which both operands advance evenly become one. */
export function mergeSums(sums: readonly ContractionAxis[]): ContractionAxis[] {
  const merged: ContractionAxis[] = [];
  for (const axis of sums) {
    const outer = merged.at(-1);
    const even = outer?.left === axis.left * axis.extent && outer.right === axis.right * axis.extent;
    if (even && outer !== undefined) merged[merged.length - 1] = { ...axis, extent: axis.extent * outer.extent };
    else merged.push(axis);
  }
  return merged;
}

export const extentOf = (axes: readonly ContractionAxis[]): number => sizeOf(axes.map(({ extent }) => extent));

/** Sums of so many terms are worth splitting, when their results are few. */
const LONG_SUM = 2048;
/** Elements of both operands that one part of a split sum should read at most: half of a level-2 cache. */
const PART = 1 << 17;
/** Parts that there should be at least, so that threads have something to share. */
const PARTS = 16;

/**
 * Into how many parts the outermost of the summed axes is cut: sums that are much longer than their results are many
 * (gradients of kernels) would leave threads idle and the operands out of cache. The number depends on shapes alone.
 */
export function partsOf(contraction: Contraction): number {
  const { batch, rows, sums, columns } = contraction;
  const results = extentOf(batch) * extentOf(rows) * columns;
  const terms = extentOf(sums);
  const outermost = sums[0]?.extent ?? 1;
  if (terms < LONG_SUM || terms < 4 * extentOf(rows) || outermost < 4) return 1;
  const read = terms * columns + (terms * extentOf(rows)) / Math.max(1, reuse(contraction));
  const wanted = Math.max(PARTS, Math.ceil(read / PART));
  const divisors = range(outermost)
    .map((i) => i + 1)
    .filter((n) => outermost % n === 0 && n * results <= Math.max(results, terms * columns));
  return divisors.find((n) => n >= Math.min(wanted, outermost)) ?? divisors.at(-1) ?? 1;
}

/** How many rows on the average share an element of the left operand, as overlapping windows do. */
function reuse({ rows, sums }: Contraction): number {
  const reach = [...rows, ...sums].reduce((sum, { extent, left }) => sum + (extent - 1) * Math.abs(left), 1);
  return Math.max(1, (extentOf(rows) * extentOf(sums)) / reach);
}

/** The contraction whose outermost sum is cut into `parts`, which become its first batch axis. */
export function inParts(contraction: Contraction, parts: number): Contraction {
  const [first, ...rest] = contraction.sums;
  if (first === undefined) return contraction;
  const length = first.extent / parts;
  const part = { extent: parts, left: first.left * length, right: first.right * length };
  return {
    ...contraction,
    batch: [part, ...contraction.batch],
    sums: length === 1 ? rest : [{ ...first, extent: length }, ...rest],
  };
}
