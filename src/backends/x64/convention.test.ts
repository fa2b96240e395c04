import { afterAll, describe, expect, test } from 'vitest';
import { KernelBuilder } from '../../compiler/builder.ts';
import { at, range } from '../../support/shape.ts';
import { Assembler, RAX, RBP, RBX, RCX, RDI, RDX, RSI, RSP } from './assembler.ts';
import { enter, leave } from './convention.ts';
import { TABLE_BUFFERS } from './encode-kernel.ts';
import { encodeProgram } from './encode-program.ts';
import * as forms from './forms.ts';
import { MACHINES } from './instruction-sets.ts';
import { type Native, native } from './native.ts';
import { icedReads } from './testing/disassemble.ts';

const machine = native();
const maps: { address: number; bytes: number }[] = [];
afterAll(() => {
  if (!('reason' in machine)) for (const { address, bytes } of maps) machine.unmapCode(address, bytes);
});

function mapped(code: Uint8Array): number {
  const address = (machine as Native).mapCode(code);
  maps.push({ address, bytes: code.length });
  return address;
}

const framed = (convention: 'systemv' | 'windows') => {
  const asm = new Assembler('vex');
  enter(asm, convention, 64);
  leave(asm, convention, 64);
  const lines = icedReads(asm.finish());
  return lines.slice(0, lines.indexOf('ret') + 1);
};

test('System V: what is the caller’s is saved, the stack is aligned, and all returns in reverse', () => {
  expect(framed('systemv')).toEqual([
    ...['rbx', 'rbp', 'r12', 'r13', 'r14', 'r15'].map((name) => `push ${name}`),
    'mov rax,rsp',
    'sub rsp,0x40',
    'and rsp,0xffffffffffffffc0',
    'mov qword ptr [rsp],rax',
    'vzeroupper',
    'mov rsp,qword ptr [rsp]',
    ...['r15', 'r14', 'r13', 'r12', 'rbp', 'rbx'].map((name) => `pop ${name}`),
    'ret',
  ]);
});

test('Windows: so are rdi, rsi and xmm6 to xmm15; arguments come in other registers', () => {
  const place = (i: number) => `xmmword ptr [rsp+0x${(64 + 16 * i).toString(16)}]`;
  expect(framed('windows')).toEqual([
    ...['rbx', 'rbp', 'rdi', 'rsi', 'r12', 'r13', 'r14', 'r15'].map((name) => `push ${name}`),
    'mov rax,rsp',
    'sub rsp,0xe0',
    'and rsp,0xffffffffffffffc0',
    'mov qword ptr [rsp],rax',
    ...range(10).map((i) => `vmovups ${place(i)},xmm${6 + i}`),
    'mov rdi,rcx',
    'mov rsi,rdx',
    'mov rdx,r8',
    'mov rcx,r9',
    'vzeroupper',
    ...range(10).map((i) => `vmovups xmm${6 + i},${place(i)}`),
    'mov rsp,qword ptr [rsp]',
    ...['r15', 'r14', 'r13', 'r12', 'rsi', 'rdi', 'rbp', 'rbx'].map((name) => `pop ${name}`),
    'ret',
  ]);
});

const SAVED = [RBX, RBP, RDI, RSI, 12, 13, 14, 15];
const VECTORS = range(10).map((i) => 6 + i);
/** Places in the block that the trampoline works on: target, three arguments, then registers before and after. */
const [BEFORE, VECTORS_BEFORE, AFTER, VECTORS_AFTER, BLOCK] = [64, 128, 320, 384, 576];

/**
 * f(block), called as System V has it: calls the target in the block as Windows has it, with known values in all that
 * the target must give back, and writes down what came back.
 */
function trampoline(): Uint8Array {
  const asm = new Assembler('vex');
  const block = 10;
  const place = (disp: number) => ({ base: block, disp });
  enter(asm, 'systemv', 64);
  asm.store({ base: RSP, disp: 8 }, RDI, true);
  asm.move(block, RDI, true);
  VECTORS.forEach((register, i) => {
    asm.vector(forms.LOAD, register, 0, place(VECTORS_BEFORE + 16 * i), true);
  });
  asm.move(RAX, place(0), true);
  asm.move(RCX, place(8), true);
  asm.move(RDX, place(16), true);
  asm.move(8, place(24), true);
  SAVED.forEach((register, i) => {
    asm.move(register, place(BEFORE + 8 * i), true);
  });
  // 32 bytes above the return address are the target's to write to.
  asm.arithmeticImmediate(5, RSP, 32, true);
  asm.general(0xff, 2, RAX, false);
  asm.arithmeticImmediate(0, RSP, 32, true);
  asm.move(block, { base: RSP, disp: 8 }, true);
  SAVED.forEach((register, i) => {
    asm.store(place(AFTER + 8 * i), register, true);
  });
  VECTORS.forEach((register, i) => {
    asm.vector(forms.STORE, register, 0, place(VECTORS_AFTER + 16 * i), true);
  });
  leave(asm, 'systemv', 64);
  return asm.finish();
}

describe.skipIf('reason' in machine).each('reason' in machine ? [] : [...machine.sets])(
  'called as Windows calls, with %s,',
  (set) => {
    test('a program computes, and gives every register back that it must', () => {
      const { addressOf, call } = machine as Native;
      const { encoding, target } = MACHINES[set];
      // Many values at once, so that all registers are used.
      const b = new KernelBuilder(target.lanes);
      const base = b.base(0, 'write');
      const scalars = range(20).map((i) => b.load('i32', base, 4 * i));
      const vectors = range(20).map((i) => b.load('vf32', base, 64 * i));
      b.store(
        scalars.reduce((x, y) => b.op('add', 'i32', x, y)),
        base,
        1280,
      );
      b.store(
        vectors.reduce((x, y) => b.op('add', 'vf32', x, y)),
        base,
        1344,
      );
      const kernels = [b.finish('test', 1, false)];
      const program = { kernels, barriers: [false], loops: [], buffers: [], arenaSize: 0, origins: [] };
      const { code, run } = encodeProgram(program, { encoding, convention: 'windows', yields: false });
      const entry = mapped(code) + run;

      const buffer = new Int32Array(400);
      const floats = new Float32Array(buffer.buffer);
      for (const i of range(20)) floats.fill(i, 16 * i, 16 * i + 16);
      const expected = range(20).reduce((sum, i) => sum + at([...buffer], i), 0) | 0;
      const bytes = (view: Int32Array | BigUint64Array) => new Uint8Array(view.buffer);
      const table = new BigUint64Array(TABLE_BUFFERS / 8 + 1);
      table[TABLE_BUFFERS / 8] = BigInt(addressOf(bytes(buffer)));
      const block = BigUint64Array.from({ length: BLOCK / 8 }, (_, i) => BigInt(i) * 0x0101010101010101n);
      block.set([BigInt(entry), BigInt(addressOf(bytes(table))), 0n, 1n]);
      call(mapped(trampoline()), addressOf(bytes(block)), 0, 0, 0);

      expect(buffer[320]).toBe(expected);
      expect([...floats.slice(336, 336 + target.lanes)]).toEqual(range(target.lanes).map(() => 190));
      const words = (start: number, count: number) => [...block.slice(start / 8, start / 8 + count)];
      expect(words(AFTER, SAVED.length)).toEqual(words(BEFORE, SAVED.length));
      expect(words(VECTORS_AFTER, 2 * VECTORS.length)).toEqual(words(VECTORS_BEFORE, 2 * VECTORS.length));
    });
  },
);
