import { type Assembler, RAX, RBP, RBX, RCX, RDI, RDX, RSI, RSP } from './assembler.ts';
import * as forms from './forms.ts';

/** How C functions are called: System V (Linux, macOS) or Microsoft's (Windows). */
export type Convention = 'systemv' | 'windows';

/** General registers that a function gives back as they were. */
const SAVED: Record<Convention, readonly number[]> = {
  systemv: [RBX, RBP, 12, 13, 14, 15],
  windows: [RBX, RBP, RDI, RSI, 12, 13, 14, 15],
};
/** So are xmm6 to xmm15 in Windows. */
const SAVED_VECTORS = [6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
/** The frame's first 8 bytes: the stack pointer at entry. */
const OLD_STACK = { base: RSP, disp: 0 };

const push = (asm: Assembler, register: number) => asm.general(0xff, 6, register, false);
const pop = (asm: Assembler, register: number) => asm.general(0x8f, 0, register, false);

/**
 * Enters from C: saves what is the caller's, puts the four arguments into rdi, rsi, rdx and rcx, and aligns the stack to
 * 64 bytes, so that kernels can have vectors in it.
 *
 * @param bytes of the frame, all but the first 8 for the function; behind it are Windows's vector registers
 */
export function enter(asm: Assembler, convention: Convention, bytes: number): void {
  const windows = convention === 'windows';
  for (const register of SAVED[convention]) push(asm, register);
  asm.move(RAX, RSP, true);
  asm.arithmeticImmediate(5, RSP, bytes + (windows ? 16 * SAVED_VECTORS.length : 0), true);
  asm.arithmeticImmediate(4, RSP, -64, true);
  asm.store(OLD_STACK, RAX, true);
  if (!windows) return;
  SAVED_VECTORS.forEach((register, i) => {
    asm.vector(forms.STORE, register, 0, { base: RSP, disp: bytes + 16 * i }, true);
  });
  asm.move(RDI, RCX, true);
  asm.move(RSI, RDX, true);
  asm.move(RDX, 8, true);
  asm.move(RCX, 9, true);
}

export function leave(asm: Assembler, convention: Convention, bytes: number): void {
  asm.bytes(0xc5, 0xf8, 0x77); // vzeroupper, before the saved registers return
  if (convention === 'windows') {
    SAVED_VECTORS.forEach((register, i) => {
      asm.vector(forms.LOAD, register, 0, { base: RSP, disp: bytes + 16 * i }, true);
    });
  }
  asm.move(RSP, OLD_STACK, true);
  for (const register of [...SAVED[convention]].reverse()) pop(asm, register);
  asm.bytes(0xc3);
}
