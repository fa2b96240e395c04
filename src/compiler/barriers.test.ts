import fc from 'fast-check';
import { expect, test } from 'vitest';
import { at } from '../support/shape.ts';
import { barriersOf } from './barriers.ts';
import { KernelBuilder } from './builder.ts';
import type { Kernel } from './kernel.ts';
import type { BufferPlace } from './program.ts';

const kernel = (reads: readonly number[], writes: readonly number[], parallel: boolean): Kernel => ({
  ...new KernelBuilder(4).finish('k', 1, parallel),
  reads,
  writes,
});

const PLACES: readonly BufferPlace[] = [
  { kind: 'parameter', index: 0 },
  { kind: 'parameter', index: 1 },
  { kind: 'result', index: 0 },
  { kind: 'arena', offset: 0 },
  { kind: 'arena', offset: 8 },
  { kind: 'arena', offset: 16 },
  { kind: 'arena', offset: 4 },
];
/** The last buffer shares memory with the first two of the arena. */
const SIZES = [undefined, undefined, undefined, 8, 8, 8, 8];
const overlap = (x: number, y: number) =>
  x === y || (Math.min(x, y) >= 3 && Math.max(x, y) === 6 && Math.min(x, y) !== 5);

function conflict(a: Kernel, b: Kernel): boolean {
  const touch = (x: readonly number[], y: readonly number[]) => x.some((p) => y.some((q) => overlap(p, q)));
  const dependent = touch(a.writes, [...b.reads, ...b.writes]) || touch(a.reads, b.writes);
  return dependent && (a.parallel || b.parallel);
}

const buffers = fc.array(fc.nat(PLACES.length - 1), { maxLength: 3 });
const programs = fc.array(fc.tuple(buffers, buffers, fc.boolean()), { maxLength: 12 });

test('stand between any two kernels that touch the same memory, and only where they must', () => {
  fc.assert(
    fc.property(programs, (described) => {
      const kernels = described.map(([reads, writes, parallel]) => kernel(reads, writes, parallel));
      const barriers = barriersOf(kernels, PLACES, SIZES);
      expect(barriers).toHaveLength(kernels.length);
      let since = 0;
      kernels.forEach((later, j) => {
        kernels.slice(0, j).forEach((earlier, i) => {
          if (conflict(earlier, later)) expect(barriers.slice(i + 1, j + 1)).toContain(true);
        });
        if (!at(barriers, j)) return;
        expect(kernels.slice(since, j).some((earlier) => conflict(earlier, later))).toBe(true);
        since = j;
      });
    }),
    { numRuns: 1000, seed: 1 },
  );
});
