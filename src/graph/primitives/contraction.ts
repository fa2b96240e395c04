import { ArgumentError } from '../../support/errors.ts';
import { hostArray } from '../../support/dtype.ts';
import { at, formatShape, range, sizeOf, stridesOf } from '../../support/shape.ts';
import * as g from '../build.ts';
import type { Node, Primitives } from '../node.ts';
import { forEachIndex } from './movement.ts';
import type { Rule, RuleTable, Spec } from './rule.ts';

type DotAttrs = Primitives['dot'];

/** The axes of an operand that are neither batch nor contracted. */
export const freeAxes = (rank: number, batch: readonly number[], contract: readonly number[]): number[] =>
  range(rank).filter((axis) => !batch.includes(axis) && !contract.includes(axis));

function inferDot(left: Spec, right: Spec, attrs: DotAttrs): Spec {
  const pairs = [...attrs.leftBatch.map((l, i) => [l, attrs.rightBatch[i]]), ...attrs.leftContract.map((l, i) => [l, attrs.rightContract[i]])];
  const agree = pairs.every(([l, r]) => l !== undefined && r !== undefined && left.shape[l] !== undefined && left.shape[l] === right.shape[r]);
  if (!agree || left.dtype !== right.dtype || attrs.leftBatch.length !== attrs.rightBatch.length || attrs.leftContract.length !== attrs.rightContract.length) {
    throw new ArgumentError(
      `The contracted axes of a product must agree in extent and dtype. Received: ${left.dtype} ${formatShape(left.shape)} over axes ${JSON.stringify(attrs.leftContract)} and ${right.dtype} ${formatShape(right.shape)} over axes ${JSON.stringify(attrs.rightContract)}`,
    );
  }
  const shape = [
    ...attrs.leftBatch.map((axis) => at(left.shape, axis)),
    ...freeAxes(left.shape.length, attrs.leftBatch, attrs.leftContract).map((axis) => at(left.shape, axis)),
    ...freeAxes(right.shape.length, attrs.rightBatch, attrs.rightContract).map((axis) => at(right.shape, axis)),
  ];
  return { shape, dtype: left.dtype };
}

/** Gradient of one operand: the cotangent contracted with the other operand over the other's free axes. */
function operandGradient(ct: Node, own: Node, ownBatch: readonly number[], ownContract: readonly number[], other: Node, otherBatch: readonly number[], otherContract: readonly number[], ctOtherAxes: readonly number[], ctBatch: readonly number[]): Node {
  const otherFree = freeAxes(other.shape.length, otherBatch, otherContract);
  const product = g.dot(ct, other, {
    leftBatch: ctBatch,
    rightBatch: otherBatch,
    leftContract: ctOtherAxes,
    rightContract: otherFree,
  });
  // The product's axes are: batch, own free axes, then other's contracted axes in the order they stand in `other`.
  const contracted = range(other.shape.length).filter((axis) => otherContract.includes(axis));
  const ownOf = [
    ...ownBatch,
    ...freeAxes(own.shape.length, ownBatch, ownContract),
    ...contracted.map((axis) => at(ownContract, otherContract.indexOf(axis))),
  ];
  return g.transpose(product, range(own.shape.length).map((axis) => ownOf.indexOf(axis)));
}

const dot: Rule<'dot'> = {
  infer: (inputs, attrs) => inferDot(at(inputs, 0), at(inputs, 1), attrs),
  vjp: (node, ct) => {
    if (node.dtype !== 'float32') return [null, null];
    const { leftBatch, rightBatch, leftContract, rightContract } = node.attrs;
    const left = at(node.inputs, 0);
    const right = at(node.inputs, 1);
    const batch = range(leftBatch.length);
    const leftFree = freeAxes(left.shape.length, leftBatch, leftContract).length;
    const ctLeft = range(leftFree).map((i) => batch.length + i);
    const ctRight = range(node.shape.length - batch.length - leftFree).map((i) => batch.length + leftFree + i);
    return [
      operandGradient(ct, left, leftBatch, leftContract, right, rightBatch, rightContract, ctRight, batch),
      operandGradient(ct, right, rightBatch, rightContract, left, leftBatch, leftContract, ctLeft, batch),
    ];
  },
  evaluate: (inputs, attrs, result) => {
    const left = at(inputs, 0);
    const right = at(inputs, 1);
    const leftStrides = stridesOf(left.shape);
    const rightStrides = stridesOf(right.shape);
    const leftFree = freeAxes(left.shape.length, attrs.leftBatch, attrs.leftContract);
    const rightFree = freeAxes(right.shape.length, attrs.rightBatch, attrs.rightContract);
    const contracted = attrs.leftContract.map((axis) => at(left.shape, axis));
    const out = hostArray(result.dtype, sizeOf(result.shape));
    forEachIndex(result.shape, (index, position) => {
      let leftBase = 0;
      let rightBase = 0;
      index.forEach((i, axis) => {
        const free = axis - attrs.leftBatch.length;
        if (free < 0) {
          leftBase += i * at(leftStrides, at(attrs.leftBatch, axis));
          rightBase += i * at(rightStrides, at(attrs.rightBatch, axis));
        } else if (free < leftFree.length) leftBase += i * at(leftStrides, at(leftFree, free));
        else rightBase += i * at(rightStrides, at(rightFree, free - leftFree.length));
      });
      let total = 0;
      forEachIndex(contracted, (inner) => {
        let l = leftBase;
        let r = rightBase;
        inner.forEach((i, axis) => {
          l += i * at(leftStrides, at(attrs.leftContract, axis));
          r += i * at(rightStrides, at(attrs.rightContract, axis));
        });
        total += at(left.data, l) * at(right.data, r);
      });
      out[position] = total;
    });
    return out;
  },
};

export const contractionRules: RuleTable<'dot'> = { dot };
