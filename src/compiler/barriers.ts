import { at } from '../support/shape.ts';
import type { Kernel } from './kernel.ts';
import { type BufferPlace, type Loop, type Part, partsOf } from './program.ts';

/**
 * Where threads must wait: before a kernel that touches memory which an earlier kernel since the last barrier wrote
 * (or that writes what one read), unless thread 0 runs both alone.
 */
export function barriersOf(
  kernels: readonly Kernel[],
  buffers: readonly BufferPlace[],
  sizes: readonly (number | undefined)[],
  loops: readonly Loop[] = [],
): boolean[] {
  const overlap = (a: number, b: number): boolean => {
    if (a === b) return true;
    const [x, y] = [at(buffers, a), at(buffers, b)];
    if (x.kind !== 'arena' || y.kind !== 'arena') return false;
    return x.offset < y.offset + (sizes[b] ?? 0) && y.offset < x.offset + (sizes[a] ?? 0);
  };
  const touches = (a: readonly number[], b: readonly number[]) => a.some((x) => b.some((y) => overlap(x, y)));
  const barriers = kernels.map(() => false);
  const conflict = (earlier: Kernel, later: Kernel): boolean =>
    (earlier.parallel || later.parallel) &&
    (touches(earlier.writes, [...later.reads, ...later.writes]) || touches(earlier.reads, later.writes));
  /** Kernels that may have run since the last barrier. */
  let since: number[] = [];
  const walk = (parts: readonly Part[]): void => {
    for (const part of parts) {
      if (part.kind === 'test') since = [];
      else if (part.kind === 'loop') {
        // The second time around, an iteration meets what the one before has left open.
        walk(part.body);
        walk(part.body);
      } else {
        const kernel = at(kernels, part.index);
        if (since.some((earlier) => conflict(at(kernels, earlier), kernel))) {
          barriers[part.index] = true;
          since = [];
        }
        since.push(part.index);
      }
    }
  };
  walk(partsOf(kernels.length, loops));
  return barriers;
}
