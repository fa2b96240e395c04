import { type DType, hostArray, isFloat } from '../../support/dtype.ts';
import { ArgumentError } from '../../support/errors.ts';
import { at, range, type Shape, sizeOf, stridesOf } from '../../support/shape.ts';
import * as g from '../build.ts';
import type { Node, Primitives, WindowReduceOp } from '../node.ts';
import { forEachIndex } from './movement.ts';
import { lowest } from './reduction.ts';
import type { Rule, RuleTable, Spec } from './rule.ts';
import { checkWindows, offsetAxes, spanOf, spatialOf, windowPositions } from './windows.ts';

type WindowReduceAttrs = Primitives[WindowReduceOp];

/** Places one entry per spatial axis among zeros for all others. */
const along = (shape: Shape, first: number, values: readonly number[]): number[] =>
  shape.map((_, axis) => values[axis - first] ?? 0);

function inferWindows(op: string, x: Spec, attrs: WindowReduceAttrs): Spec {
  checkWindows(op, x.shape, attrs);
  const { first, sizes, low, high } = attrs;
  if (low.length !== sizes.length || high.length !== sizes.length) {
    throw new ArgumentError(
      `Primitive ${op} takes as many edges as sizes. Received: ${JSON.stringify({ sizes, low, high })}`,
    );
  }
  const spatial = spatialOf(x.shape, attrs).map((n, i) => n + at(low, i) + at(high, i));
  const positions = windowPositions(x.shape, attrs, spatial);
  return { shape: [...x.shape.slice(0, first), ...positions, ...x.shape.slice(first + sizes.length)], dtype: x.dtype };
}

const neutralOf = (op: WindowReduceOp, dtype: DType): number =>
  op === 'windowSum' ? 0 : isFloat(dtype) ? Number.NEGATIVE_INFINITY : lowest(dtype);

/** The windows themselves, with neutral elements around: [...lead, ...positions, ...offsets, ...rest]. */
function spread(op: WindowReduceOp, x: Node, { low, high, ...windows }: WindowReduceAttrs): Node {
  const edges = (values: readonly number[]) => along(x.shape, windows.first, values);
  return g.windows(g.pad(x, edges(low), edges(high), neutralOf(op, x.dtype)), windows);
}

/** A reduction over windows as a reduction over the axes of their offsets. */
export function expandWindowReduction(node: Node<WindowReduceOp>): Node {
  const view = spread(node.op, at(node.inputs, 0), node.attrs);
  return g.reduce(node.op === 'windowSum' ? 'reduceSum' : 'reduceMax', view, offsetAxes(node.attrs));
}

/** Repeats one value per window along the axes of the offsets. */
function perOffset(value: Node, { first, sizes }: WindowReduceAttrs): Node {
  const [lead, rest] = [value.shape.slice(0, first), value.shape.slice(first + sizes.length)];
  const positions = value.shape.slice(first, first + sizes.length);
  const ones = g.reshape(value, [...lead, ...positions, ...sizes.map(() => 1), ...rest]);
  return g.broadcast(ones, [...lead, ...positions, ...sizes, ...rest]);
}

/** Row-major number of each offset in its window, along the axes `axes` of a shape; counted from the end if `reversed`. */
function offsetNumbers(shape: Shape, axes: readonly number[], sizes: readonly number[], reversed: boolean): Node {
  const steps = stridesOf(sizes);
  const terms = axes.map((axis, i) => g.mul(g.iota(shape, axis), g.constant(at(steps, i), shape, 'int32')));
  const number = terms.reduce(g.add);
  return reversed ? g.sub(g.constant(sizeOf(sizes) - 1, shape, 'int32'), number) : number;
}

/** For each window the number of the first offset that holds its maximum; beyond all numbers where none does (NaN). */
function firstMaximum(node: Node<WindowReduceOp>): Node {
  const view = spread(node.op, at(node.inputs, 0), node.attrs);
  const axes = offsetAxes(node.attrs);
  const numbers = offsetNumbers(view.shape, axes, node.attrs.sizes, false);
  const none = g.constant(sizeOf(node.attrs.sizes), view.shape, 'int32');
  return g.reduce('reduceMin', g.where(g.eq(view, perOffset(node, node.attrs)), numbers, none), axes);
}

/** Windows that lie side by side without gaps: each element belongs to one. */
const isTiling = ({ sizes, strides, dilations }: WindowReduceAttrs) =>
  sizes.every((n, i) => n === strides[i] && (n === 1 || dilations[i] === 1));

/**
 * The cotangent of a windowed reduction: every element gets the cotangents of the windows that it belongs to; with
 * `chosen`, of those whose chosen offset it is.
 */
function elementGradient(node: Node<WindowReduceOp>, ct: Node, chosen: Node | undefined): Node {
  const { attrs } = node;
  return isTiling(attrs) ? tilingGradient(node, ct, chosen) : overlappingGradient(node, ct, chosen);
}

function tilingGradient(node: Node<WindowReduceOp>, ct: Node, chosen: Node | undefined): Node {
  const { first, sizes, low } = node.attrs;
  const x = at(node.inputs, 0);
  const d = sizes.length;
  const [lead, rest] = [ct.shape.slice(0, first), ct.shape.slice(first + d)];
  const positions = ct.shape.slice(first, first + d);
  const pairs = (extents: readonly number[]) => positions.flatMap((n, i) => [n, at(extents, i)]);
  const shape = [...lead, ...pairs(sizes), ...rest];
  const repeat = (value: Node) =>
    g.broadcast(g.reshape(value, [...lead, ...pairs(sizes.map(() => 1)), ...rest]), shape);
  const offsets = range(d).map((i) => first + 2 * i + 1);
  const values =
    chosen === undefined
      ? repeat(ct)
      : g.where(
          g.eq(repeat(chosen), offsetNumbers(shape, offsets, sizes, false)),
          repeat(ct),
          g.constant(0, shape, ct.dtype),
        );
  const merged = g.reshape(values, [...lead, ...positions.map((n, i) => n * at(sizes, i)), ...rest]);
  const behind = spatialOf(x.shape, node.attrs).map((n, i) => n + at(low, i) - at(positions, i) * at(sizes, i));
  return g.pad(
    merged,
    along(
      x.shape,
      first,
      low.map((n) => -n),
    ),
    along(x.shape, first, behind),
  );
}

/** Element i is at offset k of window p when p · stride + k · dilation = i + low: windows over spread-out cotangents. */
function overlappingGradient(node: Node<WindowReduceOp>, ct: Node, chosen: Node | undefined): Node {
  const { first, sizes, strides, dilations, low } = node.attrs;
  const x = at(node.inputs, 0);
  const spans = sizes.map((n, i) => spanOf(n, at(dilations, i)) - 1);
  const newLow = spans.map((span, i) => span - at(low, i));
  const newHigh = spatialOf(x.shape, node.attrs).map(
    (n, i) => n + at(spans, i) - at(newLow, i) - spanOf(at(ct.shape, first + i), at(strides, i)),
  );
  const windows = { first, sizes, strides: sizes.map(() => 1), dilations };
  const interior = strides.map((n) => n - 1);
  const view = (value: Node, fill: number) => {
    const edges = (values: readonly number[]) => along(value.shape, first, values);
    return g.windows(g.pad(value, edges(newLow), edges(newHigh), fill, edges(interior)), windows);
  };
  const axes = offsetAxes(windows);
  const cotangents = view(ct, 0);
  if (chosen === undefined) return g.reduceSum(cotangents, axes);
  const numbers = offsetNumbers(cotangents.shape, axes, sizes, true);
  return g.reduceSum(g.where(g.eq(view(chosen, -1), numbers), cotangents, g.zerosLike(cotangents)), axes);
}

function windowRule(
  op: WindowReduceOp,
  combine: (total: number, x: number) => number,
  gradient: (node: Node<WindowReduceOp>, ct: Node) => Node,
): Rule<WindowReduceOp> {
  return {
    infer: (inputs, attrs) => inferWindows(op, at(inputs, 0), attrs),
    vjp: (node, ct) => {
      if (!isFloat(node.dtype)) return [null];
      return [sizeOf(node.shape) === 0 ? g.zerosLike(at(node.inputs, 0)) : gradient(node, ct)];
    },
    evaluate: (inputs, { first, sizes, strides, dilations, low }, result) => {
      const x = at(inputs, 0);
      const steps = stridesOf(x.shape);
      const out = hostArray(result.dtype, sizeOf(result.shape));
      forEachIndex(result.shape, (index, position) => {
        let total = neutralOf(op, x.dtype);
        forEachIndex(sizes, (offset) => {
          let from = 0;
          for (let axis = 0; axis < index.length; axis++) {
            const i = axis - first;
            const inside = i >= 0 && i < sizes.length;
            const place = inside
              ? at(index, axis) * at(strides, i) + at(offset, i) * at(dilations, i) - at(low, i)
              : at(index, axis);
            if (place < 0 || place >= at(x.shape, axis)) return;
            from += place * at(steps, axis);
          }
          total = combine(total, at(x.data, from));
        });
        out[position] = total;
      });
      return out;
    },
  };
}

export const windowReductionRules: RuleTable<WindowReduceOp> = {
  windowSum: windowRule(
    'windowSum',
    (a, b) => a + b,
    (node, ct) => elementGradient(node, ct, undefined),
  ),
  windowMax: windowRule('windowMax', Math.max, (node, ct) => elementGradient(node, ct, firstMaximum(node))),
};
