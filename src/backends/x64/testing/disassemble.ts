import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Decoder, DecoderOptions, Formatter, FormatterSyntax, MemorySizeOptions } from 'iced-x86';
import type { Assembler } from '../assembler.ts';

/** An instruction and how a disassembler should read it: Intel's syntax in lower case, hexadecimal numbers. */
export interface Line {
  readonly text: string;
  readonly emit: (asm: Assembler) => void;
}

/** One spelling of what the two disassemblers say differently. */
const spelled = (text: string) =>
  text
    .toLowerCase()
    .replace(/\s*#.*$/, '')
    .replace('{evex} ', '')
    .replace(/\s+/, ' ')
    .replace(/v(p?)cmpnlt(ps|ss|sd|d|ud) (.*)$/, 'v$1cmp$2 $3,0x5')
    .replace(/(dword|qword) ptr (\[[^\]]*\])\{1to\d+\}/, '$1 bcst $2')
    .replace(/(dword|qword) (ptr|bcst) (\[[^\]]*\])\{1to\d+\}/, '$1 bcst $3')
    .trim();

/** What iced-x86 reads in code, an instruction a line. */
export function icedReads(code: Uint8Array): string[] {
  const decoder = new Decoder(64, code, DecoderOptions.None);
  decoder.ip = 0n;
  const formatter = new Formatter(FormatterSyntax.Intel);
  formatter.hexPrefix = '0x';
  formatter.hexSuffix = '';
  formatter.smallHexNumbersInDecimal = false;
  formatter.alwaysShowScale = true;
  formatter.signedImmediateOperands = false;
  formatter.ripRelativeAddresses = true;
  formatter.usePseudoOps = false;
  formatter.showBranchSize = false;
  formatter.branchLeadingZeros = false;
  formatter.showZeroDisplacements = false;
  formatter.memorySizeOptions = MemorySizeOptions.Always;
  const lines: string[] = [];
  while (decoder.canDecode) {
    const instruction = decoder.decode();
    lines.push(spelled(formatter.format(instruction)));
    instruction.free();
  }
  formatter.free();
  decoder.free();
  return lines;
}

export const hasObjdump = spawnSync('objdump', ['--version']).status === 0;

/** What objdump (of binutils) reads in code, an instruction a line. */
export function objdumpReads(code: Uint8Array): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'keratin-'));
  try {
    const file = join(folder, 'code');
    writeFileSync(file, code);
    const options = ['-D', '-b', 'binary', '-m', 'i386:x86-64', '-M', 'intel', '--no-show-raw-insn', '-w', file];
    const { stdout } = spawnSync('objdump', options, { encoding: 'utf8', maxBuffer: 1 << 26 });
    return stdout
      .split('\n')
      .map((text) => /^\s*[0-9a-f]+:\t(.*)$/.exec(text)?.[1])
      .filter((text) => text !== undefined)
      .map(spelled);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Lines that a disassembler reads otherwise: what was meant, and what it reads. */
export function differences(lines: readonly Line[], asm: Assembler, read: (code: Uint8Array) => string[]): string[] {
  for (const { emit } of lines) emit(asm);
  const code = asm.finish().slice(0, asm.length - asm.pool.contents().length);
  const found = read(code);
  return lines.flatMap(({ text }, i) => {
    const wanted = text.replaceAll('+0x0]', ']');
    const actual = (found[i] ?? '').replaceAll('+0x0]', ']');
    return actual === wanted ? [] : [`${wanted} | ${actual}`];
  });
}
