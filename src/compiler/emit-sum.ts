import { at, range } from '../support/shape.ts';
import type { KernelBuilder } from './builder.ts';
import { type ContractionAxis, extentOf } from './contraction.ts';
import type { Reg, Target } from './kernel.ts';

/** Terms up to which the innermost axes are written out instead of looped over. */
const WRITTEN_OUT = 9;
/** Terms per turn of the innermost loop. */
const UNROLL = 4;

/**
 * Adds all products of a tile to its accumulators: for each term one element of each row (at fixed offsets, in elements,
 * from the first) times `width` vectors of columns.
 */
export function emitSum(
  b: KernelBuilder,
  target: Target,
  sums: readonly ContractionAxis[],
  left: Reg,
  right: Reg,
  offsets: readonly number[],
  accumulators: readonly (readonly Reg[])[],
): void {
  const { lanes, rowPointers } = target;
  const pointerTo = (address: Reg): Reg => {
    const pointer = b.reg('index');
    b.copy(pointer, address);
    return pointer;
  };
  const rows = rowPointers ? offsets.map((offset) => pointerTo(b.plus(left, offset * 4))) : [pointerTo(left)];
  const vectors = pointerTo(right);
  const advance = (pointer: Reg, elements: number) => {
    if (elements !== 0) b.opInto(pointer, 'add', pointer, b.const('index', elements * 4));
  };
  const advanceAll = (axis: { left: number; right: number }) => {
    for (const pointer of rows) advance(pointer, axis.left);
    advance(vectors, axis.right);
  };
  /** One term, so many elements behind the pointers. */
  const term = (leftOffset: number, rightOffset: number) => {
    const width = at(accumulators, 0).length;
    const loaded = range(width).map((v) => b.load('vf32', vectors, (rightOffset + v * lanes) * 4));
    accumulators.forEach((row, r) => {
      const element = rowPointers
        ? b.loadSplat('vf32', at(rows, r), leftOffset * 4)
        : b.loadSplat('vf32', at(rows, 0), (at(offsets, r) + leftOffset) * 4);
      row.forEach((accumulator, v) => {
        b.opInto(accumulator, 'fma', element, at(loaded, v), accumulator);
      });
    });
  };
  let looped = sums.length;
  while (looped > 0 && extentOf(sums.slice(looped - 1)) <= WRITTEN_OUT) looped--;
  const written = (axes: readonly ContractionAxis[], leftOffset: number, rightOffset: number): void => {
    const [axis, ...inner] = axes;
    if (axis === undefined) return term(leftOffset, rightOffset);
    for (const i of range(axis.extent)) written(inner, leftOffset + i * axis.left, rightOffset + i * axis.right);
  };
  /** Loops over axis `depth` and those inside; leaves the pointers where it says. */
  const nest = (depth: number): { left: number; right: number } => {
    const axis = sums[depth];
    if (axis === undefined || depth === looped) {
      written(sums.slice(depth), 0, 0);
      return { left: 0, right: 0 };
    }
    const { extent } = axis;
    const unroll = depth === sums.length - 1 ? UNROLL : 1;
    const turn = (terms: number) => {
      if (unroll === 1) {
        const moved = nest(depth + 1);
        advanceAll({ left: axis.left - moved.left, right: axis.right - moved.right });
        return;
      }
      for (const u of range(terms)) term(u * axis.left, u * axis.right);
      advanceAll({ left: terms * axis.left, right: terms * axis.right });
    };
    const rest = extent % unroll;
    if (extent > rest) b.loop(0, extent - rest, unroll, () => turn(unroll));
    if (rest > 0) turn(rest);
    return { left: extent * axis.left, right: extent * axis.right };
  };
  nest(0);
}
