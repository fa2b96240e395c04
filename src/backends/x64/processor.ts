import { Assembler, CONDITION, Label, RAX, RBX, RCX, RDI } from './assembler.ts';
import type { Convention } from './convention.ts';
import type { InstructionSet } from './instruction-sets.ts';

/** What the instruction CPUID tells, and which registers the operating system saves (XCR0). */
export interface ProcessorWords {
  readonly leaf1c: number;
  readonly leaf7b: number;
  readonly enabled: number;
}

/** Bits of CPUID's leaf 1, ecx. */
const FMA = 1 << 12;
const OS_SAVES = 1 << 27;
/** Names and bits of leaf 7, ebx. */
const AVX2 = [['avx2', 1 << 5]] as const;
const AVX512 = [
  ['avx512f', 1 << 16],
  ['avx512dq', 1 << 17],
  ['avx512bw', 1 << 30],
  ['avx512vl', 1 << 31],
] as const;
/** XCR0: the lower and upper halves of 16 registers; then masks, the rest of them, and 16 more. */
const HALVES = 0b110;
const WHOLE = 0b11100110;

export const PROBE_WORDS = 3;

/** A function that writes `ProcessorWords` to where its argument points. */
export function encodeProbe(convention: Convention): Uint8Array<ArrayBuffer> {
  const asm = new Assembler('vex');
  const end = new Label();
  const cpuid = (leaf: number) => {
    asm.moveImmediate(RAX, leaf, false);
    asm.moveImmediate(RCX, 0, false);
    asm.bytes(0x0f, 0xa2);
  };
  const store = (word: number, from: number) => asm.store({ base: 8, disp: 4 * word }, from, false);
  // Without `enter`, which uses instructions that may not be there.
  asm.general(0xff, 6, RBX, false);
  asm.move(8, convention === 'windows' ? RCX : RDI, true);
  asm.moveImmediate(9, 0, false);
  for (let word = 0; word < PROBE_WORDS; word++) store(word, 9);
  cpuid(0);
  asm.arithmeticImmediate(7, RAX, 7, false);
  asm.jump(end, CONDITION.below);
  cpuid(7);
  store(1, RBX);
  cpuid(1);
  store(0, RCX);
  asm.arithmeticImmediate(4, RCX, OS_SAVES, false);
  asm.jump(end, CONDITION.equal);
  asm.moveImmediate(RCX, 0, false);
  asm.bytes(0x0f, 0x01, 0xd0); // xgetbv
  store(2, RAX);
  asm.bind(end);
  asm.general(0x8f, 0, RBX, false);
  asm.bytes(0xc3);
  return asm.finish();
}

/** What a set needs that the processor or the operating system lacks. */
export function lacking(set: InstructionSet, { leaf1c, leaf7b, enabled }: ProcessorWords): string[] {
  const missing: string[] = [];
  for (const [name, bit] of set === 'avx2' ? AVX2 : [...AVX2, ...AVX512]) if ((leaf7b & bit) === 0) missing.push(name);
  if ((leaf1c & FMA) === 0) missing.push('fma');
  const registers = set === 'avx2' ? HALVES : WHOLE;
  if ((enabled & registers) !== registers) missing.push(`an operating system that saves ${set}'s registers`);
  return missing;
}
