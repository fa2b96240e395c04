import { performance } from 'node:perf_hooks';
import { median } from './measure.ts';

/** Far more than a core's own caches hold. */
const BYTES = 64 * 2 ** 20;

/** What one core reads and writes per second in copying long arrays, in 10⁹ bytes. */
export function copyBandwidth(): number {
  const from = new Uint8Array(BYTES).fill(1);
  const to = new Uint8Array(BYTES).fill(2);
  const times = Array.from({ length: 9 }, () => {
    const start = performance.now();
    to.set(from);
    return performance.now() - start;
  });
  return (2 * BYTES) / median(times) / 1e6;
}
