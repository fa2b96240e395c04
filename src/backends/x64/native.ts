import { environment } from '../../support/environment.ts';
import { ArgumentError, unknownName } from '../../support/errors.ts';
import { messageOf } from '../../support/message-of.ts';
import type { Convention } from './convention.ts';
import { type ExecutableMemory, posixMemory, windowsMemory } from './executable-memory.ts';
import { INSTRUCTION_SETS, type InstructionSet } from './instruction-sets.ts';
import { encodeProbe, lacking, PROBE_WORDS } from './processor.ts';
import { type Koffi, type System, thisSystem } from './system.ts';

/** What the backend needs of the operating system and the processor. */
export interface Native {
  readonly convention: Convention;
  /** Whether threads may ask the kernel by Linux's system calls to let others run. */
  readonly yields: boolean;
  /** Instruction sets that can be used here, the best first. */
  readonly sets: readonly InstructionSet[];
  /** Address of a view's first byte. */
  addressOf(view: Uint8Array): number;
  /** Maps code executable and returns its address. */
  mapCode(code: Uint8Array): number;
  unmapCode(address: number, bytes: number): void;
  /** Asks the system to back memory by large pages, where it can: fewer addresses to translate. */
  preferLargePages(address: number, bytes: number): void;
  /** Calls code of ours with up to four integers. */
  call(address: number, a: number, b: number, c: number, d: number): void;
}

/** Why native code can't run here. */
export interface Unavailable {
  readonly reason: string;
}

/** `mov rax, first argument; ret` */
const IDENTITY: Record<Convention, Uint8Array> = {
  systemv: Uint8Array.of(0x48, 0x89, 0xf8, 0xc3),
  windows: Uint8Array.of(0x48, 0x89, 0xc8, 0xc3),
};

function memoryOf(koffi: Koffi, platform: 'linux' | 'darwin' | 'win32'): ExecutableMemory {
  return platform === 'win32' ? windowsMemory(koffi) : posixMemory(koffi, platform);
}

/** The sets that the processor has; what the environment variable KERATIN_X64 asks for is the only one then. */
function usableSets(words: Int32Array, wanted: string | undefined): readonly InstructionSet[] | Unavailable {
  const [leaf1c = 0, leaf7b = 0, enabled = 0] = words;
  const choices = wanted === undefined ? INSTRUCTION_SETS : INSTRUCTION_SETS.filter((set) => set === wanted);
  if (choices.length === 0) throw unknownName('instruction set in KERATIN_X64', String(wanted), INSTRUCTION_SETS);
  const missing = choices.map((set) => lacking(set, { leaf1c, leaf7b, enabled }));
  const usable = choices.filter((_, i) => missing[i]?.length === 0);
  // The last choice needs least.
  return usable.length > 0 ? usable : { reason: `the processor lacks ${missing.at(-1)?.join(', ')}` };
}

/** Access to native code on a computer, or why there is none. */
export function connect(system: System | undefined, wantedSet?: string): Native | Unavailable {
  if (system === undefined) return { reason: 'this is not Node' };
  const { platform, arch } = system;
  if (arch !== 'x64') return { reason: `the processor is ${arch}, not x64` };
  if (platform !== 'linux' && platform !== 'darwin' && platform !== 'win32')
    return { reason: `${platform} is not supported, only linux, darwin and win32` };
  let koffi: Koffi;
  try {
    koffi = system.koffi();
  } catch {
    return { reason: 'the optional package koffi is not installed' };
  }
  const convention = platform === 'win32' ? 'windows' : 'systemv';
  try {
    const memory = memoryOf(koffi, platform);
    const probeType = koffi.proto('void keratin_probe(void*)');
    const words = new Int32Array(PROBE_WORDS);
    const probe = encodeProbe(convention);
    const probeAddress = memory.map(probe);
    koffi.call(BigInt(probeAddress), probeType, new Uint8Array(words.buffer));
    memory.unmap(probeAddress, probe.length);
    const sets = usableSets(words, wantedSet);
    if ('reason' in sets) return sets;
    const identityType = koffi.proto('int64_t keratin_identity(const void*)');
    const programType = koffi.proto('void keratin_program(int64_t, int64_t, int64_t, int64_t)');
    const identity = BigInt(memory.map(IDENTITY[convention]));
    return {
      convention,
      yields: platform === 'linux',
      sets,
      addressOf: (view) => Number(koffi.call(identity, identityType, view)),
      mapCode: memory.map,
      unmapCode: memory.unmap,
      preferLargePages: memory.preferLargePages,
      call: (address, a, b, c, d) => {
        koffi.call(BigInt(address), programType, a, b, c, d);
      },
    };
  } catch (error) {
    if (error instanceof ArgumentError) throw error;
    return { reason: messageOf(error) };
  }
}

let connected: Native | Unavailable | undefined;

/** Access to native code in this process, or why there is none. */
export function native(): Native | Unavailable {
  connected ??= connect(thisSystem(), environment('KERATIN_X64'));
  return connected;
}
