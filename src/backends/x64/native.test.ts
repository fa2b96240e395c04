import { describe, expect, test } from 'vitest';
import { ArgumentError } from '../../support/errors.ts';
import { connect, type Native } from './native.ts';
import { lacking, type ProcessorWords } from './processor.ts';
import type { ForeignValue, Koffi, System } from './system.ts';

const FMA = 1 << 12;
const AVX2 = 1 << 5;
const AVX512 = (1 << 16) | (1 << 17) | (1 << 30) | (1 << 31);
const all: ProcessorWords = { leaf1c: FMA, leaf7b: AVX2 | AVX512, enabled: 0xe7 };

type Answers = Readonly<Record<string, (...args: readonly ForeignValue[]) => number>>;

/** A library whose functions answer as told and whose calls of code pretend to be a processor; notes what was called. */
function pretend(answers: Answers, words: ProcessorWords = all) {
  const calls: [name: string, ...args: ForeignValue[]][] = [];
  const koffi: Koffi = {
    load: () => ({
      func: (definition) => {
        const name = /(\w+)\(/.exec(definition)?.[1] ?? '';
        return (...args) => {
          calls.push([name, ...args]);
          return answers[name]?.(...args) ?? 0;
        };
      },
    }),
    proto: (definition) => definition,
    call: (_, type, out) => {
      if (!String(type).includes('probe') || !(out instanceof Uint8Array)) return 0;
      new Int32Array(out.buffer).set([words.leaf1c, words.leaf7b, words.enabled]);
      return 0;
    },
  };
  return { koffi: () => koffi, calls };
}

const posix: Answers = { mmap: () => 0x10000, mprotect: () => 0 };
const windows: Answers = { VirtualAlloc: () => 0x20000, VirtualProtect: () => 1 };
const linux = (koffi: () => Koffi): System => ({ platform: 'linux', arch: 'x64', koffi });
const reason = (system: System | undefined, set?: string) => {
  const machine = connect(system, set);
  return 'reason' in machine ? machine.reason : undefined;
};

describe('machine code is not available, and the reason is told,', () => {
  const { koffi } = pretend(posix);

  test.each<[string, System | undefined, string]>([
    ['outside of Node', undefined, 'this is not Node'],
    ['on ARM', { platform: 'darwin', arch: 'arm64', koffi }, 'the processor is arm64, not x64'],
    ['on rare systems', { platform: 'freebsd', arch: 'x64', koffi }, 'freebsd is not supported'],
    [
      'without koffi',
      linux(() => {
        throw new Error('Cannot find module');
      }),
      'the optional package koffi is not installed',
    ],
    ['where memory cannot become executable', linux(pretend({ ...posix, mprotect: () => -1 }).koffi), 'executable'],
    ['where there are no pages', linux(pretend({ ...posix, mmap: () => -1 }).koffi), 'Out of memory'],
    [
      'where Windows refuses executable memory',
      { platform: 'win32', arch: 'x64', koffi: pretend({ ...windows, VirtualProtect: () => 0 }).koffi },
      'executable',
    ],
    ['without AVX2', linux(pretend(posix, { ...all, leaf7b: AVX512 }).koffi), 'the processor lacks avx2'],
    ['where vectors are not saved', linux(pretend(posix, { ...all, enabled: 1 }).koffi), 'an operating system'],
  ])('%s', (_, system, expected) => {
    expect(reason(system)).toContain(expected);
  });

  test('where the wanted instructions are missing', () => {
    const system = linux(pretend(posix, { ...all, leaf7b: AVX2 }).koffi);
    expect(reason(system)).toBeUndefined();
    expect(reason(system, 'avx2')).toBeUndefined();
    expect(reason(system, 'avx512')).toBe('the processor lacks avx512f, avx512dq, avx512bw, avx512vl');
    expect(() => connect(system, 'avx')).toThrow(ArgumentError);
    expect(() => connect(system, 'avx')).toThrow('Unknown instruction set in KERATIN_X64. Did you mean "avx2"?');
  });
});

test('the best instruction set comes first', () => {
  const sets = (words: ProcessorWords) => (connect(linux(pretend(posix, words).koffi)) as Native).sets;
  expect(sets(all)).toEqual(['avx512', 'avx2']);
  expect(sets({ ...all, leaf7b: AVX2 })).toEqual(['avx2']);
  // Without the masks' state, the system saves the lower halves only.
  expect(sets({ ...all, enabled: 7 })).toEqual(['avx2']);
  expect(lacking('avx512', { ...all, leaf7b: AVX2 | (1 << 16) })).toEqual(['avx512dq', 'avx512bw', 'avx512vl']);
});

const READ_WRITE = 3;
const READ_EXECUTE = 5;

test.each([
  ['linux', 0x22],
  ['darwin', 0x1002],
])('%s: pages are writable first and executable after, never both', (platform, flags) => {
  const { koffi, calls } = pretend(posix);
  const machine = connect({ platform, arch: 'x64', koffi });
  if ('reason' in machine) throw new Error(machine.reason);
  calls.length = 0;
  const code = new Uint8Array(5000);
  expect(machine.mapCode(code)).toBe(0x10000);
  machine.unmapCode(0x10000, 5000);
  expect(calls).toEqual([
    ['mmap', null, 8192, READ_WRITE, flags, -1, 0],
    ['memcpy', 0x10000, code, 5000],
    ['mprotect', 0x10000, 8192, READ_EXECUTE],
    ['munmap', 0x10000, 8192],
  ]);
  expect(machine.convention).toBe('systemv');
  expect(machine.yields).toBe(platform === 'linux');
});

test('win32: pages are writable first and executable after, never both', () => {
  const { koffi, calls } = pretend(windows);
  const machine = connect({ platform: 'win32', arch: 'x64', koffi });
  if ('reason' in machine) throw new Error(machine.reason);
  calls.length = 0;
  const code = new Uint8Array(10);
  expect(machine.mapCode(code)).toBe(0x20000);
  machine.unmapCode(0x20000, 10);
  expect(calls).toEqual([
    ['VirtualAlloc', null, 4096, 0x3000, 0x04],
    ['RtlMoveMemory', 0x20000, code, 10],
    ['VirtualProtect', 0x20000, 4096, 0x20, expect.anything()],
    ['VirtualFree', 0x20000, 0, 0x8000],
  ]);
  expect(machine).toMatchObject({ convention: 'windows', yields: false });
});

test('pages that may not become executable are given back', () => {
  const { koffi, calls } = pretend({ ...posix, mprotect: () => -1 });
  connect(linux(koffi));
  expect(calls.at(-1)).toEqual(['munmap', 0x10000, 4096]);
});
