import { Bytes } from './bytes.ts';
import { RELAXED_MADD, SIMD } from './opcodes.ts';

/** A module whose one function does f32x4.relaxed_madd. */
function probe(): Uint8Array<ArrayBuffer> {
  const vector = () =>
    new Bytes()
      .byte(SIMD)
      .unsigned(12)
      .bytes(...new Array<number>(16).fill(0));
  const code = new Bytes()
    .byte(0)
    .append(vector())
    .append(vector())
    .append(vector())
    .byte(SIMD)
    .unsigned(RELAXED_MADD)
    .bytes(0x1a, 0x0b);
  const section = (id: number, content: Bytes) => new Bytes().byte(id).unsigned(content.length).append(content);
  return new Bytes()
    .bytes(0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0)
    .append(section(1, new Bytes().bytes(1, 0x60, 0, 0)))
    .append(section(3, new Bytes().bytes(1, 0)))
    .append(section(10, new Bytes().byte(1).unsigned(code.length).append(code)))
    .finish();
}

let relaxed: boolean | undefined;

/**
 * Whether the engine validates relaxed SIMD (fused multiply-add). Node 20 has it behind a V8 flag, which takes effect
 * when it is set before the first module is compiled.
 */
export function hasRelaxedSimd(): boolean {
  if (relaxed !== undefined) return relaxed;
  relaxed = WebAssembly.validate(probe());
  if (!relaxed && typeof process !== 'undefined') {
    process.getBuiltinModule?.('node:v8').setFlagsFromString('--experimental-wasm-relaxed-simd');
    relaxed = WebAssembly.validate(probe());
  }
  return relaxed;
}

/** Whether memory can be shared with other threads (in pages: only when cross-origin isolated). */
export const hasSharedMemory = (): boolean => typeof SharedArrayBuffer !== 'undefined';
