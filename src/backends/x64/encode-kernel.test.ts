import { afterAll, describe, expect, test } from 'vitest';
import { KernelBuilder } from '../../compiler/builder.ts';
import type { KernelOp, Reg, RegType } from '../../compiler/kernel.ts';
import { at, range } from '../../support/shape.ts';
import { LANES, TABLE_BUFFERS } from './encode-kernel.ts';
import { encodeProgram } from './encode-program.ts';
import { type Native, native } from './native.ts';

const machine = native();
const maps: { address: number; bytes: number }[] = [];
afterAll(() => {
  if (!('reason' in machine)) for (const { address, bytes } of maps) machine.unmapCode(address, bytes);
});

/** Runs one kernel with one buffer, and returns what the buffer then holds. */
function run(write: (b: KernelBuilder, buffer: Reg) => void, buffer: Int32Array<ArrayBuffer>): void {
  const { addressOf, mapCode, call } = machine as Native;
  const b = new KernelBuilder(LANES);
  write(b, b.base(0, 'write'));
  const kernels = [b.finish('test', 1, false)];
  const program = { kernels, barriers: [false], loops: [], buffers: [], arenaSize: 0, origins: [] };
  const { code, run: entry } = encodeProgram(program);
  const address = mapCode(code);
  maps.push({ address, bytes: code.length });
  const table = new BigUint64Array(TABLE_BUFFERS / 8 + 1);
  const bytes = (view: Int32Array | BigUint64Array) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  table[TABLE_BUFFERS / 8] = BigInt(addressOf(bytes(buffer)));
  call(address + entry, addressOf(bytes(table)), 0, 1, 0);
}

const floatBits = (x: number) => new Int32Array(Float32Array.of(x).buffer)[0] ?? 0;
const bitsFloat = (x: number) => new Float32Array(Int32Array.of(x).buffer)[0] ?? 0;

/** An operation on values that are loaded, and the same on constants. */
function compute(op: KernelOp, from: RegType, to: RegType, args: readonly number[]): number[] {
  const float = (type: RegType) => type === 'f32' || type === 'vf32';
  const encode = float(from) ? floatBits : (x: number) => x | 0;
  const buffer = Int32Array.from({ length: 256 }, (_, i) => encode(args[i >> 4] ?? 0));
  run((b, base) => {
    const loaded = args.map((_, i) => b.load(from, base, 64 * i));
    const results = [loaded, args.map((x) => b.const(from, x))].map((regs) => b.op(op, to, ...regs));
    results.forEach((result, i) => {
      b.store(result, base, 512 + 64 * i);
    });
  }, buffer);
  return [at([...buffer], 128), at([...buffer], 144)].map(float(to) ? bitsFloat : (x: number) => x);
}

const numbers = [0, -0, 1, -1, 1.5, -2.5, 3e9, -3e9, 5e9, 2 ** 31, -(2 ** 31), Infinity, -Infinity, NaN];
const clamp = (x: number, low: number, high: number) =>
  Number.isNaN(x) ? 0 : Math.trunc(Math.min(Math.max(x, low), high)) | 0;

describe.skipIf('reason' in machine)('the kernel language in machine code', () => {
  test.each([
    ['f32', 'i32'],
    ['vf32', 'vi32'],
  ] as const)('conversions of %s to integers saturate, and NaN becomes 0', (from, to) => {
    for (const x of numbers) {
      const signed = clamp(x, -(2 ** 31), 2 ** 31 - 1);
      expect(compute('toInt', from, to, [x]), `${x}`).toEqual([signed, signed]);
      const unsigned = clamp(x, 0, 2 ** 32 - 1);
      expect(compute('toIntUnsigned', from, to, [x]), `${x}`).toEqual([unsigned, unsigned]);
    }
  });

  test.each(['f32', 'vf32'] as const)('min and max of %s keep NaN and the sign of zero', (type) => {
    for (const a of numbers.map(Math.fround)) {
      for (const b of numbers.map(Math.fround)) {
        for (const [op, f] of [
          ['min', Math.min],
          ['max', Math.max],
        ] as const) {
          expect(compute(op, type, type, [a, b]), `${op} ${a} ${b}`).toEqual([f(a, b), f(a, b)]);
        }
        const [less, more] = [b < a ? b : a, a < b ? b : a];
        expect(compute('minOr', type, type, [a, b]), `minOr ${a} ${b}`).toEqual([less, less]);
        expect(compute('maxOr', type, type, [a, b]), `maxOr ${a} ${b}`).toEqual([more, more]);
      }
    }
  });

  test('integers of 32 bits: every operation, on loaded values and on constants', () => {
    const integers = [0, 1, -1, 7, -13, 2 ** 31 - 1, -(2 ** 31)];
    const exact: Partial<Record<KernelOp, (a: number, b: number) => number>> = {
      add: (a, b) => (a + b) | 0,
      sub: (a, b) => (a - b) | 0,
      mul: Math.imul,
      and: (a, b) => a & b,
      or: (a, b) => a | b,
      xor: (a, b) => a ^ b,
      min: Math.min,
      max: Math.max,
      minUnsigned: (a, b) => Math.min(a >>> 0, b >>> 0) | 0,
      maxUnsigned: (a, b) => Math.max(a >>> 0, b >>> 0) | 0,
      shl: (a, b) => a << (b & 31),
      shr: (a, b) => (a >>> (b & 31)) | 0,
      shrSigned: (a, b) => a >> (b & 31),
      div: (a, b) => Math.trunc(a / b) | 0,
      rem: (a, b) => (a % b) | 0,
      divUnsigned: (a, b) => Math.trunc((a >>> 0) / (b >>> 0)) | 0,
      remUnsigned: (a, b) => ((a >>> 0) % (b >>> 0)) | 0,
      ltUnsigned: (a, b) => Number(a >>> 0 < b >>> 0),
      le: (a, b) => Number(a <= b),
      neg: (a) => -a | 0,
      abs: (a) => Math.abs(a) | 0,
    };
    for (const [name, f] of Object.entries(exact)) {
      for (const a of integers) {
        for (const b of integers) {
          // The compiler keeps both from divisions: the processor traps.
          if (/div|rem/.test(name) && (b === 0 || (a === -(2 ** 31) && b === -1))) continue;
          const expected = f(a, b);
          expect(compute(name as KernelOp, 'i32', 'i32', [a, b]), `${name} ${a} ${b}`).toEqual([expected, expected]);
        }
      }
    }
  });

  test('more values than registers: the rest is in memory meanwhile', () => {
    for (const [type, encode, decode] of [
      ['vf32', floatBits, bitsFloat],
      ['f32', floatBits, bitsFloat],
      ['i32', (x: number) => x, (x: number) => x],
    ] as const) {
      const buffer = Int32Array.from({ length: 1200 }, (_, i) => encode(i));
      run((b, base) => {
        const values = range(50).map((i) => b.load(type, base, 64 * i));
        const total = b.reg(type);
        b.copy(total, at(values, 0));
        b.loop(0, 3, 1, () => {
          for (const value of values) b.opInto(total, 'add', total, b.op('mul', type, value, at(values, 49)));
        });
        b.store(total, base, 64 * 60);
      }, buffer);
      const expected = 3 * 784 * range(50).reduce((sum, i) => sum + 16 * i, 0);
      expect(decode(at([...buffer], 960))).toBe(expected);
    }
  });

  test('blocks of 16 x 16 are transposed', () => {
    const buffer = Int32Array.from({ length: 256 }, (_, i) => i);
    run((b, base) => {
      const rows = range(16).map((i) => b.load('vi32', base, 64 * i));
      b.transpose(rows);
      rows.forEach((row, i) => {
        b.store(row, base, 64 * i);
      });
    }, buffer);
    expect([...buffer]).toEqual(range(256).map((i) => (i % 16) * 16 + Math.floor(i / 16)));
  });

  test('single lanes are loaded, stored and taken out', () => {
    const buffer = Int32Array.from({ length: 256 }, (_, i) => i);
    run((b, base) => {
      const dst = b.load('vi32', base, 0);
      for (const lane of [0, 5, 15]) b.emit({ kind: 'loadLane', dst, lane, base, offset: 400 + 4 * lane });
      for (const lane of range(16)) b.emit({ kind: 'storeLane', src: dst, lane, base, offset: 512 + 12 * lane });
      for (const lane of range(7)) b.emit({ kind: 'storeLane', src: dst, lane, base, offset: 128 + 4 * lane });
      b.store(b.extract(dst, 15), base, 64);
    }, buffer);
    const lanes = range(16).map((i) => ([0, 5, 15].includes(i) ? 100 + i : i));
    expect(range(16).map((i) => buffer[128 + 3 * i])).toEqual(lanes);
    expect([...buffer.slice(32, 40)]).toEqual([...lanes.slice(0, 7), 39]);
    expect(buffer[16]).toBe(115);
  });
});
