import * as g from '../../../graph/build.ts';
import type { Node, ReduceOp } from '../../../graph/node.ts';
import { at, range, sizeOf } from '../../../support/shape.ts';
import { dotOf, integral, moved, scaled, summed, type Tracked } from '../tracked.ts';
import { choose, isFloat, oneOf, ranked, type Step } from './pick.ts';

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

/** Frequent kinds stand several times. */
export const contractionSteps: readonly Step[] = [
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
];
