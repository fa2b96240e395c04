import { at, range } from '../support/shape.ts';
import type { KernelBuilder } from './builder.ts';
import type { Reg, Target } from './kernel.ts';

/** k steps per iteration of the inner loop: measured best in V8 (0 to 5% over 1, same as 4). */
const K_UNROLL = 2;

/** What a tile multiplies: `height` rows from address `left` on by `width` vectors from address `right` on. */
export interface TileOperands {
  readonly left: Reg;
  /** Elements from row to row of the left operand, and from one k to the next. */
  readonly leftRow: number;
  readonly leftStep: number;
  readonly right: Reg;
  readonly rightStep: number;
  readonly k: number;
}

/**
 * Emits the products of a few rows with a few vectors of columns. All sums stay in registers over the whole of k: the
 * left operand is read element by element into all lanes, the right one in vectors.
 *
 * @returns the sums, row by row
 */
export function emitTile(
  b: KernelBuilder,
  target: Target,
  { left, leftRow, leftStep, right, rightStep, k }: TileOperands,
  height: number,
  width: number,
): Reg[][] {
  const { rowPointers, lanes } = target;
  const accumulators = range(height).map(() => range(width).map(() => b.variable('vf32', 0)));
  const pointerTo = (address: Reg): Reg => {
    const pointer = b.reg('index');
    b.copy(pointer, address);
    return pointer;
  };
  const pointers = range(rowPointers ? height : 1).map((r) => pointerTo(b.plus(left, r * leftRow * 4)));
  const vectors = pointerTo(right);
  /** Element of row r, `u` steps of k behind the pointers. */
  const splat = (r: number, u: number): Reg => {
    const offset = u * leftStep * 4;
    if (rowPointers) return b.loadSplat('vf32', at(pointers, r), offset);
    return b.loadSplat('vf32', at(pointers, 0), r * leftRow * 4 + offset);
  };
  const multiplyAdd = (accumulator: Reg, x: Reg, y: Reg) => b.opInto(accumulator, 'fma', x, y, accumulator);
  const step = (u: number) => {
    const vector = (v: number) => b.load('vf32', vectors, (u * rightStep + v * lanes) * 4);
    if (height <= 2) {
      const splats = range(height).map((r) => splat(r, u));
      for (const v of range(width)) {
        const loaded = vector(v);
        for (const r of range(height)) multiplyAdd(at(at(accumulators, r), v), at(splats, r), loaded);
      }
    } else {
      const loaded = range(width).map(vector);
      for (const r of range(height)) {
        const element = splat(r, u);
        for (const v of range(width)) multiplyAdd(at(at(accumulators, r), v), element, at(loaded, v));
      }
    }
  };
  const advance = (pointer: Reg, bytes: number) => b.opInto(pointer, 'add', pointer, b.const('index', bytes));
  const advanceAll = (steps: number) => {
    for (const pointer of pointers) advance(pointer, steps * leftStep * 4);
    advance(vectors, steps * rightStep * 4);
  };
  // Where memory operands have cheap offsets of any sign, pointers advance once for all steps of an iteration.
  const steps = (count: number) => {
    for (const u of range(count)) {
      step(rowPointers ? 0 : u);
      if (rowPointers) advanceAll(1);
    }
    if (!rowPointers) advanceAll(count);
  };
  const unrolled = k - (k % K_UNROLL);
  if (unrolled > 0) b.loop(0, unrolled, K_UNROLL, () => steps(K_UNROLL));
  if (unrolled < k) steps(k - unrolled);
  return accumulators;
}
