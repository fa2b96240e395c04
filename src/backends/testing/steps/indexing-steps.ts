import * as g from '../../../graph/build.ts';
import type { DType } from '../../../support/dtype.ts';
import { at, sizeOf } from '../../../support/shape.ts';
import { integral, moved, summed, type Tracked } from '../tracked.ts';
import { choose, isExact, isFloat, oneOf, ranked, type Step } from './pick.ts';

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
export const indexingSteps: readonly Step[] = [gather, scatter, order, random, iota];
