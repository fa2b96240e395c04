import { expect, test } from 'vitest';
import { at } from '../../support/shape.ts';
import { Assembler, CONDITION, Label } from './assembler.ts';
import * as forms from './forms.ts';
import { differences, hasObjdump, icedReads, type Line, objdumpReads } from './testing/disassemble.ts';
import { memories } from './testing/memories.ts';

const general64 = 'rax rcx rdx rbx rsp rbp rsi rdi r8 r9 r10 r11 r12 r13 r14 r15'.split(' ');
const general32 = 'eax ecx edx ebx esp ebp esi edi r8d r9d r10d r11d r12d r13d r14d r15d'.split(' ');

const lines: Line[] = [];
const line = (text: string, emit: (asm: Assembler) => void) => lines.push({ text, emit });
for (const register of [0, 7, 9, 14]) {
  const [wide, narrow] = [at(general64, register), at(general32, register)];
  for (const [operation, name] of ['add', 'or', '', '', 'and', 'sub', 'xor', 'cmp'].entries()) {
    if (name === '') continue;
    line(`${name} ${wide},r11`, (asm) => asm.arithmetic(operation, register, 11, true));
    line(`${name} ${narrow},edx`, (asm) => asm.arithmetic(operation, register, 2, false));
    line(`${name} ${wide},0x7f`, (asm) => asm.arithmeticImmediate(operation, register, 127, true));
    if (register !== 0)
      line(`${name} ${wide},0x1000`, (asm) => asm.arithmeticImmediate(operation, register, 4096, true));
  }
  for (const [memory, text] of memories) {
    line(`mov ${wide},qword ptr ${text}`, (asm) => asm.move(register, memory, true));
    line(`mov dword ptr ${text},${narrow}`, (asm) => asm.store(memory, register, false));
    line(`lea ${wide},${text}`, (asm) => asm.lea(register, memory, true));
    line(`add qword ptr ${text},0x40`, (asm) => asm.arithmeticImmediate(0, memory, 64, true));
  }
  line(`mov ${narrow},0x5`, (asm) => asm.moveImmediate(register, 5, true));
  line(`mov ${wide},0xffffffffffffffff`, (asm) => asm.moveImmediate(register, -1, true));
  line(`mov ${narrow},0xffffffff`, (asm) => asm.moveImmediate(register, -1, false));
  line(`cmovl ${wide},r12`, (asm) => asm.moveIf(CONDITION.less, register, 12, true));
  line(`imul ${wide},r10`, (asm) => asm.general(0x0faf, register, 10, true));
  line(`movsxd ${wide},r10d`, (asm) => asm.general(0x63, register, 10, true));
  line(`test ${narrow},${narrow}`, (asm) => asm.general(0x85, register, register, false));
  line(`neg ${narrow}`, (asm) => asm.general(0xf7, 3, register, false));
  line(`idiv ${wide}`, (asm) => asm.general(0xf7, 7, register, true));
  line(`div ${narrow}`, (asm) => asm.general(0xf7, 6, register, false));
  line(`shl ${wide},cl`, (asm) => asm.general(0xd3, 4, register, true));
  line(`shr ${narrow},0x3`, (asm) => asm.general(0xc1, 5, register, false, { value: 3, bytes: 1 }));
  line(`sar ${narrow},cl`, (asm) => asm.general(0xd3, 7, register, false));
  line(`push ${wide}`, (asm) => asm.general(0xff, 6, register, false));
  line(`pop ${wide}`, (asm) => asm.general(0x8f, 0, register, false));
}
for (const [memory, text] of memories)
  line(`prefetcht1 byte ptr ${text}`, (asm) => asm.general(0x0f18, 2, memory, false));
line('call rcx', (asm) => asm.general(0xff, 2, 1, false));

line('xadd dword ptr [rdi],eax', (asm) => asm.general(0x0fc1, 0, { base: 7, disp: 0 }, false));
for (const [name, condition] of [
  ['sete', CONDITION.equal],
  ['setb', CONDITION.below],
  ['setg', CONDITION.greater],
] as const) {
  line(`${name} bl`, (asm) => asm.setCondition(condition, 3));
  // The same call emits both.
  line('movzx ebx,bl', () => {});
}

test('iced-x86 reads what was meant', () => {
  expect(differences(lines, new Assembler('evex'), icedReads)).toEqual([]);
  expect(lines.length).toBeGreaterThan(300);
});

test.skipIf(!hasObjdump)('objdump reads what was meant (needs binutils)', () => {
  expect(differences(lines, new Assembler('vex'), objdumpReads)).toEqual([]);
});

test('jumps lead to their labels, forwards and backwards; constants stand behind the code', () => {
  const asm = new Assembler('evex');
  const [back, forth] = [new Label(), new Label()];
  asm.bind(back);
  asm.vector(forms.LOAD_F32, 3, 0, { pool: asm.pool.float32(1.5) });
  asm.vector(forms.ROUND.vf32, 3, 0, { pool: asm.pool.float32(2.5), spread: true }, false, { immediate: 8 });
  asm.jump(forth, CONDITION.equal);
  asm.jump(back, CONDITION.less);
  asm.call(back);
  asm.jump(forth);
  asm.bind(forth);
  asm.setCondition(CONDITION.above, 3);
  expect(icedReads(asm.finish()).slice(0, 8)).toEqual([
    'vmovss xmm3,dword ptr [rip+0x36]',
    'vrndscaleps zmm3,dword bcst [rip+0x2f],0x8',
    'je 0x2b',
    'jl 0x0',
    'call 0x0',
    'jmp 0x2b',
    'seta bl',
    'movzx ebx,bl',
  ]);
});

test('no-operations fill up to a boundary', () => {
  for (let length = 0; length < 64; length++) {
    const asm = new Assembler('vex');
    for (let i = 0; i < length; i++) asm.bytes(0x90);
    asm.align(32);
    expect(asm.length).toBe(Math.ceil(length / 32) * 32);
    expect(icedReads(asm.finish()).every((text) => /^(nop|xchg ax,ax|data16)/.test(text))).toBe(true);
  }
});

test('constants are placed once, aligned to their size', () => {
  const { pool } = new Assembler('evex');
  expect(pool.float32(1)).toBe(0);
  expect(pool.float64(1)).toBe(8);
  expect(pool.float32(1)).toBe(0);
  expect(pool.float32(-0)).not.toBe(pool.float32(0));
  expect(pool.int32(2 ** 32 - 1)).toBe(pool.int32(-1));
  expect(pool.place(new Int32Array(16))).toBe(64);
});
