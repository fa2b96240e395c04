import * as g from '../../../graph/build.ts';
import { at, range, sizeOf } from '../../../support/shape.ts';
import { moved, type Tracked } from '../tracked.ts';
import { choose, oneOf, ranked, type Step } from './pick.ts';

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
  const low = x.node.shape.map((n, i) => -Math.min(n - 1, at(picks, 1 + (i % 4)) % 3));
  const high = x.node.shape.map((n, i) => -Math.min(n - 1 + at(low, i), at(picks, 2 + (i % 4)) % 3));
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

/** Frequent kinds stand several times. */
export const movementSteps: readonly Step[] = [
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
];
