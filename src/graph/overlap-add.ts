import { at, range, type Shape, sizeOf, stridesOf } from '../support/shape.ts';
import * as g from './build.ts';
import type { Node, WindowAttrs } from './node.ts';

/** For each position and offset, the row-major place in the spatial extents, as int32 [...positions, ...offsets]. */
function places(positions: Shape, spatial: Shape, { sizes, strides, dilations }: WindowAttrs): Node {
  const steps = stridesOf(spatial);
  const shape = [...positions, ...sizes];
  const term = (axis: number, step: number) => g.mul(g.iota(shape, axis, 'int32'), g.constant(step, shape, 'int32'));
  const terms = sizes.flatMap((_, i) => [
    term(i, at(strides, i) * at(steps, i)),
    term(sizes.length + i, at(dilations, i) * at(steps, i)),
  ]);
  return terms.reduce(g.add);
}

/**
 * The transpose of `windows`: puts windows [...lead, ...positions, ...offsets, ...rest] back to where they came from and
 * adds what meets there, as [...lead, ...spatial, ...rest].
 */
export function overlapAdd(patches: Node, spatial: Shape, attrs: WindowAttrs): Node {
  const { first, sizes } = attrs;
  const d = sizes.length;
  const lead = range(first);
  const moving = range(2 * d).map((i) => first + i);
  const rest = range(patches.shape.length).slice(first + moving.length);
  const positions = patches.shape.slice(first, first + d);
  const updates = g.transpose(patches, [...moving, ...lead, ...rest]);
  const others = [...lead, ...rest].map((axis) => at(patches.shape, axis));
  const sums = g.scatterAdd(places(positions, spatial, attrs), updates, sizeOf(spatial));
  const order = [...lead.map((i) => d + i), ...range(d), ...rest.map((_, i) => d + first + i)];
  return g.transpose(g.reshape(sums, [...spatial, ...others]), order);
}
