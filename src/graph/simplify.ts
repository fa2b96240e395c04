import { convertArray } from '../support/dtype.ts';
import { withScope } from '../support/scope.ts';
import { at, sameShape, sizeOf } from '../support/shape.ts';
import { attrsKey } from './attrs-key.ts';
import * as g from './build.ts';
import { canonicalizeWindowedDot, isWindowView } from './canonical-windowed-dot.ts';
import { mergePads } from './merge-pads.ts';
import { type Node, type PrimitiveName, topologicalOrder } from './node.ts';
import { freeAxes } from './primitives/contraction.ts';
import { expandConv } from './primitives/convolution.ts';
import { expandWindowReduction } from './primitives/window-reduction.ts';
import { ruleOf } from './rules.ts';
import { sinkReshape } from './sink-reshape.ts';

const isConstant = (node: Node | undefined, value?: number): node is Node<'constant'> =>
  node?.op === 'constant' && (value === undefined || Object.is(node.attrs.value, value));

const FOLDABLE: ReadonlySet<PrimitiveName> = new Set<PrimitiveName>([
  'neg',
  'abs',
  'sign',
  'floor',
  'ceil',
  'round',
  'exp',
  'expm1',
  'log',
  'log1p',
  'sqrt',
  'rsqrt',
  'tanh',
  'logistic',
  'erf',
  'sin',
  'cos',
  'add',
  'sub',
  'mul',
  'div',
  'pow',
  'max',
  'min',
  'bitAnd',
  'bitOr',
  'bitXor',
  'shiftLeft',
  'shiftRight',
  'eq',
  'ne',
  'lt',
  'le',
  'gt',
  'ge',
  'where',
  'cast',
  'bitcast',
]);

const evaluateScalar = <P extends PrimitiveName>(node: Node<P>): number => {
  const inputs = node.inputs.map((input) => ({
    shape: [],
    dtype: input.dtype,
    data: convertArray([isConstant(input) ? input.attrs.value : 0], input.dtype),
  }));
  return at(ruleOf<P>(node.op).evaluate(inputs, node.attrs, { shape: [], dtype: node.dtype }), 0);
};

/** Identities that are exact in floating point: x + 0 only loses the sign of -0, which is accepted. */
function simplifyArithmetic(node: Node): Node {
  const [a, b] = node.inputs;
  if (a === undefined || b === undefined) return node;
  switch (node.op) {
    case 'add':
      return isConstant(b, 0) ? a : isConstant(a, 0) ? b : node;
    case 'sub':
      return isConstant(b, 0) ? a : node;
    case 'mul':
      return isConstant(b, 1) ? a : isConstant(a, 1) ? b : node;
    case 'div':
      return isConstant(b, 1) ? a : node;
    case 'where':
      return isConstant(a) ? at(node.inputs, a.attrs.value === 0 ? 2 : 1) : b === node.inputs[2] ? b : node;
    default:
      return node;
  }
}

/** Movements of movements become one; movements of a constant become the constant. */
function simplifyMovement(node: Node): Node {
  const x = node.inputs[0];
  if (x === undefined) return node;
  switch (node.op) {
    case 'stopGradient':
    case 'customGradient':
      return x;
    case 'reshape':
      if (isConstant(x)) return g.constant(x.attrs.value, node.shape, node.dtype);
      return x.op === 'reshape' ? g.reshape(at(x.inputs, 0), node.shape) : node;
    case 'broadcast':
      if (isConstant(x)) return g.constant(x.attrs.value, node.shape, node.dtype);
      return x.op === 'broadcast' ? g.broadcast(at(x.inputs, 0), node.shape) : node;
    case 'transpose': {
      if (isConstant(x)) return g.constant(x.attrs.value, node.shape, node.dtype);
      if (x.op !== 'transpose') return node;
      const inner = x.attrs.permutation;
      return g.transpose(
        at(x.inputs, 0),
        node.attrs.permutation.map((axis) => at(inner, axis)),
      );
    }
    case 'windows':
    case 'slice':
      if (isConstant(x)) return g.constant(x.attrs.value, node.shape, node.dtype);
      return node.op === 'slice' && sameShape(x.shape, node.shape) ? x : node;
    case 'flip':
      return isConstant(x) ? x : node;
    case 'pad':
      return simplifyPad(node, x);
    case 'concat':
      return node.inputs.length === 1 ? x : node;
    case 'reduceProd':
    case 'reduceMax':
    case 'reduceMin':
      return node.attrs.axes.every((axis) => x.shape[axis] === 1) ? g.reshape(x, node.shape) : node;
    case 'reduceSum':
      if (node.attrs.axes.every((axis) => x.shape[axis] === 1)) return g.reshape(x, node.shape);
      return isConstant(x) && x.dtype === 'float32'
        ? g.constant(x.attrs.value * sizeOf(node.attrs.axes.map((axis) => at(x.shape, axis))), node.shape, node.dtype)
        : node;
    default:
      return node;
  }
}

/** Cropping edges become a slice, so that what is left only grows. */
function simplifyPad(node: Node<'pad'>, x: Node): Node {
  const { low, high, interior, value } = node.attrs;
  if (sameShape(x.shape, node.shape) && low.every((n) => n === 0)) return x;
  if (low.every((n) => n >= 0) && high.every((n) => n >= 0)) return node;
  const grown = g.pad(
    x,
    low.map((n) => Math.max(0, n)),
    high.map((n) => Math.max(0, n)),
    value,
    interior,
  );
  const starts = low.map((n) => Math.max(0, -n));
  return g.slice(
    grown,
    starts,
    starts.map((start, i) => start + at(node.shape, i)),
  );
}

/**
 * Axes in another order, then merged. Those that stay neighbours are merged first: what is left to transpose has fewer
 * axes, and is a view where the merged ones would have needed a copy (a batch of sequences in the gradient of a kernel).
 */
function arranged(x: Node, order: readonly number[], shape: readonly number[]): Node {
  if (order.every((axis, i) => axis === i)) return g.reshape(x, shape);
  const runs: number[][] = [];
  for (const axis of order) {
    const run = runs.at(-1);
    if (run?.at(-1) === axis - 1) run.push(axis);
    else runs.push([axis]);
  }
  const asTheyLie = runs.toSorted((a, b) => at(a, 0) - at(b, 0));
  const merged = g.reshape(
    x,
    asTheyLie.map((run) => sizeOf(run.map((axis) => at(x.shape, axis)))),
  );
  return g.reshape(
    g.transpose(
      merged,
      runs.map((run) => asTheyLie.indexOf(run)),
    ),
    shape,
  );
}

const areNeighbours = (axes: readonly number[]): boolean =>
  axes.every((axis, i) => i === 0 || axis === at(axes, i - 1) + 1);

/**
 * A product's operand as a batch of matrices. Where that takes a copy (heads of an attention), it keeps the innermost axis
 * innermost, so that it goes along whole rows, and is then looked at as transposed.
 */
function asMatrices(
  x: Node,
  batch: readonly number[],
  rows: readonly number[],
  columns: readonly number[],
  [items, height, width]: readonly [number, number, number],
): Node {
  const copies = !areNeighbours(batch) || !areNeighbours(rows) || !areNeighbours(columns);
  if (copies && rows.at(-1) === x.shape.length - 1)
    return g.transpose(arranged(x, [...batch, ...columns, ...rows], [items, width, height]), [0, 2, 1]);
  return arranged(x, [...batch, ...rows, ...columns], [items, height, width]);
}

/** Any product as one of [batch, m, k] by [batch, k, n], or of vectors as a sum: what the compiler lowers. */
function canonicalizeDot(node: Node<'dot'>): Node {
  const { leftBatch, rightBatch, leftContract, rightContract } = node.attrs;
  const left = at(node.inputs, 0);
  const right = at(node.inputs, 1);
  const leftFree = freeAxes(left.shape.length, leftBatch, leftContract);
  const rightFree = freeAxes(right.shape.length, rightBatch, rightContract);
  const extent = (x: Node, axes: readonly number[]) => sizeOf(axes.map((axis) => at(x.shape, axis)));
  const [batch, m, k, n] = [
    extent(left, leftBatch),
    extent(left, leftFree),
    extent(left, leftContract),
    extent(right, rightFree),
  ];
  const a = asMatrices(left, leftBatch, leftFree, leftContract, [batch, m, k]);
  const b = asMatrices(right, rightBatch, rightContract, rightFree, [batch, k, n]);
  const canonical = sameShape(left.shape, a.shape) && sameShape(right.shape, b.shape) && a === left && b === right;
  if (node.dtype !== 'float32' || n === 1 || k === 1 || k === 0) {
    const shape = [batch, m, k, n];
    const spread = (x: Node, dims: readonly number[]) => g.broadcast(g.reshape(x, dims), shape);
    const product = g.mul(spread(a, [batch, m, k, 1]), spread(b, [batch, 1, k, n]));
    return g.reshape(g.reduceSum(product, [2]), node.shape);
  }
  if (canonical) return node;
  return g.reshape(g.dot(a, b, { leftBatch: [0], rightBatch: [0], leftContract: [2], rightContract: [1] }), node.shape);
}

/** Elements from which sums down few columns are done in two stages, so that threads can share the first. */
const TWO_STAGE_REDUCTION = 16384;

/** Results of a reduction down few columns, which threads could not share, of so many rows that it is worth it. */
const isFewColumns = (node: Node, x: Node, first: number, rest: readonly number[]): boolean =>
  first === 0 &&
  at(x.shape, 0) >= 4 &&
  rest.every((axis, i) => axis === i + 1) &&
  extentOf(x, rest) >= 16 &&
  sizeOf(node.shape) <= 512;

function splitReduction(node: Node): Node {
  if (node.op !== 'reduceSum' && node.op !== 'reduceMax' && node.op !== 'reduceMin' && node.op !== 'reduceProd')
    return node;
  const x = at(node.inputs, 0);
  const first = node.attrs.axes.find((axis) => at(x.shape, axis) > 1);
  const rest = node.attrs.axes.filter((axis) => axis !== first);
  if (first === undefined || sizeOf(x.shape) < TWO_STAGE_REDUCTION || extentOf(x, rest) === 1) return node;
  if (sizeOf(node.shape) === 1 || !isFewColumns(node, x, first, rest)) return node;
  return g.reshape(
    g.reduce(node.op, g.reduce(node.op, x, rest), [first - rest.filter((axis) => axis < first).length]),
    node.shape,
  );
}

const extentOf = (x: Node, axes: readonly number[]) => sizeOf(axes.map((axis) => at(x.shape, axis)));

/**
 * An equivalent graph with less to do: common subexpressions shared, constants folded, identities removed, movements
 * merged, products in canonical form.
 */
export function simplify(results: readonly Node[]): Node[] {
  const replaced = new Map<Node, Node>();
  const interned = new Map<string, Node>();
  const intern = (node: Node): Node => {
    if (node.op === 'parameter') return node;
    const key = `${node.op}${attrsKey(node)}${node.dtype}[${node.shape}]${node.inputs.map((input) => input.id)}`;
    const known = interned.get(key);
    if (known === undefined) interned.set(key, node);
    return known ?? node;
  };
  /** Rules may make several nodes at once; each is simplified in turn. */
  const settle = (node: Node): Node => {
    const known = replaced.get(node);
    if (known !== undefined) return known;
    const inputs = node.inputs.map(settle);
    const current = inputs.some((input, i) => input !== node.inputs[i]) ? { ...node, inputs } : node;
    const next = withScope(current.scope, () => rewriteOnce(current));
    const result = next === current ? intern(current) : settle(next);
    replaced.set(node, result);
    return result;
  };
  // In topological order the recursion is only as deep as what one rule makes.
  for (const node of topologicalOrder(results)) settle(node);
  return results.map((result) => replaced.get(result) ?? result);
}

function rewriteOnce(node: Node): Node {
  if (FOLDABLE.has(node.op) && node.inputs.length > 0 && node.inputs.every((input) => isConstant(input))) {
    return g.constant(evaluateScalar(node), node.shape, node.dtype);
  }
  if (node.op === 'dot') return isWindowView(node.inputs[0]) ? canonicalizeWindowedDot(node) : canonicalizeDot(node);
  if (node.op === 'conv') return expandConv(node);
  if (node.op === 'windowSum' || node.op === 'windowMax') return expandWindowReduction(node);
  const moved = simplifyMovement(mergePads(simplifyArithmetic(node)));
  return moved === node ? sinkReshape(splitReduction(node)) : moved;
}
