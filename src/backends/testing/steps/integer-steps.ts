import * as g from '../../../graph/build.ts';
import type { BinaryOp, CompareOp, UnaryOp } from '../../../graph/node.ts';
import type { DType } from '../../../support/dtype.ts';
import { at, sameShape } from '../../../support/shape.ts';
import { integral, moved, rounded } from '../tracked.ts';
import { choose, isExact, ofDtype, oneOf, pairOf, type Step } from './pick.ts';

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

/** Frequent kinds stand several times. */
export const integerSteps: readonly Step[] = [compare, select, cast, integerBinary, integerUnary, logical];
