import type { Backend } from '../backends/backend.ts';
import { currentBackend } from '../tensor/runtime.ts';

export { setBackend } from '../tensor/runtime.ts';

/**
 * Name of the backend that computes: `wasm`, or `reference`, which interprets in plain TypeScript (slowly, to compare
 * with).
 *
 * @example
 * ```ts
 * import { config } from 'keratin';
 * console.log(config.backend()); // => wasm
 * ```
 */
export const backend = (): Backend['name'] => currentBackend().name;
