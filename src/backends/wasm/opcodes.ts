import type { KernelOp, RegType } from '../../compiler/kernel.ts';

/** Prefix byte of SIMD instructions; their opcodes follow as LEB128. */
export const SIMD = 0xfd;
/** f32x4.relaxed_madd: a * b + c, fused where the processor can. */
export const RELAXED_MADD = 0x105;

/** i32x4.relaxed_trunc_f32x4_s and i32x4.relaxed_laneselect. */
export const RELAXED_TRUNC = 0x101;
export const RELAXED_SELECT = 0x10b;

/** An instruction: one byte, or prefix and opcode. */
export type Opcode = readonly [number] | readonly [prefix: number, opcode: number];

const simd = (opcode: number): Opcode => [SIMD, opcode];

type Table = Partial<Record<KernelOp, Opcode>>;

/** WebAssembly core specification, "Index of instructions". Comparisons stand under the type of their operands. */
const I32: Table = {
  add: [0x6a],
  sub: [0x6b],
  mul: [0x6c],
  div: [0x6d],
  divUnsigned: [0x6e],
  rem: [0x6f],
  remUnsigned: [0x70],
  and: [0x71],
  or: [0x72],
  xor: [0x73],
  shl: [0x74],
  shrSigned: [0x75],
  shr: [0x76],
  eq: [0x46],
  ne: [0x47],
  lt: [0x48],
  ltUnsigned: [0x49],
  gt: [0x4a],
  gtUnsigned: [0x4b],
  le: [0x4c],
  leUnsigned: [0x4d],
  ge: [0x4e],
  geUnsigned: [0x4f],
};

const F32: Table = {
  abs: [0x8b],
  neg: [0x8c],
  ceil: [0x8d],
  floor: [0x8e],
  trunc: [0x8f],
  nearest: [0x90],
  sqrt: [0x91],
  add: [0x92],
  sub: [0x93],
  mul: [0x94],
  div: [0x95],
  min: [0x96],
  max: [0x97],
  eq: [0x5b],
  ne: [0x5c],
  lt: [0x5d],
  gt: [0x5e],
  le: [0x5f],
  ge: [0x60],
};

const F64: Table = {
  abs: [0x99],
  neg: [0x9a],
  ceil: [0x9b],
  floor: [0x9c],
  trunc: [0x9d],
  nearest: [0x9e],
  sqrt: [0x9f],
  add: [0xa0],
  sub: [0xa1],
  mul: [0xa2],
  div: [0xa3],
  min: [0xa4],
  max: [0xa5],
  eq: [0x61],
  ne: [0x62],
  lt: [0x63],
  gt: [0x64],
  le: [0x65],
  ge: [0x66],
};

const VI32: Table = {
  eq: simd(55),
  ne: simd(56),
  lt: simd(57),
  ltUnsigned: simd(58),
  gt: simd(59),
  gtUnsigned: simd(60),
  le: simd(61),
  leUnsigned: simd(62),
  ge: simd(63),
  geUnsigned: simd(64),
  and: simd(78),
  or: simd(80),
  xor: simd(81),
  abs: simd(160),
  neg: simd(161),
  add: simd(174),
  sub: simd(177),
  mul: simd(181),
  min: simd(182),
  minUnsigned: simd(183),
  max: simd(184),
  maxUnsigned: simd(185),
};

const VF32: Table = {
  eq: simd(65),
  ne: simd(66),
  lt: simd(67),
  gt: simd(68),
  le: simd(69),
  ge: simd(70),
  ceil: simd(103),
  floor: simd(104),
  trunc: simd(105),
  nearest: simd(106),
  abs: simd(224),
  neg: simd(225),
  sqrt: simd(227),
  add: simd(228),
  sub: simd(229),
  mul: simd(230),
  div: simd(231),
  min: simd(232),
  max: simd(233),
  minOr: simd(234),
  maxOr: simd(235),
};

const TABLES: Record<RegType, Table> = { index: I32, i32: I32, f32: F32, f64: F64, vi32: VI32, vf32: VF32 };

/** The instruction for an operation on operands of a type, where there is a single one. */
export const opcodeOf = (op: KernelOp, operand: RegType): Opcode | undefined => TABLES[operand][op];

/** Conversions, by operand and result type. */
export const CONVERSIONS: Partial<Record<KernelOp, Readonly<Record<string, Opcode>>>> = {
  toFloat: { 'i32>f32': [0xb2], 'i32>f64': [0xb7], 'vi32>vf32': simd(250), 'index>f32': [0xb2] },
  toFloatUnsigned: { 'i32>f32': [0xb3], 'vi32>vf32': simd(251) },
  toIntInRange: { 'f32>i32': [0xfc, 0], 'f64>i32': [0xfc, 2], 'vf32>vi32': simd(248) },
  toInt: { 'f32>i32': [0xfc, 0], 'f64>i32': [0xfc, 2], 'vf32>vi32': simd(248) },
  toIntUnsigned: { 'f32>i32': [0xfc, 1], 'vf32>vi32': simd(249) },
  bitcast: { 'f32>i32': [0xbc], 'i32>f32': [0xbe] },
  widen: { 'f32>f64': [0xbb] },
  narrow: { 'f64>f32': [0xb6] },
};

export const VALUE_TYPE: Record<RegType, number> = {
  index: 0x7f,
  i32: 0x7f,
  f32: 0x7d,
  f64: 0x7c,
  vi32: 0x7b,
  vf32: 0x7b,
};
