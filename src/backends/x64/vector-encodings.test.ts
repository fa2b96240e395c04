import { expect, test } from 'vitest';
import { Assembler, type Encoding, type Form, type Modifiers, type Operand } from './assembler.ts';
import * as forms from './forms.ts';
import { differences, hasObjdump, icedReads, type Line, objdumpReads } from './testing/disassemble.ts';
import { memories } from './testing/memories.ts';

/** Operands of an instruction: destination and one or two sources, of whole vectors or of one element. */
type Sort = 'unary' | 'binary' | 'scalar';
type Name = readonly [form: Form, name: string, sort: Sort, immediate?: number | undefined];

const floats = (all: forms.FloatForms, name: string, sort: 'unary' | 'binary', immediates: number[] = []): Name[] => {
  const [immediate] = immediates;
  return [
    [all.vf32, `${name}ps`, sort, immediate],
    [all.f32, `${name}ss`, 'scalar', immediate],
    [all.f64, `${name}sd`, 'scalar', immediate],
  ];
};

/** The integer operations that EVEX spells with the width of its masks. */
const WITH_WIDTH = new Set(['vpand', 'vpor', 'vpxor']);
const integers: readonly (readonly [keyof typeof forms.VECTOR_INTEGER, string])[] = [
  ['add', 'vpaddd'],
  ['sub', 'vpsubd'],
  ['mul', 'vpmulld'],
  ['and', 'vpand'],
  ['or', 'vpor'],
  ['xor', 'vpxor'],
  ['min', 'vpminsd'],
  ['minUnsigned', 'vpminud'],
  ['max', 'vpmaxsd'],
  ['maxUnsigned', 'vpmaxud'],
  ['shl', 'vpsllvd'],
  ['shr', 'vpsrlvd'],
  ['shrSigned', 'vpsravd'],
];

/** Forms that both encodings have. */
const common = (encoding: Encoding): Name[] => [
  ...floats(forms.ADD, 'vadd', 'binary'),
  ...floats(forms.SUB, 'vsub', 'binary'),
  ...floats(forms.MUL, 'vmul', 'binary'),
  ...floats(forms.DIV, 'vdiv', 'binary'),
  ...floats(forms.MIN, 'vmin', 'binary'),
  ...floats(forms.MAX, 'vmax', 'binary'),
  ...floats(forms.SQRT, 'vsqrt', 'unary'),
  ...floats(forms.FMA_213, 'vfmadd213', 'binary'),
  ...floats(forms.FMA_231, 'vfmadd231', 'binary'),
  ...floats(forms.ROUND, encoding === 'evex' ? 'vrndscale' : 'vround', 'unary', [9]),
  ...integers.map(([key, name]): Name => {
    const spelled = encoding === 'evex' && WITH_WIDTH.has(name) ? `${name}d` : name;
    return [forms.VECTOR_INTEGER[key], spelled, 'binary'];
  }),
  [forms.MOVE, 'vmovaps', 'unary'],
  [forms.LOAD, 'vmovups', 'unary'],
  [forms.ABS_INTEGER, 'vpabsd', 'unary'],
  [forms.TRUNCATE, 'vcvttps2dq', 'unary'],
  [forms.FROM_SIGNED, 'vcvtdq2ps', 'unary'],
  [forms.F64_FROM_F32, 'vcvtss2sd', 'scalar'],
  [forms.F32_FROM_F64, 'vcvtsd2ss', 'scalar'],
];

const evexOnly: readonly Name[] = [
  [forms.TRUNCATE_UNSIGNED, 'vcvttps2udq', 'unary'],
  [forms.FROM_UNSIGNED, 'vcvtudq2ps', 'unary'],
  [forms.ALIGN, 'valignd', 'binary', 5],
  [forms.PERMUTE_TWO, 'vpermi2ps', 'binary'],
  [forms.BLEND, 'vblendmps', 'binary'],
  [forms.BLEND_64, 'vblendmpd', 'binary'],
  ...floats(forms.RANGE, 'vrange', 'binary', [4]),
];

const vexOnly: readonly Name[] = [
  [forms.EQUAL, 'vpcmpeqd', 'binary'],
  [forms.GREATER, 'vpcmpgtd', 'binary'],
  [forms.BLEND_IMMEDIATE, 'vblendps', 'binary', 0xaa],
  [forms.PERMUTE_HALVES, 'vperm2f128', 'binary', 0x31],
  [forms.SHUFFLE_PAIRS, 'vshufps', 'binary', 0xee],
  [forms.SHUFFLE_LANES, 'vpshufd', 'unary', 3],
  [forms.DOUBLE_EVEN, 'vmovsldup', 'unary'],
  [forms.DOUBLE_ODD, 'vmovshdup', 'unary'],
  ...floats(forms.COMPARE, 'vcmp', 'binary', [0x5]),
];

const isMove = (form: Form) => form === forms.MOVE || form === forms.LOAD;

/** All forms that share operands' shapes, with registers from everywhere and memory of every shape. */
function table(encoding: Encoding): Line[] {
  const lines: Line[] = [];
  const evex = encoding === 'evex';
  const registers = evex
    ? ([
        [0, 1, 2],
        [9, 10, 11],
        [17, 18, 19],
        [25, 26, 31],
        [31, 8, 16],
      ] as const)
    : ([
        [0, 1, 2],
        [9, 10, 11],
        [15, 3, 8],
        [7, 15, 14],
      ] as const);
  for (const [form, name, sort, immediate] of [...common(encoding), ...(evex ? evexOnly : vexOnly)]) {
    const tail = immediate === undefined ? '' : `,0x${immediate.toString(16)}`;
    const scalar = sort === 'scalar';
    const kind = scalar ? 'xmm' : evex ? 'zmm' : 'ymm';
    const element = form.w === 1 ? 8 : 4;
    const line = (
      mnemonic: string,
      to: string,
      reg: number,
      from: number,
      rm: Operand,
      text: string,
      more?: Modifiers,
    ) => {
      const source = sort === 'unary' ? '' : `${kind}${from},`;
      const modifiers = immediate === undefined ? more : { ...more, immediate };
      const emit = (asm: Assembler) => asm.vector(form, reg, sort === 'unary' ? 0 : from, rm, false, modifiers);
      lines.push({ text: `${mnemonic} ${to},${source}${text}${tail}`, emit });
    };
    for (const [reg, from, rm] of registers) {
      line(name, `${kind}${reg}`, reg, from, rm, `${kind}${rm}`);
      if (!evex) continue;
      line(name, `${kind}${reg}{k1}`, reg, from, rm, `${kind}${rm}`, { mask: 1 });
      line(name, `${kind}${reg}{k7}{z}`, reg, from, rm, `${kind}${rm}`, { mask: 7, zeroing: true });
    }
    for (const [memory, text] of memories) {
      const double = form === forms.F32_FROM_F64 || element === 8;
      const size = scalar ? (double ? 'qword' : 'dword') : evex ? 'zmmword' : 'ymmword';
      line(name, `${kind}${evex ? 21 : 13}`, evex ? 21 : 13, evex ? 29 : 12, memory, `${size} ptr ${text}`);
      if (scalar || isMove(form) || !evex) continue;
      const one = element === 8 ? 'qword' : 'dword';
      line(name, 'zmm5', 5, 29, { ...memory, spread: true }, `${one} bcst ${text}`);
    }
  }
  return lines;
}

/** Everything else: stores, spreading, lanes, general registers, masks. */
function others(encoding: Encoding): Line[] {
  const lines: Line[] = [];
  const evex = encoding === 'evex';
  const line = (text: string, emit: (asm: Assembler) => void) => lines.push({ text, emit });
  const v = evex ? 'zmm' : 'ymm';
  const [high, other] = evex ? [18, 29] : [9, 14];
  for (const [memory, text] of memories) {
    line(`vmovups ${v}word ptr ${text},${v}${high}`, (asm) => asm.vector(forms.STORE, high, 0, memory));
    line(`vmovups xmmword ptr ${text},xmm${high}`, (asm) => asm.vector(forms.STORE, high, 0, memory, true));
    line(`vmovups xmm${high},xmmword ptr ${text}`, (asm) => asm.vector(forms.LOAD, high, 0, memory, true));
    line(`vmovss dword ptr ${text},xmm${high}`, (asm) => asm.vector(forms.STORE_F32, high, 0, memory));
    line(`vmovss xmm${high},dword ptr ${text}`, (asm) => asm.vector(forms.LOAD_F32, high, 0, memory));
    line(`vmovsd qword ptr ${text},xmm${high}`, (asm) => asm.vector(forms.STORE_F64, high, 0, memory));
    line(`vmovsd xmm${high},qword ptr ${text}`, (asm) => asm.vector(forms.LOAD_F64, high, 0, memory));
    line(`vbroadcastss ${v}${high},dword ptr ${text}`, (asm) => asm.vector(forms.BROADCAST, high, 0, memory));
    if (evex) {
      line(`vmovups zmmword ptr ${text}{k1},zmm18`, (asm) =>
        asm.vector(forms.STORE, 18, 0, memory, false, { mask: 1 }),
      );
      line(`vbroadcastss zmm1{k1},dword ptr ${text}`, (asm) =>
        asm.vector(forms.BROADCAST, 1, 0, memory, false, { mask: 1 }),
      );
      line(`vpxord xmm1,xmm2,dword bcst ${text}`, (asm) =>
        asm.vector(forms.VECTOR_INTEGER.xor, 1, 2, { ...memory, spread: true }, true),
      );
    } else {
      line(`vmaskmovps ymmword ptr ${text},ymm3,ymm12`, (asm) => asm.vector(forms.STORE_MASKED, 12, 3, memory));
      line(`vextractps dword ptr ${text},xmm9,0x3`, (asm) =>
        asm.vector(forms.EXTRACT_LANE, 9, 0, memory, true, { immediate: 3 }),
      );
      line(`vblendvps ymm9,ymm2,ymmword ptr ${text},ymm13`, (asm) =>
        asm.vector(forms.BLEND_BY_REGISTER, 9, 2, memory, false, { immediate: 0xd0 }),
      );
      line(`vpxor xmm1,xmm2,xmmword ptr ${text}`, (asm) => asm.vector(forms.VECTOR_INTEGER.xor, 1, 2, memory, true));
    }
  }
  line(`vbroadcastss ${v}${high},xmm3`, (asm) => asm.vector(forms.BROADCAST, high, 0, 3));
  for (const [name, reg] of [
    ['vpsrld', 2],
    ['vpslld', 6],
  ] as const) {
    line(`${name} ${v}${high},${v}9,0x7`, (asm) =>
      asm.vector(forms.SHIFT_IMMEDIATE, reg, high, 9, false, { immediate: 7 }),
    );
    line(`${name} ${v}2,${v}${other},0x1f`, (asm) =>
      asm.vector(forms.SHIFT_IMMEDIATE, reg, 2, other, false, { immediate: 31 }),
    );
  }
  for (const [register, wide, narrow] of [
    [0, 'rax', 'eax'],
    [7, 'rdi', 'edi'],
    [9, 'r9', 'r9d'],
    [14, 'r14', 'r14d'],
  ] as const) {
    line(`vmovd xmm${high},${narrow}`, (asm) => asm.vector(forms.MOVE_FROM_GENERAL, high, 0, register));
    line(`vmovd ${narrow},xmm${high}`, (asm) => asm.vector(forms.MOVE_TO_GENERAL, high, 0, register));
    line(`vcvtsi2ss xmm${high},xmm4,${narrow}`, (asm) => asm.vector(forms.F32_FROM_SIGNED, high, 4, register));
    line(`vcvtsi2ss xmm${high},xmm4,${wide}`, (asm) => asm.vector(forms.F32_FROM_SIGNED_64, high, 4, register));
    line(`vcvtsi2sd xmm${high},xmm4,${narrow}`, (asm) => asm.vector(forms.F64_FROM_SIGNED, high, 4, register));
    line(`vcvttss2si ${narrow},xmm${high}`, (asm) => asm.vector(forms.SIGNED_FROM_F32, register, 0, high));
    line(`vcvttsd2si ${wide},xmm${high}`, (asm) => asm.vector(forms.SIGNED_FROM_F64, register, 0, high));
    if (!evex) continue;
    line(`vpbroadcastd zmm18,${narrow}`, (asm) => asm.vector(forms.BROADCAST_GENERAL, 18, 0, register));
    line(`vcvtusi2ss xmm18,xmm4,${narrow}`, (asm) => asm.vector(forms.F32_FROM_UNSIGNED, 18, 4, register));
    line(`kmovw k1,${narrow}`, (asm) => asm.maskFromGeneral(1, register));
    line(`kmovw ${narrow},k1`, (asm) => asm.generalFromMask(register, 1));
  }
  if (evex) {
    for (const [form, name, kind] of [
      [forms.COMPARE.vf32, 'vcmpps', 'zmm'],
      [forms.COMPARE.f32, 'vcmpss', 'xmm'],
      [forms.COMPARE.f64, 'vcmpsd', 'xmm'],
      [forms.COMPARE_SIGNED, 'vpcmpd', 'zmm'],
      [forms.COMPARE_UNSIGNED, 'vpcmpud', 'zmm'],
    ] as const) {
      line(`${name} k1,${kind}20,${kind}9,0x5`, (asm) => asm.vector(form, 1, 20, 9, false, { immediate: 5 }));
    }
    line('vpmovm2d zmm30,k1', (asm) => asm.vector(forms.VECTOR_FROM_MASK, 30, 0, 1));
    line('vpmovd2m k1,zmm30', (asm) => asm.vector(forms.MASK_FROM_VECTOR, 1, 0, 30));
    return lines;
  }
  for (const [form, name] of [
    [forms.BLEND_BY_REGISTER, 'vblendvps'],
    [forms.BLEND_BY_REGISTER_64, 'vblendvpd'],
  ] as const) {
    line(`${name} ymm1,ymm9,ymm12,ymm13`, (asm) => asm.vector(form, 1, 9, 12, false, { immediate: 0xd0 }));
    line(`${name} xmm9,xmm1,xmm2,xmm3`, (asm) => asm.vector(form, 9, 1, 2, true, { immediate: 0x30 }));
  }
  line('vextractf128 xmm14,ymm3,0x1', (asm) => asm.vector(forms.UPPER_HALF, 3, 0, 14, false, { immediate: 1 }));
  line('vextractf128 xmm2,ymm13,0x1', (asm) => asm.vector(forms.UPPER_HALF, 13, 0, 2, false, { immediate: 1 }));
  return lines;
}

test.each(['evex', 'vex'] as const)('%s: iced-x86 reads what was meant', (encoding) => {
  const lines = [...table(encoding), ...others(encoding)];
  expect(differences(lines, new Assembler(encoding), icedReads)).toEqual([]);
  expect(lines.length).toBeGreaterThan(700);
});

test.skipIf(!hasObjdump).each(['evex', 'vex'] as const)(
  '%s: objdump reads what was meant (needs binutils)',
  (encoding) => {
    const lines = [...table(encoding), ...others(encoding)];
    expect(differences(lines, new Assembler(encoding), objdumpReads)).toEqual([]);
  },
);

/** Every form in the book, so that none is added without a line above. */
function allForms(value: unknown): Form[] {
  if (typeof value !== 'object' || value === null) return [];
  return 'opcode' in value ? [value as Form] : Object.values(value).flatMap(allForms);
}

test('every form is checked in an encoding that has it', () => {
  const seen = new Set<Form>();
  for (const encoding of ['evex', 'vex'] as const) {
    const asm = new Assembler(encoding);
    const vector = asm.vector.bind(asm);
    asm.vector = (form, ...rest) => {
      seen.add(form);
      vector(form, ...rest);
    };
    for (const { emit } of [...table(encoding), ...others(encoding)]) emit(asm);
  }
  expect(allForms(forms).filter((form) => !seen.has(form))).toEqual([]);
});
