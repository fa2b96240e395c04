import { getThreads, setThreads as setPoolThreads } from '../backends/wasm/thread-count.ts';
import { badArgument } from '../support/errors.ts';

/**
 * How many threads programs run on, the calling one included. Default: the physical cores that the process may use (on
 * systems other than Linux, all that the system counts).
 *
 * @see Keratin's own; Keras leaves it to its backends
 *
 * @example
 * ```ts
 * import { config } from 'keratin';
 * console.log(config.threads() >= 1); // => true
 * ```
 */
export const threads = (): number => getThreads();

/**
 * Sets how many threads programs run on, the calling one included. Results don't depend on it, to the bit. The
 * environment variable KERATIN_THREADS does the same for a whole process.
 *
 * @param count at least 1
 * @throws ArgumentError when count is not a positive integer
 * @see Keratin's own; Keras leaves it to its backends
 *
 * @example
 * ```ts
 * import { config } from 'keratin';
 * config.setThreads(1);
 * console.log(config.threads()); // => 1
 * ```
 */
export function setThreads(count: number): void {
  if (!Number.isInteger(count) || count < 1) throw badArgument('count', 'a positive integer', count);
  setPoolThreads(count);
}
