import type { Backend } from '../backend.ts';
import { wasmBackend } from '../wasm/wasm-backend.ts';
import { x64Backend, x64InstructionSets } from '../x64/x64-backend.ts';

/** A backend that must do what `reference` does. */
export interface Contestant {
  readonly name: string;
  readonly backend: Backend;
}

/** All that can run here, with each instruction set. A new backend is added here. */
export const contractBackends: readonly Contestant[] = [
  { name: 'wasm', backend: wasmBackend() },
  ...x64InstructionSets().map((set) => ({ name: `x64 (${set})`, backend: x64Backend(set) })),
];
