import type { Target } from '../../compiler/kernel.ts';
import type { Encoding } from './assembler.ts';

/** The vector instructions that programs are encoded in. */
export type InstructionSet = 'avx512' | 'avx2';

export interface Machine {
  readonly encoding: Encoding;
  readonly target: Target;
}

export const MACHINES: Readonly<Record<InstructionSet, Machine>> = {
  /** 16 lanes, 30 vector registers for kernels, 24 of them for the accumulators of a tile; 48 KB of level-1 cache. */
  avx512: {
    encoding: 'evex',
    target: { lanes: 16, tileRows: [0, 24, 12, 8, 6], panelBytes: 40 << 10, rowPointers: false },
  },
  /**
   * 8 lanes, 13 vector registers for kernels; two multiply-adds of 4 cycles each at a time want 8 accumulators; 32 KB of
   * level-1 cache.
   */
  avx2: {
    encoding: 'vex',
    target: { lanes: 8, tileRows: [0, 8, 4, 3, 2, 2], panelBytes: 24 << 10, rowPointers: false },
  },
};

/** The best first. */
export const INSTRUCTION_SETS: readonly InstructionSet[] = ['avx512', 'avx2'];
