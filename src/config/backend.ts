import type { Backend } from '../backends/backend.ts';
import { currentBackend, setBackend as setRuntimeBackend } from '../tensor/runtime.ts';

/**
 * Name of the backend that computes: `x64` (machine code) where it can run, `wasm` (WebAssembly) elsewhere; see
 * `config.devices`. A third, `reference`, interprets in plain TypeScript (slowly, to compare with).
 *
 * @see https://keras.io/api/utils/config_utils/#backend-function
 *
 * @example
 * ```ts
 * import { config } from 'keratin';
 * console.log(['x64', 'wasm'].includes(config.backend())); // => true
 * ```
 */
export const backend = (): Backend['name'] => currentBackend().name;

/**
 * Chooses the backend for what is evaluated from now on; values that exist move over when they are used. The environment
 * variable KERATIN_BACKEND does the same for a whole process.
 *
 * `x64` needs Node on an x86-64 processor with AVX-512, or AVX2 and FMA, and the optional package koffi. The environment
 * variable KERATIN_X64 (`avx512` or `avx2`) chooses its instructions; the default is the best that the processor has.
 * Where it isn't available and nobody asked for it, `wasm` serves, and says why when the environment variable
 * KERATIN_DEBUG is set.
 *
 * @param name `x64`, `wasm` or `reference`
 * @throws ArgumentError when there is no such backend
 * @throws StateError when it can't run here, with the reason
 * @see https://keras.io/api/utils/config_utils/#setbackend-function
 *
 * @example
 * ```ts
 * import { config, ops } from 'keratin';
 * const before = config.backend();
 * config.setBackend('reference');
 * console.log(await ops.add(1, 2).array()); // => 3
 * config.setBackend(before);
 * ```
 */
export function setBackend(name: Backend['name']): void {
  setRuntimeBackend(name);
}
