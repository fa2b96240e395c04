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
  /** Steps of k: a number, or an even number that is only known when the program runs. */
  readonly steps: number | Reg;
  /** Lines to ask for ahead of time, after each turn of the loop. */
  readonly ahead: Ahead | undefined;
  /** What is to be read at the tile's own place afterwards: asked for a row at a time, spread over the steps. */
  readonly afterwards: readonly Afterwards[];
}

/** The first row, bytes to the next one, and the lines of each. */
export interface Afterwards {
  readonly from: Reg;
  readonly bytes: number;
  readonly lines: number;
}

/** What is soon to be read: `lines` cache lines from an address on, that moves by `bytes` with each step of k. */
export interface Ahead {
  readonly from: Reg;
  readonly bytes: number;
  /** Of each step. */
  readonly lines: number;
}

/** Sums that a tile begins with: zeros. */
export const zeroSums = (b: KernelBuilder, height: number, width: number): Reg[][] =>
  range(height).map(() => range(width).map(() => b.variable('vf32', 0)));

const LINE = 64;
/** Steps for each row from which lines are asked for during them: fewer are over before the lines have come. */
const WORTH_SPREADING = 16;

/**
 * Emits the products of a few rows with a few vectors of columns. All sums stay in registers over all steps: the left
 * operand is read element by element into all lanes, the right one in vectors.
 *
 * @param sums to which the products are added, row by row
 */
export function emitTile(
  b: KernelBuilder,
  target: Target,
  { left, leftRow, leftStep, right, rightStep, steps: count, ahead, afterwards }: TileOperands,
  sums: readonly (readonly Reg[])[],
): void {
  const { rowPointers, lanes } = target;
  const height = sums.length;
  const width = at(sums, 0).length;
  const pointerTo = (address: Reg): Reg => {
    const pointer = b.reg('index');
    b.copy(pointer, address);
    return pointer;
  };
  const pointers = range(rowPointers ? height : 1).map((r) => pointerTo(b.plus(left, r * leftRow * 4)));
  const vectors = pointerTo(right);
  const future = ahead === undefined ? undefined : pointerTo(ahead.from);
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
        for (const r of range(height)) multiplyAdd(at(at(sums, r), v), at(splats, r), loaded);
      }
    } else {
      const loaded = range(width).map(vector);
      for (const r of range(height)) {
        const element = splat(r, u);
        for (const v of range(width)) multiplyAdd(at(at(sums, r), v), element, at(loaded, v));
      }
    }
  };
  const advance = (pointer: Reg, bytes: number) => b.opInto(pointer, 'add', pointer, b.const('index', bytes));
  const advanceAll = (steps: number) => {
    for (const pointer of pointers) advance(pointer, steps * leftStep * 4);
    advance(vectors, steps * rightStep * 4);
  };
  // Where memory operands have cheap offsets of any sign, pointers advance once for all steps of an iteration.
  const steps = (turn: number) => {
    for (const u of range(turn)) {
      step(rowPointers ? 0 : u);
      if (rowPointers) advanceAll(1);
    }
    if (!rowPointers) advanceAll(turn);
    if (ahead === undefined || future === undefined) return;
    for (const u of range(turn)) {
      for (const line of range(ahead.lines)) b.prefetch(future, u * ahead.bytes + line * LINE);
    }
    advance(future, turn * ahead.bytes);
  };
  if (typeof count !== 'number') {
    b.loop(0, count, K_UNROLL, () => steps(K_UNROLL));
    return;
  }
  const plain = (some: number) => {
    const unrolled = some - (some % K_UNROLL);
    if (unrolled > 0) b.loop(0, unrolled, K_UNROLL, () => steps(K_UNROLL));
    if (unrolled < some) steps(some - unrolled);
  };
  const share = Math.floor(count / height / K_UNROLL) * K_UNROLL;
  if (afterwards.length === 0 || share < WORTH_SPREADING) return plain(count);
  const places = afterwards.map(({ from }) => pointerTo(from));
  b.loop(0, height, 1, () => {
    afterwards.forEach(({ bytes, lines }, i) => {
      const place = at(places, i);
      for (const line of range(lines)) b.prefetch(place, line * LINE);
      advance(place, bytes);
    });
    b.loop(0, share, K_UNROLL, () => steps(K_UNROLL));
  });
  plain(count - share * height);
}
