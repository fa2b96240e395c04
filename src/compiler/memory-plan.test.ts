import fc from 'fast-check';
import { expect, test } from 'vitest';
import { at, range } from '../support/shape.ts';
import { KernelBuilder } from './builder.ts';
import type { Kernel } from './kernel.ts';
import { planArena } from './memory-plan.ts';

function kernel(reads: readonly number[], writes: readonly number[]): Kernel {
  return { ...new KernelBuilder(4).finish('k', 1, false), reads, writes };
}

const spans = (kernels: readonly Kernel[], buffer: number) => {
  const touching = kernels.flatMap(({ reads, writes }, i) => ([...reads, ...writes].includes(buffer) ? [i] : []));
  return touching.length === 0 ? undefined : { first: at(touching, 0), last: at(touching, touching.length - 1) };
};

test('buffers that live at the same time never overlap, nor do the vectors that run over their ends', () => {
  const buffers = fc.array(fc.option(fc.nat(5000), { nil: undefined, freq: 4 }), { minLength: 1, maxLength: 20 });
  const programs = buffers.chain((sizes) => {
    const some = fc.array(fc.nat(sizes.length - 1), { maxLength: 4 });
    return fc.record({ sizes: fc.constant(sizes), kernels: fc.array(fc.tuple(some, some), { maxLength: 20 }) });
  });
  fc.assert(
    fc.property(programs, ({ sizes, kernels: touched }) => {
      const kernels = touched.map(([reads, writes]) => kernel(reads, writes));
      const { offsets, size } = planArena(kernels, sizes);
      const placed = range(sizes.length).flatMap((i) => {
        const [length, offset, span] = [sizes[i], offsets[i], spans(kernels, i)];
        expect(offset !== undefined).toBe(length !== undefined && span !== undefined);
        return length === undefined || offset === undefined || span === undefined
          ? []
          : [{ offset, end: offset + length + 4, ...span }];
      });
      for (const a of placed) {
        expect(a.offset % 16).toBe(0);
        expect(a.end).toBeLessThanOrEqual(size);
        for (const b of placed) {
          if (a === b || a.last < b.first || b.last < a.first) continue;
          expect(a.end <= b.offset || b.end <= a.offset).toBe(true);
        }
      }
    }),
    { numRuns: 500, seed: 1 },
  );
});

test('memory is used again: a chain of values needs the room of two', () => {
  const length = 10_000;
  const count = 12;
  const kernels = range(count).map((i) => kernel(i === 0 ? [] : [i - 1], [i]));
  const { size } = planArena(kernels, new Array<number>(count).fill(length));
  expect(size).toBeLessThan(2.3 * length);
});

test('what no kernel touches takes no room', () => {
  expect(planArena([kernel([], [0])], [16, 100_000]).offsets[1]).toBeUndefined();
  expect(planArena([kernel([], [])], [100_000]).size).toBe(0);
  expect(planArena([], [])).toEqual({ offsets: [], size: 0 });
});
