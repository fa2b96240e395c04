import type { Form } from './assembler.ts';

const none = (opcode: number, map: 1 | 2 | 3 = 1): Form => ({ map, pp: 0, opcode });
const p66 = (opcode: number, map: 1 | 2 | 3 = 1): Form => ({ map, pp: 1, opcode });
const pF3 = (opcode: number, map: 1 | 2 | 3 = 1): Form => ({ map, pp: 2, opcode });
const element = (form: Form): Form => ({ ...form, element: 'scalar' });
const wide = (form: Form): Form => ({ ...form, w: 1 });

/** One operation on whole vectors of float32, on one float32, and on one float64. */
export interface FloatForms {
  readonly vf32: Form;
  readonly f32: Form;
  readonly f64: Form;
}

const arithmetic = (opcode: number): FloatForms => ({
  vf32: none(opcode),
  f32: element(pF3(opcode)),
  f64: element(wide({ map: 1, pp: 3, opcode })),
});
const fused = (opcode: number): FloatForms => ({
  vf32: p66(opcode, 2),
  f32: element(p66(opcode + 1, 2)),
  f64: element(wide(p66(opcode + 1, 2))),
});
const withControl = (opcode: number, one: number, double: number): FloatForms => ({
  vf32: p66(opcode, 3),
  f32: element(p66(one, 3)),
  f64: element(wide(p66(double, 3))),
});

export const ADD = arithmetic(0x58);
export const MUL = arithmetic(0x59);
export const SUB = arithmetic(0x5c);
export const MIN = arithmetic(0x5d);
export const DIV = arithmetic(0x5e);
export const MAX = arithmetic(0x5f);
export const SQRT = arithmetic(0x51);
export const COMPARE = arithmetic(0xc2);
/** reg = source * reg + rm, and reg = source * rm + reg. */
export const FMA_213 = fused(0xa8);
export const FMA_231 = fused(0xb8);
/** Rounding: control 8 nearest even, 9 down, 10 up, 11 towards zero, none of them signals. */
export const ROUND = withControl(0x08, 0x0a, 0x0b);
/** Minimum (control 4) and maximum (5) with -0 below 0. */
export const RANGE = withControl(0x50, 0x51, 0x51);

export const VECTOR_INTEGER = {
  add: p66(0xfe),
  sub: p66(0xfa),
  mul: p66(0x40, 2),
  and: p66(0xdb),
  or: p66(0xeb),
  xor: p66(0xef),
  min: p66(0x39, 2),
  minUnsigned: p66(0x3b, 2),
  max: p66(0x3d, 2),
  maxUnsigned: p66(0x3f, 2),
  shl: p66(0x47, 2),
  shr: p66(0x45, 2),
  shrSigned: p66(0x46, 2),
} as const;
export const ABS_INTEGER = p66(0x1e, 2);
/** Shifts by a constant: the destination is `source`, `reg` selects the operation. */
export const SHIFT_IMMEDIATE = p66(0x72);
export const COMPARE_SIGNED = p66(0x1f, 3);
export const COMPARE_UNSIGNED = p66(0x1e, 3);

/** All bits of a lane where equal, and where source is greater than rm (AVX2). */
export const EQUAL = p66(0x76);
export const GREATER = p66(0x66);

/** All bits of a lane from a mask register, and its sign bits to one. */
export const VECTOR_FROM_MASK = pF3(0x38, 2);
export const MASK_FROM_VECTOR = pF3(0x39, 2);
/** reg = mask ? rm : source */
export const BLEND = p66(0x65, 2);
export const BLEND_64 = wide(p66(0x65, 2));

/** reg = the immediate's highest 4 bits name a register of masks ? rm : source (AVX2) */
export const BLEND_BY_REGISTER = p66(0x4a, 3);
export const BLEND_BY_REGISTER_64 = p66(0x4b, 3);
/** Lanes whose bit is set in the immediate come from rm, the others from source (AVX2). */
export const BLEND_IMMEDIATE = p66(0x0c, 3);

export const MOVE = none(0x28);
export const LOAD = none(0x10);
export const STORE = none(0x11);
export const LOAD_F32 = element(pF3(0x10));
export const STORE_F32 = element(pF3(0x11));
export const LOAD_F64 = element(wide({ map: 1, pp: 3, opcode: 0x10 }));
export const STORE_F64 = element(wide({ map: 1, pp: 3, opcode: 0x11 }));
/** From one element in memory, or from a vector's first lane. */
export const BROADCAST: Form = { ...p66(0x18, 2), element: 'spread' };
export const BROADCAST_GENERAL = p66(0x7c, 2);
/** Lanes of rm whose mask in `source` has its highest bit set are stored (AVX2). */
export const STORE_MASKED = p66(0x2e, 2);
/** From a general register, and to one. */
export const MOVE_FROM_GENERAL = element(p66(0x6e));
export const MOVE_TO_GENERAL = element(p66(0x7e));
/** Lanes of rm and source behind it, from the immediate on. */
export const ALIGN = p66(0x03, 3);
/** reg = lanes of source (0..15) and rm (16..31) that reg's integers name. */
export const PERMUTE_TWO = p66(0x77, 2);

/** AVX2: 128-bit halves chosen from two vectors; the upper half alone; one lane of a half, to memory or in front. */
export const PERMUTE_HALVES = p66(0x06, 3);
export const UPPER_HALF = p66(0x19, 3);
export const EXTRACT_LANE = element(p66(0x17, 3));
export const SHUFFLE_LANES = p66(0x70);
/** Within halves: pairs of lanes from two vectors (44: the lower ones, EE: the upper), and even or odd lanes twice. */
export const SHUFFLE_PAIRS = none(0xc6);
export const DOUBLE_EVEN = pF3(0x12);
export const DOUBLE_ODD = pF3(0x16);

export const TRUNCATE = pF3(0x5b);
export const TRUNCATE_UNSIGNED = none(0x78);
export const FROM_SIGNED = none(0x5b);
export const FROM_UNSIGNED: Form = { map: 1, pp: 3, opcode: 0x7a };
export const F32_FROM_SIGNED = element(pF3(0x2a));
export const F32_FROM_SIGNED_64 = wide(element(pF3(0x2a)));
export const F32_FROM_UNSIGNED = element(pF3(0x7b));
export const F64_FROM_SIGNED: Form = { map: 1, pp: 3, opcode: 0x2a, element: 'scalar' };
export const SIGNED_FROM_F32 = element(pF3(0x2c));
export const SIGNED_FROM_F64 = wide(element({ map: 1, pp: 3, opcode: 0x2c }));
export const F64_FROM_F32 = element(pF3(0x5a));
export const F32_FROM_F64 = wide(element({ map: 1, pp: 3, opcode: 0x5a }));
