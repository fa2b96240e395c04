import * as ops from '../../../ops/index.ts';
import * as random from '../../../random/index.ts';
import type { Tensor } from '../../../tensor/tensor.ts';

/** Points in the plane, [n, 2], most of them within -1 and 1, with the class of each, [n]. */
export interface Points {
  readonly x: Tensor;
  readonly y: Tensor;
}

/** Makes n points; the same for the same seed, and the same as the lines of "copy as code" make. */
export type PointMaker = (n: number, noise: number, seed: number) => Points;

/** Classes take turns, so that every part of the rows has about as many of each. */
const turns = (n: number, classes: number): Tensor => ops.mod(ops.arange(n), classes);

const plane = (first: Tensor, second: Tensor): Tensor => ops.stack([first, second], 1);

const polar = (radius: Tensor, angle: Tensor): Tensor =>
  plane(ops.multiply(radius, ops.cos(angle)), ops.multiply(radius, ops.sin(angle)));

const jittered = (x: Tensor, n: number, stddev: number, seed: number): Tensor =>
  ops.add(x, random.normal([n, 2], { stddev, seed: seed + 1 }));

/** A circle within another. */
const circles: PointMaker = (n, noise, seed) => {
  const y = turns(n, 2);
  const angle = random.uniform([n], { maxval: 2 * Math.PI, seed });
  const radius = ops.where(ops.equal(y, 0), 0.9, 0.4);
  return { x: jittered(polar(radius, angle), n, noise, seed), y };
};

/** Two half circles that reach into each other. */
const moons: PointMaker = (n, noise, seed) => {
  const y = turns(n, 2);
  const angle = random.uniform([n], { maxval: Math.PI, seed });
  const side = ops.where(ops.equal(y, 0), 1, -1);
  const first = ops.multiply(side, ops.subtract(ops.multiply(0.6, ops.cos(angle)), 0.3));
  const second = ops.multiply(side, ops.subtract(ops.multiply(0.6, ops.sin(angle)), 0.15));
  return { x: jittered(plane(first, second), n, noise, seed), y };
};

/** Two arms that wind one and a half times around the middle. */
const spirals: PointMaker = (n, noise, seed) => {
  const y = turns(n, 2);
  const way = random.uniform([n], { minval: 0.05, seed });
  const turn = ops.where(ops.equal(y, 0), 0, Math.PI);
  const angle = ops.add(ops.multiply(3 * Math.PI, way), turn);
  return { x: jittered(polar(way, angle), n, noise, seed), y };
};

/** A square whose diagonal quarters belong together. */
const xor: PointMaker = (n, noise, seed) => {
  const square = random.uniform([n, 2], { minval: -1, maxval: 1, seed });
  const y = ops.cast(ops.less(ops.prod(square, { axis: 1 }), 0), 'int32');
  return { x: jittered(square, n, noise, seed), y };
};

/** Three clouds. */
const blobs: PointMaker = (n, noise, seed) => {
  const y = turns(n, 3);
  const angle = ops.multiply((2 * Math.PI) / 3, ops.cast(y, 'float32'));
  const spread = random.normal([n, 2], { stddev: 0.15, seed });
  return { x: jittered(ops.add(polar(ops.full([n], 0.6), angle), spread), n, noise, seed), y };
};

/** The data sets of points. */
export const pointMakers = { circles, moons, spirals, xor, blobs } as const satisfies Record<string, PointMaker>;
