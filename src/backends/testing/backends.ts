import type { Backend } from '../backend.ts';
import { wasmBackend } from '../wasm/wasm-backend.ts';
import { whyNotX64, x64Backend } from '../x64/x64-backend.ts';

/** Every backend that must do what `reference` does. A new one is added here. */
export const contractBackends: readonly (() => Backend)[] = [
  wasmBackend,
  ...(whyNotX64() === undefined ? [x64Backend] : []),
];
