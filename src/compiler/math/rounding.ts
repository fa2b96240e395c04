import type { Reg } from '../kernel.ts';
import type { FloatMath } from './arithmetic.ts';

/** Bits of a magnitude without its `dropped` lowest, rounded to nearest, ties to even: a carry may reach the exponent. */
function roundBits(m: FloatMath, bits: Reg, dropped: number): Reg {
  const odd = m.intOp('and', m.shiftRight(bits, dropped), m.int(1));
  const raised = m.intOp('add', m.intOp('add', bits, m.int(2 ** (dropped - 1) - 1)), odd);
  return m.intOp('and', raised, m.int(-(2 ** dropped)));
}

/** The nearest bfloat16: a float32 with 16 bits less. */
export function roundBfloat16(m: FloatMath, x: Reg): Reg {
  const rounded = m.op('bitcast', roundBits(m, m.intOp('bitcast', x), 16));
  return m.select(m.compare('eq', x, x), rounded, x);
}

/** The nearest float16: 13 bits less, infinite above 65504, and a fixed distance of 2^-24 below 2^-14. */
export function roundFloat16(m: FloatMath, x: Reg): Reg {
  const size = m.op('abs', x);
  const sign = m.intOp('and', m.intOp('bitcast', x), m.int(-(2 ** 31)));
  const normal = m.op('bitcast', roundBits(m, m.intOp('bitcast', size), 13));
  const finite = m.select(m.compare('gt', normal, 65504), Number.POSITIVE_INFINITY, normal);
  // The last bit of a float32 from 0.5 to 1 is 2^-24.
  const small = m.sub(m.add(size, 0.5), 0.5);
  const magnitude = m.select(m.compare('lt', size, 2 ** -14), small, finite);
  const signed = m.op('bitcast', m.intOp('or', m.intOp('bitcast', magnitude), sign));
  return m.select(m.compare('eq', x, x), signed, x);
}
