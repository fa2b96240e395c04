import type { Backend } from '../backends/backend.ts';
import { hasRelaxedSimd } from '../backends/wasm/features.ts';
import { whyNotX64, x64InstructionSets } from '../backends/x64/x64-backend.ts';
import { currentBackend } from '../tensor/runtime.ts';

/** One of the backends, and whether it can compute here. */
export interface Device {
  readonly name: Backend['name'];
  readonly available: boolean;
  /** Whether it computes what is evaluated now. */
  readonly current: boolean;
  readonly description: string;
  /** Why it isn't available. */
  readonly reason?: string;
}

/** What instruction sets are called in texts. */
const SET_NAMES = { avx512: 'AVX-512', avx2: 'AVX2 with FMA' } as const;

function x64Device(): Omit<Device, 'current'> {
  const reason = whyNotX64();
  const name = 'x64';
  if (reason !== undefined)
    return { name, available: false, description: 'machine code for x86-64 processors', reason };
  const [best] = x64InstructionSets();
  return { name, available: true, description: `machine code${best === undefined ? '' : `, ${SET_NAMES[best]}`}` };
}

/**
 * What there is to compute with, the fastest first, and why something is not available. Without a choice by
 * `config.setBackend` or the environment variable KERATIN_BACKEND, the first one that is available computes.
 *
 * @see Keratin's own; `keras.distribution.list_devices` is the nearest: https://keras.io/api/distribution/
 *
 * @example
 * ```ts
 * import { config } from 'keratin';
 * for (const { name, available, description, reason } of config.devices()) {
 *   console.log(`${name}: ${available ? description : reason}`);
 * }
 * ```
 */
export function devices(): readonly Device[] {
  const wasm = `WebAssembly SIMD${hasRelaxedSimd() ? ' with fused multiply-add' : ''}`;
  const all: readonly Omit<Device, 'current'>[] = [
    x64Device(),
    { name: 'wasm', available: true, description: wasm },
    { name: 'reference', available: true, description: 'plain TypeScript, slow: to compare with' },
  ];
  const { name } = currentBackend();
  return all.map((device) => ({ ...device, current: device.name === name }));
}
