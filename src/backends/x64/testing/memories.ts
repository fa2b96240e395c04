import type { Memory } from '../assembler.ts';

/** Memory operands of every shape of encoding, and how disassemblers write them. */
export const memories: readonly (readonly [Memory & { readonly base: number }, string])[] = [
  [{ base: 0, disp: 0 }, '[rax]'],
  [{ base: 4, disp: 0 }, '[rsp]'],
  [{ base: 5, disp: 0 }, '[rbp]'],
  [{ base: 12, disp: 64 }, '[r12+0x40]'],
  [{ base: 13, disp: -64 }, '[r13-0x40]'],
  [{ base: 3, disp: 4 }, '[rbx+0x4]'],
  [{ base: 15, disp: 100_000 }, '[r15+0x186a0]'],
  [{ base: 6, disp: 0x1003 }, '[rsi+0x1003]'],
  [{ base: 8, index: 9, disp: 0 }, '[r8+r9*1]'],
  [{ base: 13, index: 3, disp: 128 }, '[r13+rbx*1+0x80]'],
  [{ base: 10, index: 12, disp: -4 }, '[r10+r12*1-0x4]'],
];
