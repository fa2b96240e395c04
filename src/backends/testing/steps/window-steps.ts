import * as g from '../../../graph/build.ts';
import { at, range, sizeOf } from '../../../support/shape.ts';
import { moved, summed } from '../tracked.ts';
import { choose, isFloat, oneOf, type Step } from './pick.ts';

/** Windows over one or two neighbouring axes that fit at least once. */
function windowsOf(shape: readonly number[], picks: readonly number[]) {
  const count = Math.min(shape.length, 1 + (at(picks, 1) % 2));
  const first = at(picks, 2) % (shape.length - count + 1);
  const extents = shape.slice(first, first + count);
  const sizes = extents.map((n, i) => Math.min(n, 1 + ((at(picks, 3) + i) % 3)));
  const strides = extents.map((_, i) => 1 + ((at(picks, 4) + i) % 3));
  const dilations = extents.map((n, i) => ((at(sizes, i) - 1) * 2 < n ? 1 + ((at(picks, 5) + i) % 2) : 1));
  return { first, sizes, strides, dilations };
}

const filled = (shape: readonly number[]) => shape.length > 0 && shape.every((n) => n > 0);

const windows: Step = (pool, picks) => {
  const x = choose(pool, picks[0], (v) => filled(v.node.shape));
  return x && moved(x, g.windows(x.node, windowsOf(x.node.shape, picks)));
};

const windowReduce: Step = (pool, picks) => {
  const x = choose(pool, picks[0], (v) => isFloat(v) && filled(v.node.shape));
  if (x === undefined) return undefined;
  const view = windowsOf(x.node.shape, picks);
  const edges = (pick: number) => view.sizes.map((n, i) => (pick + i) % Math.max(1, n - 1));
  const attrs = { ...view, low: edges(at(picks, 6)), high: edges(at(picks, 7)) };
  if (at(picks, 6) % 2 === 0) return moved(x, g.windowReduce('windowMax', x.node, attrs));
  return summed(g.windowReduce('windowSum', x.node, attrs), sizeOf(view.sizes), x.bound, x.grain, x.error);
};

/** A convolution of one value with a slice of another (or itself), forward or with respect to one operand. */
const conv: Step = (pool, picks) => {
  const x = choose(pool, picks[0], (v) => isFloat(v) && filled(v.node.shape) && v.node.shape.length >= 2);
  if (x === undefined) return undefined;
  const kernel = choose(pool, picks[1], (v) => isFloat(v) && filled(v.node.shape)) ?? x;
  const { shape } = x.node;
  const operand = shape.length > 2 ? x.node : g.reshape(x.node, [1, ...shape]);
  const d = operand.shape.length - 2;
  const channels = at(operand.shape, d + 1);
  const groups = channels % 2 === 0 && at(picks, 2) % 3 === 0 ? oneOf([2, channels], picks[3]) : 1;
  const sizes = range(d).map((i) => 1 + ((at(picks, 4) + i) % 2));
  const inner = channels / groups;
  const count = sizeOf(kernel.node.shape);
  const outputs = groups * Math.max(1, Math.min(17, Math.floor(count / (sizeOf(sizes) * inner * groups))));
  const wanted = sizeOf(sizes) * inner * outputs;
  if (wanted > count) return undefined;
  const taps = g.reshape(g.slice(g.reshape(kernel.node, [count]), [0], [wanted]), [...sizes, inner, outputs]);
  const attrs = {
    strides: sizes.map((_, i) => 1 + ((at(picks, 5) + i) % 2)),
    dilations: sizes.map((_, i) => 1 + ((at(picks, 6) + i) % 2)),
    inputDilations: sizes.map((_, i) => 1 + (at(picks, 7) % 5 === i ? 1 : 0)),
    low: sizes.map((_, i) => (at(picks, 3) + i) % 2),
    high: sizes.map((_, i) => 1 + ((at(picks, 2) + i) % 2)),
    groups,
  };
  const node = g.conv(operand, taps, attrs);
  if (sizeOf(node.shape) * sizeOf(sizes) * inner > 20_000) return undefined;
  const error = x.error * kernel.bound + kernel.error * x.bound + x.error * kernel.error;
  return summed(node, sizeOf(sizes) * inner, x.bound * kernel.bound, x.grain + kernel.grain, error);
};

/** Frequent kinds stand several times. */
export const windowSteps: readonly Step[] = [windows, windows, windowReduce, windowReduce, conv, conv, conv];
