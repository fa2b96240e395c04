import type { Backend } from '../backends/backend.ts';
import { currentBackend } from '../tensor/runtime.ts';

export { setBackend } from '../tensor/runtime.ts';

/**
 * Name of the backend that computes: `wasm`; `x64`, which is faster where it can run (Linux, a processor with AVX-512,
 * the optional package koffi); or `reference`, which interprets in plain TypeScript (slowly, to compare with).
 *
 * @example
 * ```ts
 * import { config } from 'keratin';
 * console.log(config.backend()); // => wasm
 * ```
 */
export const backend = (): Backend['name'] => currentBackend().name;
