import { type DType, hostArray, isFloat } from '../../support/dtype.ts';
import { ArgumentError } from '../../support/errors.ts';
import { at, formatShape, sizeOf, stridesOf } from '../../support/shape.ts';
import * as g from '../build.ts';
import type { Node, ReduceOp } from '../node.ts';
import { forEachIndex } from './movement.ts';
import type { Rule, RuleTable, Spec } from './rule.ts';

function inferReduce(op: string, x: Spec, axes: readonly number[]): Spec {
  const valid = axes.every(
    (axis, i) => Number.isInteger(axis) && axis >= 0 && axis < x.shape.length && (i === 0 || axis > at(axes, i - 1)),
  );
  if (!valid) {
    throw new ArgumentError(
      `Primitive ${op} takes a sorted list of axes. Received: axes=${JSON.stringify(axes)} for shape ${formatShape(x.shape)}`,
    );
  }
  return { shape: x.shape.filter((_, i) => !axes.includes(i)), dtype: x.dtype };
}

/** Repeats a reduced value along the axes that were dropped. */
function expandBack(reduced: Node, x: Node, axes: readonly number[]): Node {
  return g.broadcast(
    g.reshape(
      reduced,
      x.shape.map((n, i) => (axes.includes(i) ? 1 : n)),
    ),
    x.shape,
  );
}

/** The cotangent of a maximum goes to the elements that attain it, in equal shares (as JAX does). */
function extremeGradient(node: Node<ReduceOp>, ct: Node): Node {
  const x = at(node.inputs, 0);
  const { axes } = node.attrs;
  const attained = g.cast(g.eq(x, expandBack(node, x, axes)), ct.dtype);
  const count = g.reduceSum(attained, axes);
  return g.mul(attained, expandBack(g.div(ct, count), x, axes));
}

/** The product of all other elements, without dividing by an element that may be zero. */
function productGradient(node: Node<ReduceOp>, ct: Node): Node {
  const x = at(node.inputs, 0);
  const { axes } = node.attrs;
  const kept = x.shape.map((_, i) => i).filter((i) => !axes.includes(i));
  const count = sizeOf(axes.map((axis) => at(x.shape, axis)));
  const outer = kept.map((axis) => at(x.shape, axis));
  const columns = g.reshape(g.transpose(x, [...kept, ...axes]), [...outer, 1, count]);
  const square = [...outer, count, count];
  const diagonal = g.eq(g.iota(square, square.length - 1), g.iota(square, square.length - 2));
  const others = g.where(diagonal, g.constant(1, square, x.dtype), g.broadcast(columns, square));
  const products = g.reduce('reduceProd', others, [square.length - 1]);
  const shaped = g.reshape(products, [...outer, ...axes.map((axis) => at(x.shape, axis))]);
  const order = [...kept, ...axes];
  return g.mul(
    g.transpose(
      shaped,
      order.map((_, i) => order.indexOf(i)),
    ),
    expandBack(ct, x, axes),
  );
}

export const lowest = (dtype: DType): number => (dtype === 'int32' ? -(2 ** 31) : 0);
const highest = (dtype: DType): number => (dtype === 'int32' ? 2 ** 31 - 1 : dtype === 'uint32' ? 2 ** 32 - 1 : 1);

function reduceRule(
  op: ReduceOp,
  start: number,
  combine: (total: number, x: number) => number,
  gradient: (node: Node<ReduceOp>, ct: Node) => Node,
): Rule<ReduceOp> {
  return {
    infer: (inputs, { axes }) => inferReduce(op, at(inputs, 0), axes),
    vjp: (node, ct) => [isFloat(node.dtype) ? gradient(node, ct) : null],
    evaluate: (inputs, { axes }, result) => {
      const x = at(inputs, 0);
      // Storing an infinite start in an integer would not give an extreme, so that one is spelled out.
      const first =
        x.dtype === 'float32' || Number.isFinite(start) ? start : start < 0 ? lowest(x.dtype) : highest(x.dtype);
      const totals = new Array<number>(sizeOf(result.shape)).fill(first);
      const outStrides = stridesOf(result.shape);
      const strides = x.shape.map(() => 0);
      x.shape
        .map((_, i) => i)
        .filter((i) => !axes.includes(i))
        .forEach((axis, i) => {
          strides[axis] = at(outStrides, i);
        });
      // Integers wrap at each product: doubles would lose the lowest bits.
      const step = op === 'reduceProd' && x.dtype !== 'float32' ? Math.imul : combine;
      forEachIndex(x.shape, (index, position) => {
        const target = index.reduce((sum, i, axis) => sum + i * at(strides, axis), 0);
        totals[target] = step(at(totals, target), at(x.data, position));
      });
      const out = hostArray(result.dtype, totals.length);
      out.set(totals);
      return out;
    },
  };
}

function argRule(op: 'argmax' | 'argmin', better: (x: number, best: number) => boolean): Rule<'argmax' | 'argmin'> {
  return {
    infer: (inputs, { axis }) => {
      const x = at(inputs, 0);
      const { shape } = inferReduce(op, x, [axis]);
      if (x.shape[axis] === 0 && sizeOf(shape) > 0) {
        throw new ArgumentError(
          `Primitive ${op} takes an axis with elements. Received: axis=${axis} for shape ${formatShape(x.shape)}`,
        );
      }
      return { shape, dtype: 'int32' };
    },
    vjp: () => [null],
    evaluate: (inputs, { axis }, result) => {
      const x = at(inputs, 0);
      const inner = sizeOf(x.shape.slice(axis + 1));
      const extent = at(x.shape, axis);
      const out = hostArray('int32', sizeOf(result.shape));
      for (let i = 0; i < out.length; i++) {
        const base = Math.floor(i / inner) * extent * inner + (i % inner);
        let best = 0;
        for (let k = 1; k < extent; k++) {
          const value = at(x.data, base + k * inner);
          const leader = at(x.data, base + best * inner);
          if (better(value, leader) || (Number.isNaN(value) && !Number.isNaN(leader))) best = k;
        }
        out[i] = best;
      }
      return out;
    },
  };
}

const sumGradient = (node: Node<ReduceOp>, ct: Node) => expandBack(ct, at(node.inputs, 0), node.attrs.axes);

export const reductionRules = {
  reduceSum: reduceRule('reduceSum', 0, (a, b) => a + b, sumGradient),
  reduceProd: reduceRule('reduceProd', 1, (a, b) => a * b, productGradient),
  reduceMax: reduceRule('reduceMax', Number.NEGATIVE_INFINITY, Math.max, extremeGradient),
  reduceMin: reduceRule('reduceMin', Number.POSITIVE_INFINITY, Math.min, extremeGradient),
  argmax: argRule('argmax', (x, best) => x > best),
  argmin: argRule('argmin', (x, best) => x < best),
} satisfies RuleTable<ReduceOp | 'argmax' | 'argmin'>;
