import { afterAll, describe, expect, test } from 'vitest';
import { KernelBuilder } from '../../compiler/builder.ts';
import type { KernelOp, Reg, RegType } from '../../compiler/kernel.ts';
import { at, range } from '../../support/shape.ts';
import { Assembler } from './assembler.ts';
import { KernelEncoder, TABLE_BUFFERS } from './encode-kernel.ts';
import { encodeProgram } from './encode-program.ts';
import { type InstructionSet, MACHINES } from './instruction-sets.ts';
import { type Native, native } from './native.ts';
import { icedReads } from './testing/disassemble.ts';

const machine = native();
const maps: { address: number; bytes: number }[] = [];
afterAll(() => {
  if (!('reason' in machine)) for (const { address, bytes } of maps) machine.unmapCode(address, bytes);
});

/** Runs one kernel with one buffer, and returns what the buffer then holds. */
function run(
  set: InstructionSet,
  write: (b: KernelBuilder, buffer: Reg) => void,
  buffer: Int32Array<ArrayBuffer>,
): void {
  const { addressOf, mapCode, call } = machine as Native;
  const { encoding, target } = MACHINES[set];
  const b = new KernelBuilder(target.lanes);
  write(b, b.base(0, 'write'));
  const kernels = [b.finish('test', 1, false)];
  const program = { kernels, barriers: [false], loops: [], buffers: [], arenaSize: 0, origins: [] };
  const { code, run: entry } = encodeProgram(program, { ...(machine as Native), encoding });
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
function compute(set: InstructionSet, op: KernelOp, from: RegType, to: RegType, args: readonly number[]): number[] {
  const float = (type: RegType) => type === 'f32' || type === 'vf32';
  const encode = float(from) ? floatBits : (x: number) => x | 0;
  const buffer = Int32Array.from({ length: 256 }, (_, i) => encode(args[i >> 4] ?? 0));
  run(
    set,
    (b, base) => {
      const loaded = args.map((_, i) => b.load(from, base, 64 * i));
      const results = [loaded, args.map((x) => b.const(from, x))].map((regs) => b.op(op, to, ...regs));
      results.forEach((result, i) => {
        b.store(result, base, 512 + 64 * i);
      });
    },
    buffer,
  );
  if (to === 'vf32' || to === 'vi32') {
    const { lanes } = MACHINES[set].target;
    for (const start of [128, 144]) expect(new Set(buffer.slice(start, start + lanes)).size).toBe(1);
  }
  return [at([...buffer], 128), at([...buffer], 144)].map(float(to) ? bitsFloat : (x: number) => x);
}

const numbers = [0, -0, 1, -1, 1.5, -2.5, 3e9, -3e9, 5e9, 2 ** 31, -(2 ** 31), Infinity, -Infinity, NaN];
const clamp = (x: number, low: number, high: number) =>
  Number.isNaN(x) ? 0 : Math.trunc(Math.min(Math.max(x, low), high)) | 0;

const SETS = Object.keys(MACHINES) as InstructionSet[];

describe.skipIf('reason' in machine).each(SETS)('the kernel language in machine code: %s', (set) => {
  const { lanes } = MACHINES[set].target;

  test.each([
    ['f32', 'i32'],
    ['vf32', 'vi32'],
  ] as const)('conversions of %s to integers saturate, and NaN becomes 0', (from, to) => {
    for (const x of numbers) {
      const signed = clamp(x, -(2 ** 31), 2 ** 31 - 1);
      expect(compute(set, 'toInt', from, to, [x]), `${x}`).toEqual([signed, signed]);
      const unsigned = clamp(x, 0, 2 ** 32 - 1);
      expect(compute(set, 'toIntUnsigned', from, to, [x]), `${x}`).toEqual([unsigned, unsigned]);
    }
  });

  test.each(['f32', 'vf32'] as const)('min and max of %s keep NaN and the sign of zero', (type) => {
    for (const a of numbers.map(Math.fround)) {
      for (const b of numbers.map(Math.fround)) {
        for (const [op, f] of [
          ['min', Math.min],
          ['max', Math.max],
        ] as const) {
          expect(compute(set, op, type, type, [a, b]), `${op} ${a} ${b}`).toEqual([f(a, b), f(a, b)]);
        }
        const [less, more] = [b < a ? b : a, a < b ? b : a];
        expect(compute(set, 'minOr', type, type, [a, b]), `minOr ${a} ${b}`).toEqual([less, less]);
        expect(compute(set, 'maxOr', type, type, [a, b]), `maxOr ${a} ${b}`).toEqual([more, more]);
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
      eq: (a, b) => Number(a === b),
      ne: (a, b) => Number(a !== b),
      lt: (a, b) => Number(a < b),
      le: (a, b) => Number(a <= b),
      gt: (a, b) => Number(a > b),
      ge: (a, b) => Number(a >= b),
      ltUnsigned: (a, b) => Number(a >>> 0 < b >>> 0),
      leUnsigned: (a, b) => Number(a >>> 0 <= b >>> 0),
      gtUnsigned: (a, b) => Number(a >>> 0 > b >>> 0),
      geUnsigned: (a, b) => Number(a >>> 0 >= b >>> 0),
      neg: (a) => -a | 0,
      abs: (a) => Math.abs(a) | 0,
    };
    for (const [name, f] of Object.entries(exact)) {
      for (const a of integers) {
        for (const b of integers) {
          // The compiler keeps both from divisions: the processor traps.
          if (/div|rem/.test(name) && (b === 0 || (a === -(2 ** 31) && b === -1))) continue;
          const expected = f(a, b);
          expect(compute(set, name as KernelOp, 'i32', 'i32', [a, b]), `${name} ${a} ${b}`).toEqual([
            expected,
            expected,
          ]);
          // Vectors shift by up to 31 bits; a true lane has all bits set.
          if (/div|rem/.test(name) || (/sh/.test(name) && (b < 0 || b > 31))) continue;
          const lane = /^(eq|ne|lt|le|gt|ge)(Unsigned)?$/.test(name) ? -expected | 0 : expected;
          expect(compute(set, name as KernelOp, 'vi32', 'vi32', [a, b]), `lanes: ${name} ${a} ${b}`).toEqual([
            lane,
            lane,
          ]);
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
      run(
        set,
        (b, base) => {
          const values = range(50).map((i) => b.load(type, base, 64 * i));
          const total = b.reg(type);
          b.copy(total, at(values, 0));
          b.loop(0, 3, 1, () => {
            for (const value of values) b.opInto(total, 'add', total, b.op('mul', type, value, at(values, 49)));
          });
          b.store(total, base, 64 * 60);
        },
        buffer,
      );
      const expected = 3 * 784 * range(50).reduce((sum, i) => sum + 16 * i, 0);
      expect(decode(at([...buffer], 960))).toBe(expected);
    }
  });

  test('frames of many pages are touched page by page', () => {
    const b = new KernelBuilder(lanes);
    const base = b.base(0, 'write');
    const values = range(400).map((i) => b.load('vf32', base, 4 * lanes * i));
    for (const [i, value] of values.entries()) b.store(value, base, 4 * lanes * (399 - i));
    const asm = new Assembler(MACHINES[set].encoding);
    new KernelEncoder(asm, b.finish('test', 1, false)).encode();
    const lines = icedReads(asm.finish());
    const touched = lines.filter((text) => text.startsWith('test dword ptr [rsp-'));
    const bytes = Number(lines.find((text) => text.startsWith('sub rsp,'))?.split(',')[1]);
    expect(bytes).toBeGreaterThan(3 * 4096);
    expect(touched).toEqual(
      range(Math.floor((bytes - 1) / 4096)).map((i) => `test dword ptr [rsp-0x${(4096 * (i + 1)).toString(16)}],eax`),
    );
  });

  test('blocks of as many rows as there are lanes are transposed', () => {
    const buffer = Int32Array.from({ length: 256 }, (_, i) => i);
    run(
      set,
      (b, base) => {
        const rows = range(lanes).map((i) => b.load('vi32', base, 4 * lanes * i));
        b.transpose(rows);
        rows.forEach((row, i) => {
          b.store(row, base, 4 * lanes * i);
        });
      },
      buffer,
    );
    const transposed = range(lanes * lanes).map((i) => (i % lanes) * lanes + Math.floor(i / lanes));
    expect([...buffer.slice(0, lanes * lanes)]).toEqual(transposed);
  });

  test('single lanes are loaded, stored and taken out', () => {
    const buffer = Int32Array.from({ length: 1024 }, (_, i) => i);
    const loaded = [0, 3, 5, lanes - 1];
    run(
      set,
      (b, base) => {
        const dst = b.load('vi32', base, 0);
        for (const lane of loaded) b.emit({ kind: 'loadLane', dst, lane, base, offset: 400 + 4 * lane });
        for (const lane of range(lanes)) b.emit({ kind: 'storeLane', src: dst, lane, base, offset: 512 + 12 * lane });
        for (const count of range(lanes + 1)) {
          for (const lane of range(count))
            b.emit({ kind: 'storeLane', src: dst, lane, base, offset: 1000 + 64 * count + 4 * lane });
        }
        for (const lane of range(lanes)) b.store(b.extract(dst, lane), base, 4 * lane);
      },
      buffer,
    );
    const values = range(lanes).map((i) => (loaded.includes(i) ? 100 + i : i));
    expect(range(lanes).map((i) => buffer[128 + 3 * i])).toEqual(values);
    expect([...buffer.slice(0, lanes)]).toEqual(values);
    for (const count of range(lanes + 1)) {
      const start = 250 + 16 * count;
      expect([...buffer.slice(start, start + count)]).toEqual(values.slice(0, count));
      expect(buffer[start + count]).toBe(count === 16 ? buffer[start + count] : start + count);
    }
  });

  test('selects take the first where the mask is true', () => {
    const buffer = new Int32Array(512);
    const [yes, no] = [floatBits(1.5), floatBits(-2.5)];
    run(
      set,
      (b, base) => {
        const lane = b.reg('vi32');
        b.emit({ kind: 'laneIndex', dst: lane });
        const few = b.op('lt', 'vi32', lane, b.const('vi32', 3));
        b.store(b.op('select', 'vf32', few, b.const('vf32', 1.5), b.const('vf32', -2.5)), base, 0);
        for (const i of [0, 1]) {
          const [x, y] = i === 0 ? [1, 2] : [2, 1];
          const mask = b.op('lt', 'i32', b.const('i32', x), b.const('i32', y));
          b.store(b.op('select', 'f32', mask, b.const('f32', 1.5), b.const('f32', -2.5)), base, 64 + 4 * i);
          const double = b.op('select', 'f64', mask, b.const('f64', 1.5), b.const('f64', -2.5));
          b.store(b.op('narrow', 'f32', double), base, 128 + 4 * i);
        }
      },
      buffer,
    );
    expect([...buffer.slice(0, lanes)]).toEqual(range(lanes).map((i) => (i < 3 ? yes : no)));
    expect([...buffer.slice(16, 18), ...buffer.slice(32, 34)]).toEqual([yes, no, yes, no]);
  });

  test.each(['f32', 'vf32'] as const)('unsigned integers become %s, rounded once', (type) => {
    for (const x of [0, 1, 0xffff, 0x10000, 16777217, 0x7fffffff, 0x80000000, 0x80000081, 0xffffff7f, 0xffffffff]) {
      const [loaded] = compute(set, 'toFloatUnsigned', type === 'f32' ? 'i32' : 'vi32', type, [x]);
      expect(loaded, `${x}`).toBe(Math.fround(x));
    }
  });
});
