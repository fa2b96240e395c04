/** A function of the C library. */
type Foreign = (...args: readonly (number | null | Uint8Array)[]) => unknown;

/** What the backend needs of the operating system and the processor. */
export interface Native {
  /** Address of a view's first byte. */
  addressOf(view: Uint8Array): number;
  /** Maps code executable and returns its address. */
  mapCode(code: Uint8Array): number;
  unmapCode(address: number, bytes: number): void;
  /** Calls code of ours with up to four integers. */
  call(address: number, a: number, b: number, c: number, d: number): void;
}

/** Why native code can't run here. */
export interface Unavailable {
  readonly reason: string;
}

const FEATURES = ['avx512f', 'avx512dq', 'avx512vl', 'avx512bw'];
const [READ, WRITE, EXECUTE] = [1, 2, 4];
const PRIVATE_ANONYMOUS = 0x22;
const PAGE = 4096;

/** Instruction sets that the kernel's flags of the first processor lack. */
function missingFeatures(): string[] {
  const text = process.getBuiltinModule('node:fs').readFileSync('/proc/cpuinfo', 'utf8');
  const flags = new Set(/^flags\s*:(.*)$/m.exec(text)?.[1]?.split(' '));
  return FEATURES.filter((feature) => !flags.has(feature));
}

function connect(): Native | Unavailable {
  if (typeof process === 'undefined' || process.getBuiltinModule === undefined) return { reason: 'this is not Node' };
  if (process.platform !== 'linux') return { reason: `${process.platform} is not supported yet, only linux` };
  if (process.arch !== 'x64') return { reason: `the processor is ${process.arch}, not x64` };
  const missing = missingFeatures();
  if (missing.length > 0) return { reason: `the processor lacks ${missing.join(', ')}` };
  let koffi: typeof import('koffi');
  try {
    koffi = process.getBuiltinModule('node:module').createRequire(import.meta.url)('koffi');
  } catch {
    return { reason: 'the optional package koffi is not installed' };
  }
  const library = koffi.load('libc.so.6');
  const mmap: Foreign = library.func('void* mmap(void*, size_t, int, int, int, int64_t)');
  const mprotect: Foreign = library.func('int mprotect(int64_t, size_t, int)');
  const munmap: Foreign = library.func('int munmap(int64_t, size_t)');
  const memcpy: Foreign = library.func('void memcpy(int64_t, const void*, size_t)');
  const pages = (bytes: number) => Math.ceil(bytes / PAGE) * PAGE;
  const mapCode = (code: Uint8Array): number => {
    const bytes = pages(code.length);
    const address = Number(mmap(null, bytes, READ | WRITE, PRIVATE_ANONYMOUS, -1, 0));
    if (address <= 0) throw new RangeError('Out of memory: no pages for the machine code of a program.');
    memcpy(address, code, code.length);
    if (mprotect(address, bytes, READ | EXECUTE) !== 0) throw new Error('The system refuses executable memory.');
    return address;
  };
  const identityType = koffi.proto('int64_t keratin_identity(const void*)');
  const programType = koffi.proto('void keratin_program(int64_t, int64_t, int64_t, int64_t)');
  let identity: number;
  try {
    identity = mapCode(Uint8Array.of(0x48, 0x89, 0xf8, 0xc3)); // mov rax, rdi; ret
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
  return {
    addressOf: (view) => Number(koffi.call(BigInt(identity), identityType, view)),
    mapCode,
    unmapCode: (address, bytes) => {
      munmap(address, pages(bytes));
    },
    call: (address, a, b, c, d) => {
      koffi.call(BigInt(address), programType, a, b, c, d);
    },
  };
}

let connected: Native | Unavailable | undefined;

/** Access to native code, or why there is none. */
export function native(): Native | Unavailable {
  connected ??= connect();
  return connected;
}
