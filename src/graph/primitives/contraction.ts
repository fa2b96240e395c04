import { hostArray, isFloat } from '../../support/dtype.ts';
import { ArgumentError } from '../../support/errors.ts';
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
  const pairs = [
    ...attrs.leftBatch.map((l, i) => [l, attrs.rightBatch[i]]),
    ...attrs.leftContract.map((l, i) => [l, attrs.rightContract[i]]),
  ];
  const agree = pairs.every(
    ([l, r]) => l !== undefined && r !== undefined && left.shape[l] !== undefined && left.shape[l] === right.shape[r],
  );
  if (
    !agree ||
    left.dtype !== right.dtype ||
    attrs.leftBatch.length !== attrs.rightBatch.length ||
    attrs.leftContract.length !== attrs.rightContract.length
  ) {
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

/** One operand of a product, with what the product does to its axes. */
interface Operand {
  readonly node: Node;
  readonly batch: readonly number[];
  readonly contract: readonly number[];
}

/**
 * Gradient of one operand: the cotangent contracted with the other operand over the other's free axes. The operands of
 * that product stand in the order that gives the result the axes of `own` where they usually are, without a transpose.
 *
 * @param ctFree axes of the cotangent that come from the other operand
 */
function operandGradient(ct: Node, own: Operand, other: Operand, ctFree: readonly number[], ownIsLeft: boolean): Node {
  const batch = range(own.batch.length);
  const otherFree = freeAxes(other.node.shape.length, other.batch, other.contract);
  const product = ownIsLeft
    ? g.dot(ct, other.node, {
        leftBatch: batch,
        rightBatch: other.batch,
        leftContract: ctFree,
        rightContract: otherFree,
      })
    : g.dot(other.node, ct, {
        leftBatch: other.batch,
        rightBatch: batch,
        leftContract: otherFree,
        rightContract: ctFree,
      });
  // Contracted axes come in the order they have in the other operand.
  const contracted = range(other.node.shape.length)
    .filter((axis) => other.contract.includes(axis))
    .map((axis) => at(own.contract, other.contract.indexOf(axis)));
  const free = freeAxes(own.node.shape.length, own.batch, own.contract);
  const axes = [...own.batch, ...(ownIsLeft ? [...free, ...contracted] : [...contracted, ...free])];
  return g.transpose(
    product,
    range(own.node.shape.length).map((axis) => axes.indexOf(axis)),
  );
}

const dot: Rule<'dot'> = {
  infer: (inputs, attrs) => inferDot(at(inputs, 0), at(inputs, 1), attrs),
  vjp: (node, ct) => {
    if (!isFloat(node.dtype)) return [null, null];
    const { leftBatch, rightBatch, leftContract, rightContract } = node.attrs;
    const left = at(node.inputs, 0);
    const right = at(node.inputs, 1);
    const batches = leftBatch.length;
    const leftFree = freeAxes(left.shape.length, leftBatch, leftContract).length;
    const ctLeft = range(leftFree).map((i) => batches + i);
    const ctRight = range(node.shape.length - batches - leftFree).map((i) => batches + leftFree + i);
    const a = { node: left, batch: leftBatch, contract: leftContract };
    const b = { node: right, batch: rightBatch, contract: rightContract };
    return [operandGradient(ct, a, b, ctRight, true), operandGradient(ct, b, a, ctLeft, false)];
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
    const float = result.dtype === 'float32';
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
        total = float
          ? total + at(left.data, l) * at(right.data, r)
          : (total + Math.imul(at(left.data, l), at(right.data, r))) | 0;
      });
      out[position] = total;
    });
    return out;
  },
};

export const contractionRules: RuleTable<'dot'> = { dot };
