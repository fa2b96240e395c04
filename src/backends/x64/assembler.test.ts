import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { at } from '../../support/shape.ts';
import { Assembler, CONDITION, type Form, Label, type Memory, type Modifiers, type Operand } from './assembler.ts';
import * as forms from './forms.ts';

const general64 = 'rax rcx rdx rbx rsp rbp rsi rdi r8 r9 r10 r11 r12 r13 r14 r15'.split(' ');
const general32 = 'eax ecx edx ebx esp ebp esi edi r8d r9d r10d r11d r12d r13d r14d r15d'.split(' ');

interface EvexOperands extends Modifiers {
  readonly reg: number;
  readonly source?: number;
  readonly rm: Operand;
  /** For scalars. Default 64. */
  readonly bytes?: 16 | 64;
  readonly broadcast?: boolean;
}

function evex(asm: Assembler, form: Form, { reg, source = 0, rm, bytes, broadcast, ...modifiers }: EvexOperands): void {
  const operand: Operand = broadcast && typeof rm !== 'number' ? { ...rm, spread: true } : rm;
  asm.vector(form, reg, source, operand, bytes === 16, modifiers);
}

/** Memory operands of every shape of encoding. */
const memories: readonly (readonly [Memory, string])[] = [
  [{ base: 0, disp: 0 }, '[rax]'],
  [{ base: 4, disp: 0 }, '[rsp]'],
  [{ base: 5, disp: 0 }, '[rbp+0x0]'],
  [{ base: 12, disp: 64 }, '[r12+0x40]'],
  [{ base: 13, disp: -64 }, '[r13-0x40]'],
  [{ base: 3, disp: 4 }, '[rbx+0x4]'],
  [{ base: 15, disp: 100_000 }, '[r15+0x186a0]'],
  [{ base: 6, disp: 0x1003 }, '[rsi+0x1003]'],
  [{ base: 8, index: 9, disp: 0 }, '[r8+r9*1]'],
  [{ base: 13, index: 3, disp: 128 }, '[r13+rbx*1+0x80]'],
];

interface Line {
  readonly text: string;
  readonly emit: (asm: Assembler) => void;
}
const lines: Line[] = [];
const line = (text: string, emit: (asm: Assembler) => void) => lines.push({ text, emit });

type Name = readonly [
  form: Form,
  name: string,
  sort: 'unary' | 'binary' | 'scalar' | 'scalarUnary',
  immediate?: number,
];
const names: Name[] = [
  [forms.MOVE, 'vmovaps', 'unary'],
  [forms.LOAD, 'vmovups', 'unary'],
  [forms.ABS_INTEGER, 'vpabsd', 'unary'],
  [forms.TRUNCATE, 'vcvttps2dq', 'unary'],
  [forms.TRUNCATE_UNSIGNED, 'vcvttps2udq', 'unary'],
  [forms.FROM_SIGNED, 'vcvtdq2ps', 'unary'],
  [forms.FROM_UNSIGNED, 'vcvtudq2ps', 'unary'],
  [forms.SQRT.vf32, 'vsqrtps', 'unary'],
  [forms.ROUND.vf32, 'vrndscaleps', 'unary', 9],
  [forms.ALIGN, 'valignd', 'binary', 5],
  [forms.PERMUTE_TWO, 'vpermi2ps', 'binary'],
  [forms.BLEND, 'vblendmps', 'binary'],
  [forms.BLEND_64, 'vblendmpd', 'binary'],
  [forms.RANGE.vf32, 'vrangeps', 'binary', 4],
  [forms.RANGE.f32, 'vrangess', 'scalar', 5],
  [forms.RANGE.f64, 'vrangesd', 'scalar', 5],
  [forms.ROUND.f32, 'vrndscaless', 'scalar', 8],
  [forms.ROUND.f64, 'vrndscalesd', 'scalar', 11],
  [forms.F64_FROM_F32, 'vcvtss2sd', 'scalar'],
  [forms.F32_FROM_F64, 'vcvtsd2ss', 'scalar'],
];
for (const [forms3, name] of [
  [forms.ADD, 'vadd'],
  [forms.SUB, 'vsub'],
  [forms.MUL, 'vmul'],
  [forms.DIV, 'vdiv'],
  [forms.MIN, 'vmin'],
  [forms.MAX, 'vmax'],
  [forms.FMA_213, 'vfmadd213'],
  [forms.FMA_231, 'vfmadd231'],
] as const) {
  names.push(
    [forms3.vf32, `${name}ps`, 'binary'],
    [forms3.f32, `${name}ss`, 'scalar'],
    [forms3.f64, `${name}sd`, 'scalar'],
  );
}
names.push([forms.SQRT.f32, 'vsqrtss', 'scalar'], [forms.SQRT.f64, 'vsqrtsd', 'scalar']);
const integerNames: Record<keyof typeof forms.VECTOR_INTEGER, string> = {
  add: 'vpaddd',
  sub: 'vpsubd',
  mul: 'vpmulld',
  and: 'vpandd',
  or: 'vpord',
  xor: 'vpxord',
  min: 'vpminsd',
  minUnsigned: 'vpminud',
  max: 'vpmaxsd',
  maxUnsigned: 'vpmaxud',
  shl: 'vpsllvd',
  shr: 'vpsrlvd',
  shrSigned: 'vpsravd',
};
for (const key of Object.keys(integerNames) as (keyof typeof integerNames)[])
  names.push([forms.VECTOR_INTEGER[key], integerNames[key], 'binary']);

/** Registers from every quarter of the file. */
const registers: readonly (readonly [number, number, number])[] = [
  [0, 1, 2],
  [9, 10, 11],
  [17, 18, 19],
  [25, 26, 31],
  [31, 8, 16],
];
for (const [form, name, sort, immediate] of names) {
  const tail = immediate === undefined ? '' : `,0x${immediate.toString(16)}`;
  const withImmediate = immediate === undefined ? {} : { immediate };
  const kind = sort === 'scalar' ? 'xmm' : 'zmm';
  const sources = (source: number) => (sort === 'unary' ? '' : `${kind}${source},`);
  const element = form.w === 1 ? 8 : 4;
  const emit = (operands: EvexOperands) => (asm: Assembler) => evex(asm, form, { ...operands, ...withImmediate });
  for (const [reg, from, rm] of registers) {
    const source = sort === 'unary' ? 0 : from;
    line(`${name} ${kind}${reg},${sources(source)}${kind}${rm}${tail}`, emit({ reg, source, rm }));
    line(`${name} ${kind}${reg}{k1},${sources(source)}${kind}${rm}${tail}`, emit({ reg, source, rm, mask: 1 }));
  }
  for (const [memory, text] of memories) {
    const size = sort === 'scalar' ? (form === forms.F32_FROM_F64 || element === 8 ? 'QWORD' : 'DWORD') : 'ZMMWORD';
    const source = sort === 'unary' ? 0 : 29;
    line(`${name} ${kind}21,${sources(source)}${size} PTR ${text}${tail}`, emit({ reg: 21, source, rm: memory }));
    if (sort === 'scalar' || form === forms.MOVE || form === forms.LOAD) continue;
    line(
      `${name} zmm5,${sources(source)}${element === 8 ? 'QWORD' : 'DWORD'} BCST ${text}${tail}`,
      emit({ reg: 5, source, rm: memory, broadcast: true }),
    );
  }
}
for (const [form, name, kind] of [
  [forms.COMPARE.vf32, 'vcmpps', 'zmm'],
  [forms.COMPARE.f32, 'vcmpss', 'xmm'],
  [forms.COMPARE.f64, 'vcmpsd', 'xmm'],
  [forms.COMPARE_SIGNED, 'vpcmpd', 'zmm'],
  [forms.COMPARE_UNSIGNED, 'vpcmpud', 'zmm'],
] as const)
  line(`${name} k1,${kind}20,${kind}9,0x5`, (asm) => evex(asm, form, { reg: 1, source: 20, rm: 9, immediate: 5 }));
line('vpsrld zmm20,zmm9,0x7', (asm) => evex(asm, forms.SHIFT_IMMEDIATE, { reg: 2, source: 20, rm: 9, immediate: 7 }));
line('vpslld zmm2,zmm29,0x1f', (asm) => evex(asm, forms.SHIFT_IMMEDIATE, { reg: 6, source: 2, rm: 29, immediate: 31 }));
line('vpmovm2d zmm30,k1', (asm) => evex(asm, forms.VECTOR_FROM_MASK, { reg: 30, rm: 1 }));
line('vpmovd2m k1,zmm30', (asm) => evex(asm, forms.MASK_FROM_VECTOR, { reg: 1, rm: 30 }));
for (const [memory, text] of memories) {
  line(`vmovups ZMMWORD PTR ${text},zmm18`, (asm) => evex(asm, forms.STORE, { reg: 18, rm: memory }));
  line(`vmovups ZMMWORD PTR ${text}{k1},zmm18`, (asm) => evex(asm, forms.STORE, { reg: 18, rm: memory, mask: 1 }));
  line(`vmovss DWORD PTR ${text},xmm18`, (asm) => evex(asm, forms.STORE_F32, { reg: 18, rm: memory }));
  line(`vmovss xmm18,DWORD PTR ${text}`, (asm) => evex(asm, forms.LOAD_F32, { reg: 18, rm: memory }));
  line(`vmovsd xmm18,QWORD PTR ${text}`, (asm) => evex(asm, forms.LOAD_F64, { reg: 18, rm: memory }));
  line(`vbroadcastss zmm18,DWORD PTR ${text}`, (asm) => evex(asm, forms.BROADCAST, { reg: 18, rm: memory }));
}
line('vbroadcastss zmm18,xmm3', (asm) => evex(asm, forms.BROADCAST, { reg: 18, rm: 3 }));
line('vbroadcastss zmm1{k1},DWORD PTR [rax]', (asm) =>
  evex(asm, forms.BROADCAST, { reg: 1, rm: { base: 0, disp: 0 }, mask: 1 }),
);
line('vaddsd xmm1{k1}{z},xmm2,xmm3', (asm) =>
  evex(asm, forms.ADD.f64, { reg: 1, source: 2, rm: 3, mask: 1, zeroing: true }),
);
line('vpxord xmm1,xmm2,DWORD BCST [rbx+0x4]', (asm) =>
  evex(asm, forms.VECTOR_INTEGER.xor, { reg: 1, source: 2, rm: { base: 3, disp: 4 }, broadcast: true, bytes: 16 }),
);
for (const register of [0, 7, 9, 14]) {
  const [wide, narrow] = [at(general64, register), at(general32, register)];
  line(`vpbroadcastd zmm17,${narrow}`, (asm) => evex(asm, forms.BROADCAST_GENERAL, { reg: 17, rm: register }));
  line(`vmovd xmm17,${narrow}`, (asm) => evex(asm, forms.MOVE_FROM_GENERAL, { reg: 17, rm: register }));
  line(`vmovd ${narrow},xmm17`, (asm) => evex(asm, forms.MOVE_TO_GENERAL, { reg: 17, rm: register }));
  line(`vcvtsi2ss xmm17,xmm4,${narrow}`, (asm) =>
    evex(asm, forms.F32_FROM_SIGNED, { reg: 17, source: 4, rm: register }),
  );
  line(`vcvtsi2ss xmm17,xmm4,${wide}`, (asm) =>
    evex(asm, forms.F32_FROM_SIGNED_64, { reg: 17, source: 4, rm: register }),
  );
  line(`vcvtusi2ss xmm17,xmm4,${narrow}`, (asm) =>
    evex(asm, forms.F32_FROM_UNSIGNED, { reg: 17, source: 4, rm: register }),
  );
  line(`vcvtsi2sd xmm17,xmm4,${narrow}`, (asm) =>
    evex(asm, forms.F64_FROM_SIGNED, { reg: 17, source: 4, rm: register }),
  );
  line(`vcvttsd2si ${wide},xmm17`, (asm) => evex(asm, forms.SIGNED_FROM_F64, { reg: register, rm: 17 }));
  line(`kmovw k1,${narrow}`, (asm) => asm.maskFromGeneral(1, register));
  line(`kmovw ${narrow},k1`, (asm) => asm.generalFromMask(register, 1));
  for (const [operation, name] of ['add', 'or', '', '', 'and', 'sub', 'xor', 'cmp'].entries()) {
    if (name === '') continue;
    line(`${name} ${wide},r11`, (asm) => asm.arithmetic(operation, register, 11, true));
    line(`${name} ${narrow},edx`, (asm) => asm.arithmetic(operation, register, 2, false));
    line(`${name} ${wide},0x7f`, (asm) => asm.arithmeticImmediate(operation, register, 127, true));
    if (register !== 0)
      line(`${name} ${wide},0x1000`, (asm) => asm.arithmeticImmediate(operation, register, 4096, true));
  }
  for (const [memory, text] of memories) {
    line(`mov ${wide},QWORD PTR ${text}`, (asm) => asm.move(register, memory, true));
    line(`mov DWORD PTR ${text},${narrow}`, (asm) => asm.store(memory, register, false));
    line(`lea ${wide},${text}`, (asm) => asm.lea(register, memory, true));
    line(`add QWORD PTR ${text},0x40`, (asm) => asm.arithmeticImmediate(0, memory, 64, true));
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
line('call rcx', (asm) => asm.general(0xff, 2, 1, false));

/** What objdump reads in code, an instruction a line. */
function disassemble(code: Uint8Array): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'keratin-'));
  try {
    const file = join(folder, 'code');
    writeFileSync(file, code);
    const options = ['-D', '-b', 'binary', '-m', 'i386:x86-64', '-M', 'intel', '--no-show-raw-insn', '-w', file];
    const { stdout } = spawnSync('objdump', options, { encoding: 'utf8', maxBuffer: 1 << 26 });
    return stdout
      .split('\n')
      .map((text) => /^\s*[0-9a-f]+:\t(.*)$/.exec(text)?.[1])
      .filter((text) => text !== undefined)
      .map((text) =>
        text
          .replace(/\s*#.*$/, '')
          .replace('{evex} ', '')
          .replace(/\s+/, ' ')
          .trim(),
      );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Names of comparisons stand for their predicates in one of the two spellings. */
const spelled = (text: string) =>
  text
    .replace(/vcmpnlt(ps|ss|sd) (.*)$/, 'vcmp$1 $2,0x5')
    .replace(/vpcmpnlt(u?d) (.*)$/, 'vpcmp$1 $2,0x5')
    .replace(/(DWORD|QWORD) PTR (\[[^\]]*\])\{1to\d+\}/, '$1 BCST $2');

const hasObjdump = spawnSync('objdump', ['--version']).status === 0;

test.skipIf(!hasObjdump)('an independent disassembler reads what was meant (needs objdump of binutils)', () => {
  const asm = new Assembler('evex');
  for (const { emit } of lines) emit(asm);
  const read = disassemble(asm.finish().slice(0, asm.length));
  const different = lines.flatMap(({ text }, i) => (spelled(read[i] ?? '') === text ? [] : [`${text} | ${read[i]}`]));
  expect(different.slice(0, 20)).toEqual([]);
  expect(lines.length).toBeGreaterThan(1000);
});

test.skipIf(!hasObjdump)('jumps lead to their labels, forwards and backwards; constants stand behind the code', () => {
  const asm = new Assembler('evex');
  const [back, forth] = [new Label(), new Label()];
  asm.bind(back);
  evex(asm, forms.LOAD_F32, { reg: 3, rm: { pool: asm.pool.float32(1.5) } });
  evex(asm, forms.ROUND.vf32, { reg: 3, rm: { pool: asm.pool.float32(2.5) }, broadcast: true, immediate: 8 });
  asm.jump(forth, CONDITION.equal);
  asm.jump(back, CONDITION.less);
  asm.call(back);
  asm.jump(forth);
  asm.bind(forth);
  asm.setCondition(CONDITION.above, 3);
  const read = disassemble(asm.finish());
  expect(read.slice(0, 8)).toEqual([
    'vmovss xmm3,DWORD PTR [rip+0x36]',
    expect.stringMatching(/^vrndscaleps zmm3,DWORD (PTR|BCST) \[rip\+0x2f\](\{1to16\})?,0x8$/),
    'je 0x2b',
    'jl 0x0',
    'call 0x0',
    'jmp 0x2b',
    'seta bl',
    'movzx ebx,bl',
  ]);
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
