import * as g from '../../../graph/build.ts';
import { scan, whileLoop } from '../../../graph/loop.ts';
import type { Node } from '../../../graph/node.ts';
import { at, sameShape } from '../../../support/shape.ts';
import { EPSILON, integral, summed, type Tracked } from '../tracked.ts';
import { choose, isFloat, type Step } from './pick.ts';

/** Loops longer than this grow bounds past what floats compare well. */
const MOST_STEPS = 13;

const isSequence = (x: Tracked): boolean => {
  const [length = 0] = x.node.shape;
  return length > 0 && length <= MOST_STEPS;
};

/** The sum over the first axis, or the sums of all beginnings (or ends), row by row. */
const runningSum: Step = (pool, picks) => {
  const x = choose(pool, picks[0], (v) => isSequence(v) && v.node.dtype !== 'bool');
  if (x === undefined) return undefined;
  const [length = 1, ...row] = x.node.shape;
  const { carries, outputs } = scan(
    ([total = x.node], [next = x.node]) => {
      const sum = g.add(total, next);
      return { next: [sum], outputs: [sum] };
    },
    [g.constant(0, row, x.node.dtype)],
    [x.node],
    length,
    at(picks, 1) % 2 === 1,
  );
  const node = at(at(picks, 2) % 2 === 0 ? carries : outputs, 0);
  if (node.dtype !== 'float32') return integral(node, length * x.bound);
  return summed(node, length, x.bound, x.grain, x.error);
};

/** h = h / 2 + row · w for each row, with a value from outside that is the same in each step, and two carries. */
const decay: Step = (pool, picks) => {
  const x = choose(pool, picks[0], (v) => isFloat(v) && isSequence(v));
  if (x === undefined) return undefined;
  const [length = 1, ...row] = x.node.shape;
  const w = choose(pool, picks[1], (v) => isFloat(v) && sameShape(v.node.shape, row));
  if (w === undefined) return undefined;
  const zero = g.constant(0, row);
  const { carries, outputs } = scan(
    ([h = zero, before = zero], [next = zero]) => {
      const half = g.mul(h, g.likeConstant(h, 0.5));
      return { next: [g.add(half, g.mul(next, w.node)), h], outputs: [g.sub(h, before)] };
    },
    [zero, zero],
    [x.node],
    length,
    at(picks, 2) % 2 === 1,
  );
  const [last, before] = carries;
  const node = [last, before, ...outputs][at(picks, 3) % 3] ?? zero;
  // Sums of halves: at most twice a term, and a difference of two of them.
  const term = x.bound * w.bound;
  const error = x.error * w.bound + w.error * x.bound + x.error * w.error;
  return { node, bound: 4 * term, grain: 0, error: 4 * error + 32 * EPSILON * term };
};

/** Adds y as often as an integer says, which is only known when the program runs. */
const repeatedly: Step = (pool, picks) => {
  const x = choose(pool, picks[0], isFloat);
  const count = choose(pool, picks[1], ({ node }) => node.dtype === 'int32' && node.shape.length > 0);
  if (x === undefined || count === undefined) return undefined;
  const axes = count.node.shape.map((_, i) => i);
  if (count.node.shape.includes(0)) return undefined;
  const largest = g.reduce('reduceMax', count.node, axes);
  const limit = g.binary('min', largest, g.constant(6, [], 'int32'));
  const zero = g.constant(0, [], 'int32');
  const one = g.constant(1, [], 'int32');
  const [, total] = whileLoop(
    ([i = zero]) => g.lt(i, limit),
    ([i = zero, sum = x.node]): Node[] => [g.add(i, one), g.add(sum, x.node)],
    [zero, x.node],
  );
  return total === undefined ? undefined : summed(total, 7, x.bound, x.grain, x.error);
};

export const loopSteps: readonly Step[] = [runningSum, decay, repeatedly];
