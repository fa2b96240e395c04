import * as g from '../../../graph/build.ts';
import type { UnaryOp } from '../../../graph/node.ts';
import { at } from '../../../support/shape.ts';
import {
  absolute,
  add,
  constantLike,
  lifted,
  moved,
  multiply,
  scaled,
  smooth,
  subtract,
  type Tracked,
} from '../tracked.ts';
import { choose, isExact, isFloat, oneOf, pairOf, type Step } from './pick.ts';

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

/** Frequent kinds stand several times. */
export const floatSteps: readonly Step[] = [
  exactUnary,
  smoothUnary,
  smoothUnary,
  floatBinary,
  floatBinary,
  floatBinary,
  extreme,
  smoothBinary,
  remainder,
];
