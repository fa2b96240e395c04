import { at } from '../support/shape.ts';
import type { Kernel } from './kernel.ts';
import type { BufferPlace } from './program.ts';

/**
 * Where threads must wait: before a kernel that touches memory which an earlier kernel since the last barrier wrote
 * (or that writes what one read), unless thread 0 runs both alone.
 */
export function barriersOf(
  kernels: readonly Kernel[],
  buffers: readonly BufferPlace[],
  sizes: readonly (number | undefined)[],
): boolean[] {
  const overlap = (a: number, b: number): boolean => {
    if (a === b) return true;
    const [x, y] = [at(buffers, a), at(buffers, b)];
    if (x.kind !== 'arena' || y.kind !== 'arena') return false;
    return x.offset < y.offset + (sizes[b] ?? 0) && y.offset < x.offset + (sizes[a] ?? 0);
  };
  const touches = (a: readonly number[], b: readonly number[]) => a.some((x) => b.some((y) => overlap(x, y)));
  let since: Kernel[] = [];
  return kernels.map((kernel) => {
    const conflict = since.some(
      (earlier) =>
        (earlier.parallel || kernel.parallel) &&
        (touches(earlier.writes, [...kernel.reads, ...kernel.writes]) || touches(earlier.reads, kernel.writes)),
    );
    since = conflict ? [kernel] : [...since, kernel];
    return conflict;
  });
}
