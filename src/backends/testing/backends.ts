import type { Backend } from '../backend.ts';
import { wasmBackend } from '../wasm/wasm-backend.ts';

/** Every backend that must do what `reference` does. A new one is added here. */
export const contractBackends: readonly (() => Backend)[] = [wasmBackend];
