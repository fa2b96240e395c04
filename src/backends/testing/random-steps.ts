import * as g from '../../graph/build.ts';
import type { BinaryOp, CompareOp, Node, ReduceOp, UnaryOp } from '../../graph/node.ts';
import type { DType } from '../../support/dtype.ts';
import { at, broadcastShapes, range, sameShape, sizeOf } from '../../support/shape.ts';
import type { Pool } from './random-graph.ts';
import {
  absolute,
  add,
  constantLike,
  dotOf,
  integral,
  lifted,
  moved,
  multiply,
  rounded,
  scaled,
  smooth,
  subtract,
  summed,
  type Tracked,
} from './tracked.ts';

/** Makes one more value of those in the pool, or undefined when none fits. `picks` are arbitrary numbers. */
export type Step = (pool: Pool, picks: readonly number[]) => Tracked | undefined;

const isFloat = (x: Tracked) => x.node.dtype === 'float32';
const isExact = (x: Tracked) => x.error === 0;
const ofDtype =
  (...dtypes: readonly DType[]) =>
  (x: Tracked) =>
    dtypes.includes(x.node.dtype);
const ranked = (x: Tracked) => x.node.shape.length > 0;

/** One of the values that fit: half of the time one of the latest, so that graphs get deep. */
function choose(pool: Pool, pick: number | undefined, fits: (x: Tracked) => boolean): Tracked | undefined {
  const candidates = pool.values.filter(fits).toReversed();
  if (candidates.length === 0) return undefined;
  const place = (pick ?? 0) >> 1;
  return at(candidates, place % Math.min(candidates.length, (pick ?? 0) % 2 === 0 ? 3 : candidates.length));
}

const oneOf = <T>(list: readonly T[], pick: number | undefined): T => at(list, (pick ?? 0) % list.length);

/** Two values of one dtype in one shape: broadcast where that works, the second as its greatest element otherwise. */
function pairOf(pool: Pool, picks: readonly number[], fits: (x: Tracked) => boolean): [Tracked, Tracked] | undefined {
  const a = choose(pool, picks[0], fits);
  const b = a && choose(pool, picks[1], (x) => fits(x) && x.node.dtype === a.node.dtype);
  if (a === undefined || b === undefined) return undefined;
  try {
    const shape = broadcastShapes(a.node.shape, b.node.shape);
    if (sizeOf(shape) <= 1000) return [moved(a, g.broadcastTo(a.node, shape)), moved(b, g.broadcastTo(b.node, shape))];
  } catch {
    // No common shape.
  }
  const greatest = g.reduce('reduceMax', b.node, range(b.node.shape.length));
  return [a, moved(b, g.broadcastTo(greatest, a.node.shape))];
}

const exactUnary: Step = (pool, [a, op]) => {
  const x = choose(pool, a, isFloat);
  if (x === undefined) return undefined;
  if (!isExact(x)) return moved(x, g.unary(oneOf<UnaryOp>(['neg', 'abs', 'stopGradient'], op), x.node));
  const chosen = oneOf<UnaryOp>(['neg', 'abs', 'sign', 'floor', 'ceil', 'round', 'stopGradient'], op);
  return { ...x, node: g.unary(chosen, x.node), bound: x.bound + 1 };
};

const smoothUnary: Step = (pool, [a, op]) => {
  const operand = choose(pool, a, isFloat);
  if (operand === undefined) return undefined;
  const x = scaled(operand, 4);
  const of = (name: UnaryOp, slope: number, bound: number, argument = x) =>
    smooth(g.unary(name, argument.node), slope, bound, argument);
  return oneOf<() => Tracked>(
    [
      () => of('exp', 55, 55),
      () => of('expm1', 55, 55),
      () => of('tanh', 1, 1),
      () => of('logistic', 0.25, 1),
      () => of('erf', 1.13, 1),
      () => of('sin', 1, 1),
      () => of('cos', 1, 1),
      () => of('atan', 1, 1.6),
      () => of('erfInv', 1.2, 0.5, scaled(x, 0.5)),
      () => of('sqrt', 0.5, 2.5, lifted(x, 1)),
      () => of('rsqrt', 0.5, 1, lifted(x, 1)),
      () => of('log', 1, 2, lifted(x, 1)),
      () => of('log1p', 1, 2, absolute(x)),
    ],
    op,
  )();
};

const floatBinary: Step = (pool, picks) => {
  const pair = pairOf(pool, picks, isFloat);
  if (pair === undefined) return undefined;
  const [a, b] = pair;
  return oneOf<() => Tracked>([() => add(a, b), () => subtract(a, b), () => multiply(a, b)], picks[2])();
};

const extreme: Step = (pool, picks) => {
  const pair = pairOf(pool, picks, isFloat);
  if (pair === undefined) return undefined;
  const [a, b] = pair;
  const second = at(picks, 3) % 2 === 0 ? b : constantLike(b, 0.5);
  const node = g.binary(at(picks, 2) % 2 === 0 ? 'max' : 'min', a.node, second.node);
  const error = Math.max(a.error, second.error);
  return { node, bound: Math.max(a.bound, second.bound), grain: Math.max(a.grain, second.grain), error };
};

const smoothBinary: Step = (pool, picks) => {
  const pair = pairOf(pool, picks, isFloat);
  if (pair === undefined) return undefined;
  const [a, b] = [scaled(pair[0], 4), scaled(pair[1], 2)];
  const base = lifted(a, 0.5);
  const divisor = lifted(b, 1);
  return oneOf<() => Tracked>(
    [
      () => smooth(g.div(a.node, divisor.node), 4, 4, a, b),
      () => smooth(g.div(a.node, divisor.node), 4, 4, a, b),
      () => smooth(g.binary('pow', base.node, b.node), 32, 21, a, b),
      () => smooth(g.binary('atan2', a.node, divisor.node), 1, 1.6, a, b),
    ],
    picks[2],
  )();
};

const remainder: Step = (pool, picks) => {
  const pair = pairOf(pool, picks, (x) => isFloat(x) && isExact(x));
  if (pair === undefined) return undefined;
  const divisor = lifted(pair[1], 0.25);
  if (!isExact(divisor)) return undefined;
  return {
    ...divisor,
    node: g.binary('rem', pair[0].node, divisor.node),
    grain: Math.max(pair[0].grain, divisor.grain),
  };
};

const compare: Step = (pool, picks) => {
  const pair = pairOf(pool, picks, isExact);
  if (pair === undefined) return undefined;
  return integral(
    g.compare(oneOf<CompareOp>(['eq', 'ne', 'lt', 'le', 'gt', 'ge'], picks[2]), pair[0].node, pair[1].node),
    1,
  );
};

const select: Step = (pool, picks) => {
  const pair = pairOf(pool, picks, () => true);
  if (pair === undefined) return undefined;
  const [a, b] = pair;
  const condition =
    choose(pool, picks[2], (x) => x.node.dtype === 'bool' && sameShape(x.node.shape, a.node.shape))?.node ??
    g.gt(
      g.iota(a.node.shape.length === 0 ? [1] : a.node.shape, 0),
      g.constant(0, a.node.shape.length === 0 ? [1] : a.node.shape, 'int32'),
    );
  const node = g.where(g.reshape(condition, a.node.shape), a.node, b.node);
  return {
    node,
    bound: Math.max(a.bound, b.bound),
    grain: Math.max(a.grain, b.grain),
    error: Math.max(a.error, b.error),
  };
};

const cast: Step = (pool, picks) => {
  const x = choose(pool, picks[0], isExact);
  if (x === undefined) return undefined;
  const to = oneOf<DType>(['float32', 'int32', 'uint32', 'bool', 'float32'], picks[1]);
  const node = g.cast(x.node, to);
  if (to === x.node.dtype) return moved(x, node);
  if (to === 'float32') return rounded(node, x.bound, 0, 0);
  if (to === 'bool') return integral(node, 1);
  return integral(node, 2 ** 32);
};

const INTEGER_OPS: readonly BinaryOp[] = [
  'add',
  'sub',
  'mul',
  'div',
  'rem',
  'max',
  'min',
  'bitAnd',
  'bitOr',
  'bitXor',
  'shiftLeft',
  'shiftRight',
  'pow',
];

const integerBinary: Step = (pool, picks) => {
  const pair = pairOf(pool, picks, ofDtype('int32', 'uint32'));
  if (pair === undefined) return undefined;
  const [a, b] = pair;
  const op = oneOf(INTEGER_OPS, picks[2]);
  // Powers of huge unsigned numbers are left to the table of cases.
  if (op === 'pow' && b.bound > 9) return undefined;
  const second = at(picks, 3) % 3 === 0 ? g.likeConstant(b.node, at(picks, 4) % 34) : b.node;
  return integral(g.binary(op, a.node, second), 2 ** 32);
};

const integerUnary: Step = (pool, picks) => {
  const x = choose(pool, picks[0], ofDtype('int32', 'uint32'));
  return x && integral(g.unary(oneOf<UnaryOp>(['neg', 'abs', 'sign'], picks[1]), x.node), 2 ** 32);
};

const logical: Step = (pool, picks) => {
  const pair = pairOf(pool, picks, ofDtype('bool'));
  return (
    pair &&
    integral(
      g.binary(oneOf<BinaryOp>(['bitAnd', 'bitOr', 'bitXor', 'max', 'min'], picks[2]), pair[0].node, pair[1].node),
      1,
    )
  );
};

/** Another shape with as many elements: an axis merged into its neighbour, or split, or extents of 1 added. */
const reshape: Step = (pool, picks) => {
  const x = choose(pool, picks[0], () => true);
  if (x === undefined) return undefined;
  const { shape } = x.node;
  const axis = shape.length === 0 ? 0 : at(picks, 1) % shape.length;
  const extent = shape[axis] ?? 1;
  const divisor = oneOf([2, 3, 4], picks[2]);
  const shapes: (readonly number[])[] = [
    [sizeOf(shape)],
    [...shape.slice(0, axis), 1, ...shape.slice(axis)],
    shape.filter((n) => n !== 1),
    axis + 1 < shape.length ? [...shape.slice(0, axis), extent * at(shape, axis + 1), ...shape.slice(axis + 2)] : shape,
    extent % divisor === 0 && shape.length > 0
      ? [...shape.slice(0, axis), divisor, extent / divisor, ...shape.slice(axis + 1)]
      : [...shape, 1],
    [...shape].reverse(),
  ];
  return moved(x, g.reshape(x.node, oneOf(shapes, picks[3])));
};

const transpose: Step = (pool, picks) => {
  const x = choose(pool, picks[0], (v) => v.node.shape.length > 1);
  if (x === undefined) return undefined;
  const axes = range(x.node.shape.length);
  const order = axes
    .map((axis) => ({ axis, key: (at(picks, 1 + (axis % 6)) * 31 + axis * 7) % 101 }))
    .sort((p, q) => p.key - q.key);
  return moved(
    x,
    g.transpose(
      x.node,
      order.map(({ axis }) => axis),
    ),
  );
};

const slice: Step = (pool, picks) => {
  const x = choose(pool, picks[0], ranked);
  if (x === undefined) return undefined;
  const { shape } = x.node;
  const starts = shape.map((n, i) => (n === 0 ? 0 : at(picks, 1 + (i % 3)) % n));
  const limits = shape.map((n, i) => n - (at(picks, 4 + (i % 2)) % Math.max(1, n - at(starts, i))));
  return moved(
    x,
    g.slice(
      x.node,
      starts,
      limits,
      shape.map((_, i) => 1 + (at(picks, 6 + (i % 2)) % 3)),
    ),
  );
};

const pad: Step = (pool, picks) => {
  const x = choose(pool, picks[0], () => true);
  if (x === undefined) return undefined;
  const { shape } = x.node;
  const interior = shape.map((_, i) => [0, 0, 1, 2][at(picks, 1 + (i % 3)) % 4] ?? 0);
  const low = shape.map((n, i) => (at(picks, 4 + (i % 2)) % 5) - Math.min(2, n - 1));
  const high = shape.map((_, i) => (at(picks, 6) + i) % 4);
  const value = x.node.dtype === 'float32' ? oneOf([0, 1, -0.5, 2], picks[7]) : at(picks, 7) % 2;
  return {
    ...moved(x, g.pad(x.node, low, high, value, interior)),
    bound: Math.max(x.bound, 2),
    grain: Math.max(x.grain, 1),
  };
};

const crop: Step = (pool, picks) => {
  const x = choose(pool, picks[0], ranked);
  if (x === undefined) return undefined;
  const low = x.node.shape.map((n, i) => -Math.min(n - 1, at(picks, 1 + i) % 3));
  const high = x.node.shape.map((n, i) => -Math.min(n - 1 + at(low, i), at(picks, 2 + i) % 3));
  return moved(x, g.pad(x.node, low, high));
};

const flip: Step = (pool, picks) => {
  const x = choose(pool, picks[0], ranked);
  return (
    x &&
    moved(
      x,
      g.flip(
        x.node,
        range(x.node.shape.length).filter((axis) => (at(picks, 1) >> axis) & 1),
      ),
    )
  );
};

const concat: Step = (pool, picks) => {
  const x = choose(pool, picks[0], ranked);
  if (x === undefined) return undefined;
  const axis = at(picks, 1) % x.node.shape.length;
  const others = [2, 3].flatMap((i) => {
    const fits = (v: Tracked) =>
      v.node.dtype === x.node.dtype &&
      v.node.shape.length === x.node.shape.length &&
      v.node.shape.every((n, k) => k === axis || n === x.node.shape[k]);
    return choose(pool, picks[i], fits) ?? [];
  });
  const parts = [x, ...others];
  const most = (of: (v: Tracked) => number) => Math.max(...parts.map(of));
  const node = g.concat(
    parts.map((v) => v.node),
    axis,
  );
  return { node, bound: most((v) => v.bound), grain: most((v) => v.grain), error: most((v) => v.error) };
};

const broadcast: Step = (pool, picks) => {
  const x = choose(pool, picks[0], () => true);
  if (x === undefined) return undefined;
  const shape = x.node.shape.map((n) => (n === 1 ? 1 + (at(picks, 1) % 5) : n));
  return moved(x, g.broadcastTo(x.node, at(picks, 2) % 2 === 0 ? shape : [2 + (at(picks, 3) % 3), ...shape]));
};

/** A non-empty set of axes. */
const axesOf = (node: Node, pick: number) => {
  const rank = node.shape.length;
  const bits = 1 + (pick % (2 ** rank - 1));
  return range(rank).filter((axis) => (bits >> axis) & 1);
};

const sum: Step = (pool, picks) => {
  const x = choose(pool, picks[0], (v) => ranked(v) && v.node.dtype !== 'bool');
  if (x === undefined) return undefined;
  const axes = axesOf(x.node, at(picks, 1));
  const node = g.reduceSum(x.node, axes);
  if (!isFloat(x)) return integral(node, 2 ** 32);
  return summed(node, sizeOf(axes.map((axis) => at(x.node.shape, axis))), x.bound, x.grain, x.error);
};

const reduceExtreme: Step = (pool, picks) => {
  const x = choose(pool, picks[0], ranked);
  const op = oneOf<ReduceOp>(['reduceMax', 'reduceMin'], picks[2]);
  return x && moved(x, g.reduce(op, x.node, axesOf(x.node, at(picks, 1))));
};

const product: Step = (pool, picks) => {
  const chosen = choose(pool, picks[0], (v) => ranked(v) && v.node.dtype !== 'bool');
  if (chosen === undefined) return undefined;
  const axes = axesOf(chosen.node, at(picks, 1));
  if (!isFloat(chosen)) return integral(g.reduce('reduceProd', chosen.node, axes), 2 ** 32);
  const x = scaled(chosen, 1);
  const factors = sizeOf(axes.map((axis) => at(x.node.shape, axis)));
  // Factors of at most 1: the error of each counts once.
  return {
    node: g.reduce('reduceProd', x.node, axes),
    bound: 1,
    grain: 0,
    error: factors * (x.error + EPSILON_PER_FACTOR),
  };
};
const EPSILON_PER_FACTOR = 2 ** -22;

/** A product over axes that agree in extent, some of them as batch axes; with itself when nothing else fits. */
const dot: Step = (pool, picks) => {
  const a = choose(pool, picks[0], (v) => isFloat(v) && ranked(v));
  if (a === undefined) return undefined;
  const b = choose(pool, picks[1], (v) => isFloat(v) && v.node.shape.some((n) => a.node.shape.includes(n))) ?? a;
  const free = new Set(range(b.node.shape.length));
  const matched = range(a.node.shape.length).flatMap((axis) => {
    const partner = [...free].find((k) => b.node.shape[k] === a.node.shape[axis]);
    if (partner === undefined) return [];
    free.delete(partner);
    return [[axis, partner] as const];
  });
  const kinds = matched.map((_, i) => (at(picks, 2 + (i % 4)) + i) % 3);
  const lists = (kind: number, side: 0 | 1) => matched.filter((_, i) => kinds[i] === kind).map((pair) => pair[side]);
  const attrs = {
    leftContract: lists(0, 0),
    rightContract: lists(0, 1),
    leftBatch: lists(1, 0),
    rightBatch: lists(1, 1),
  };
  const size = sizeOf(a.node.shape) * sizeOf(b.node.shape);
  const shared = sizeOf(
    [...attrs.leftContract, ...attrs.leftContract, ...attrs.leftBatch].map((axis) => at(a.node.shape, axis)),
  );
  if (size / Math.max(1, shared) > 1200) return undefined;
  return dotOf(a, b, g.dot(a.node, b.node, attrs));
};

/** The last axis of one by the first of another, transposed if need be: what layers do. */
const matmul: Step = (pool, picks) => {
  const matrix = (v: Tracked) => isFloat(v) && v.node.shape.length === 2;
  const a = choose(pool, picks[0], matrix);
  if (a === undefined) return undefined;
  const left = at(picks, 2) % 2 === 0 ? a.node : g.transpose(a.node, [1, 0]);
  const k = at(left.shape, 1);
  const b = choose(pool, picks[1], (v) => matrix(v) && v.node.shape.includes(k)) ?? a;
  const right = b.node.shape[0] === k ? b.node : g.transpose(b.node, [1, 0]);
  return at(right.shape, 0) === k && at(left.shape, 0) * at(right.shape, 1) <= 1200
    ? dotOf(a, b, g.matmul(left, right))
    : undefined;
};

const gather: Step = (pool, picks) => {
  const x = choose(pool, picks[0], ranked);
  const indices = choose(pool, picks[1], (v) => v.node.dtype === 'int32' && sizeOf(v.node.shape) <= 40);
  if (x === undefined) return undefined;
  return moved(x, g.gather(x.node, indices?.node ?? g.iota([3], 0)));
};

const scatter: Step = (pool, picks) => {
  const x = choose(pool, picks[0], (v) => ranked(v) && v.node.dtype !== 'bool');
  if (x === undefined) return undefined;
  const count = at(x.node.shape, 0);
  const indices = g.sub(
    g.binary('bitAnd', g.iota([count], 0), g.constant(at(picks, 1) % 8, [count], 'int32')),
    g.constant(at(picks, 2) % 2, [count], 'int32'),
  );
  const node = g.scatterAdd(indices, x.node, 1 + (at(picks, 3) % 6));
  return isFloat(x) ? summed(node, count, x.bound, x.grain, x.error) : integral(node, 2 ** 32);
};

const order: Step = (pool, picks) => {
  const x = choose(pool, picks[0], (v) => ranked(v) && isExact(v));
  if (x === undefined) return undefined;
  const axis = at(picks, 1) % x.node.shape.length;
  const extent = at(x.node.shape, axis);
  return oneOf<() => Tracked>(
    [
      () => integral(g.argReduce('argmax', x.node, axis), extent),
      () => integral(g.argReduce('argmin', x.node, axis), extent),
      () => integral(g.argsort(x.node, axis), extent),
    ],
    picks[2],
  )();
};

const random: Step = (pool, picks) => {
  const shape = choose(pool, picks[0], () => true)?.node.shape ?? [];
  return integral(g.randomBits(pool.key, shape), 2 ** 32);
};

const iota: Step = (pool, picks) => {
  const shape = choose(pool, picks[0], ranked)?.node.shape ?? [5];
  return integral(
    g.iota(shape, at(picks, 1) % shape.length, oneOf<DType>(['int32', 'float32', 'uint32'], picks[2])),
    700,
  );
};

/** Frequent kinds stand several times. */
export const steps: readonly Step[] = [
  exactUnary,
  smoothUnary,
  smoothUnary,
  floatBinary,
  floatBinary,
  floatBinary,
  extreme,
  smoothBinary,
  remainder,
  compare,
  select,
  cast,
  integerBinary,
  integerUnary,
  logical,
  reshape,
  reshape,
  transpose,
  transpose,
  slice,
  pad,
  crop,
  flip,
  concat,
  broadcast,
  sum,
  sum,
  sum,
  reduceExtreme,
  product,
  dot,
  dot,
  matmul,
  matmul,
  matmul,
  gather,
  scatter,
  order,
  random,
  iota,
];
