import { at, range } from '../support/shape.ts';
import type { Kernel } from './kernel.ts';

/**
 * Elements between buffers' starts: a cache line, and room for vector loads beyond the last element. Buffers get
 * different multiples of it, so that arrays of one size don't share the lowest 12 bits of their addresses.
 */
const ALIGNMENT = 16;

/** Elements that buffer `i` takes in the arena. */
const roomFor = (size: number, i: number) => Math.ceil(size / ALIGNMENT) * ALIGNMENT + (1 + (i % 8) * 4) * ALIGNMENT;

/** First and last kernel that touch each buffer. */
function lifetimes(kernels: readonly Kernel[], count: number): { first: number; last: number }[] {
  const spans = range(count).map(() => ({ first: Number.POSITIVE_INFINITY, last: -1 }));
  kernels.forEach((kernel, i) => {
    for (const buffer of [...kernel.reads, ...kernel.writes]) {
      const span = at(spans, buffer);
      span.first = Math.min(span.first, i);
      span.last = i;
    }
  });
  return spans;
}

/** Kernels first..end that run again and again, and which buffers begin anew in each iteration. */
export interface LastingLoop {
  readonly first: number;
  readonly end: number;
  readonly isOwn: (buffer: number) => boolean;
}

/** What a loop reads or writes and doesn't own lives as long as the loop. */
function extend(spans: readonly { first: number; last: number }[], loops: readonly LastingLoop[]): void {
  // Inner loops come after the outer ones around them.
  for (const { first, end, isOwn } of loops.toReversed()) {
    spans.forEach((span, buffer) => {
      if (span.first >= end || span.last < first || isOwn(buffer)) return;
      span.first = Math.min(span.first, first);
      span.last = Math.max(span.last, end - 1);
    });
  }
}

/**
 * Places temporaries in one arena so that values that live at the same time don't overlap: largest first, each at the
 * lowest offset that is free during its life. Values that stay in registers, which no kernel touches, get no place.
 *
 * @param sizes elements of each buffer, or undefined for buffers that live elsewhere
 */
export function planArena(
  kernels: readonly Kernel[],
  sizes: readonly (number | undefined)[],
  loops: readonly LastingLoop[] = [],
): { offsets: (number | undefined)[]; size: number } {
  const spans = lifetimes(kernels, sizes.length);
  extend(spans, loops);
  const offsets = new Array<number | undefined>(sizes.length).fill(undefined);
  /** By offset. */
  const placed: { offset: number; end: number; first: number; last: number }[] = [];
  const lengths = sizes.map((size, i) => roomFor(size ?? 0, i));
  const bySize = range(sizes.length)
    .filter((i) => sizes[i] !== undefined && at(spans, i).last >= 0)
    .sort((a, b) => at(lengths, b) - at(lengths, a) || a - b);
  let total = 0;
  for (const i of bySize) {
    const size = at(lengths, i);
    const { first, last } = at(spans, i);
    let offset = 0;
    for (const other of placed) {
      if (offset + size <= other.offset) break;
      if (other.first <= last && first <= other.last) offset = Math.max(offset, other.end);
    }
    offsets[i] = offset;
    const later = placed.findIndex((other) => other.offset > offset);
    placed.splice(later < 0 ? placed.length : later, 0, { offset, end: offset + size, first, last });
    total = Math.max(total, offset + size);
  }
  return { offsets, size: total };
}
